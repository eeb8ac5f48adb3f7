/**
 * The loader: `<script type="module" src="https://HOST/widget/volgende-stap.js"></script>` defines
 * `<volgende-stap-chat>`.
 *
 * It shows one button. The chat is fetched when someone reaches for that button, never before. What stands
 * inside the element (the help card) is seen without JavaScript, and whenever the chat does not come.
 */
import { button, h, icons } from './dom.js';
import { paint, tokens } from './theme.js';
import { words } from './words.js';

const HELP_AFTER = 700;

/** Sites where anyone might be, without a personal page, each run by someone else. */
const NEUTRAL = ['https://www.buienradar.nl', 'https://nos.nl'];

const css = `${tokens}
.launcher,.instead{position:fixed;right:1.25em;bottom:1.25em;z-index:2147483000}
.launcher{padding:.75em 1.25em .75em 1em;border-color:var(--on-action);border-radius:2em;font-weight:600;box-shadow:0 .25em 1em #0004}
.instead{width:min(24em,100vw - 2.5em);max-height:calc(100vh - 2.5em);overflow:auto;padding:1em;border:.125em solid var(--edge);border-radius:var(--round);background:var(--bg);color:var(--text)}
.instead a{color:var(--link)}
.instead .solid{background:var(--bar);color:var(--on-bar)}
@media print{.launcher{display:none}}`;

class VolgendeStapChat extends HTMLElement {
  /** @type {import('./chat.js').Chat | undefined} */
  #chat;
  /** @type {Promise<unknown> | undefined} */
  #loading;
  #frame = h('div', { class: 'vs', lang: 'nl' });
  #launcher = h('button');

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    this.#launcher = button('solid launcher', this.#words.launcher, icons.chat);
    this.#launcher.ariaHasPopup = 'dialog';
    this.#launcher.onclick = () => this.open();
    this.#launcher.onpointerenter = this.#launcher.onfocus = () => this.#load();
    this.#frame.replaceChildren(this.#launcher);
    root.replaceChildren(this.#frame);
    paint(this, this.#frame);
  }

  disconnectedCallback() {
    this.#chat?.destroy();
    this.#chat = this.#loading = undefined;
  }

  /** Opens the chat; when it does not come within a second, the help instead. */
  async open() {
    const late = setTimeout(() => this.#instead(), HELP_AFTER);
    await this.#load();
    clearTimeout(late);
    if (!this.#chat) return this.#instead();
    this.#frame.querySelector('.instead')?.remove();
    this.#launcher.hidden = true;
    this.#chat.open();
  }

  /** Ours, with a host's own words over them; set before the widget's script runs. @returns {typeof words} */
  get #words() {
    return { ...words, ...this['words'] };
  }

  /** Only http(s): an attribute must never become script. */
  get #exits() {
    return ['exit-url', 'exit-url-2'].map((name, i) => (/^https?:\/\/\w/.test(this.getAttribute(name) ?? '') ? String(this.getAttribute(name)) : NEUTRAL[i]));
  }

  #load() {
    return this.#loading ??= import('./chat.js').then(({ Chat }) => {
      const [site, campaign, api] = ['site', 'campaign', 'api'].map((name) => this.getAttribute(name));
      const settings = { site, campaign, api: (api ?? new URL(import.meta.url).origin).replace(/\/$/, ''), exits: this.#exits, words: this.#words };
      this.#chat = new Chat(this, this.#frame, settings, () => {
        this.#launcher.hidden = false;
        this.#launcher.focus();
      });
    }).catch(() => (this.#loading = undefined));
  }

  /** The help without the chat: what the host wrote inside the element, else the numbers. */
  #instead() {
    if (this.#frame.querySelector('.instead')) return;
    const leave = button('solid', this.#words.exit, icons.leave);
    leave.onclick = () => {
      document.documentElement.replaceChildren();
      location.replace(this.#exits[0]);
    };
    const numbers = this.#words.help.map((card) => h('p', {}, `${card.name}: `, h('a', { href: card.tel }, card.phone)));
    const box = h('section', { class: 'instead', tabindex: -1 }, leave, h('p', {}, this.#words.down), ...(this.childElementCount ? [h('slot')] : numbers));
    this.#frame.append(box);
    this.#launcher.hidden = true;
    box.focus();
  }
}

if ('adoptedStyleSheets' in Document.prototype && !customElements.get('volgende-stap-chat')) {
  customElements.define('volgende-stap-chat', VolgendeStapChat);
}
