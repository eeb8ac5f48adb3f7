/**
 * The quick exit: in one frame nothing of the page is left, then a neutral site takes its place.
 *
 * Measured in Chromium: after `location.href` one press of Back shows the page again, after `location.replace` not.
 * A neutral site that hangs would leave the page readable for seconds, so the page is emptied first.
 * The browser's history and cache are out of a page's reach, and the widget says so.
 */

const SECOND_CHANCE = 3_000;
const SHIFT_PAUSE = 5_000;

/** Empties the whole document. No icon link is neutral; an empty one would break a strict CSP. */
function empty(title, text) {
  const [head, body, name, referrer] = ['head', 'body', 'title', 'meta'].map((tag) => document.createElement(tag));
  name.textContent = title;
  Object.assign(referrer, { name: 'referrer', content: 'no-referrer' });
  body.textContent = text;
  head.append(name, referrer);
  document.documentElement.replaceChildren(head, body);
  document.adoptedStyleSheets = [];
}

export class Exit {
  #left = false;
  #alone = false;
  #shifts = 0;
  #last = 0;
  #listening = new AbortController();
  #channel = new BroadcastChannel('volgende-stap');

  /** @param {string[]} urls @param {string} text @param {() => void} forget */
  constructor(urls, text, forget) {
    this.urls = urls;
    this.text = text;
    this.forget = forget;
    const options = { capture: true, signal: this.#listening.signal };
    addEventListener('keydown', (event) => this.#press(event), options);
    addEventListener('keyup', (event) => this.#release(event), options);
    addEventListener('pointerdown', () => this.#reset(), options);
    this.#channel.onmessage = () => this.leave(false);
  }

  /** Leaves now. @param {boolean} [tell] the other tabs leave too */
  leave(tell = true) {
    if (this.#left) return;
    this.#left = true;
    const [first, second] = this.urls;
    this.forget();
    if (tell) this.#channel.postMessage('');
    onbeforeunload = null;
    empty(new URL(first).hostname.replace('www.', ''), this.text);
    location.replace(first);
    setTimeout(() => location.replace(second), SECOND_CHANCE);
    setTimeout(() => location.replace('about:blank'), 2 * SECOND_CHANCE);
    addEventListener('pageshow', () => location.replace(first));
  }

  stop() {
    this.#listening.abort();
    this.#channel.close();
  }

  #reset() {
    this.#shifts = 0;
    this.#alone = false;
  }

  #press({ key, ctrlKey, altKey, metaKey, repeat }) {
    if (key !== 'Shift' || ctrlKey || altKey || metaKey) this.#reset();
    else if (!repeat) this.#alone = true;
  }

  /** Counts on release, so that Shift for a capital never counts. */
  #release({ key, timeStamp }) {
    if (key !== 'Shift' || !this.#alone) return;
    this.#alone = false;
    this.#shifts = timeStamp - this.#last > SHIFT_PAUSE ? 1 : this.#shifts + 1;
    this.#last = timeStamp;
    if (this.#shifts === 3) this.leave();
  }
}
