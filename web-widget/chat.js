/**
 * The open chat: puts panel, conversation, exit, brake and cover together.
 *
 * Key and input events are handled on the window, before the host's page could see them, and stop there.
 * The panel is in the top layer, above any cookie banner; where it fills the screen it is modal.
 */
import { Conversation } from './conversation.js';
import { Exit } from './exit.js';
import { LIMIT, build, keepsake, tracks } from './panel.js';
import { personal } from './pii.js';
import { css } from './styles.js';
import { Talk } from './talk.js';
import { paint } from './theme.js';

const IDLE = 10 * 60_000;
const FULL = matchMedia('(max-width: 40em), (max-height: 30em)');
const TOUCH = matchMedia('(pointer: coarse)');
const PRIVATE = 'keydown keypress keyup beforeinput input change paste copy cut drop textInput compositionstart compositionupdate compositionend';

export class Chat {
  #started = false;
  #active = 0;
  #idle = 0;
  #hush = 0;
  #stop = new AbortController();
  /** @type {HTMLElement | undefined} */
  #opener;

  /** @param {HTMLElement} host @param {HTMLElement} frame @param {Settings} settings @param {() => void} [closed] */
  constructor(host, frame, settings, closed = () => {}) {
    this.host = host;
    this.frame = frame;
    this.settings = settings;
    this.closed = closed;
    this.root = /** @type {ShadowRoot} */ (frame.getRootNode());
    const { words } = settings;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets.push(sheet);
    const p = this.parts = build(words);
    frame.append(p.panel);
    this.talk = settings.talk ?? new Talk(settings);
    this.conversation = new Conversation({ parts: p, words, talk: this.talk, say: (text) => this.#say(text), giveBack: (text) => this.#type(p.input.value || text) });
    this.exit = new Exit(settings.exits, words.leaving, () => this.forget());

    p.exit.onclick = () => this.exit.leave();
    p.close.onclick = () => this.close();
    p.send.onclick = () => this.#submit();
    p.omit.onclick = () => this.#send(personal(p.input.value).without);
    p.sendAnyway.onclick = () => this.#send(p.input.value);
    p.openTracks.onclick = () => this.#sheet(words.tracks, tracks(words), p.openTracks);
    p.openKeep.onclick = () => this.#sheet(words.keep, keepsake(words, this.conversation.seen), p.openKeep);
    p.back.onclick = () => this.#unsheet();
    p.uncover.onclick = () => {
      this.#uncover();
      p.log.focus({ preventScroll: true });
    };
    const { signal } = this.#stop;
    const on = (target, types, act, capture = false) => types.split(' ').forEach((type) => target?.addEventListener(type, act, { signal, capture }));
    on(window, PRIVATE, (event) => this.#shield(event), true);
    on(window, 'pagehide', () => this.forget());
    on(window, 'pageshow', ({ persisted }) => persisted && this.forget());
    on(document, 'visibilitychange', () => (document.hidden ? TOUCH.matches : Date.now() - this.#active > IDLE) && this.cover());
    on(p.panel, 'pointerdown', () => this.#wake());
    on(p.panel, 'cancel', (event) => (event.preventDefault(), this.#escape()));
    on(visualViewport, 'resize scroll', () => this.#fit());
    on(FULL, 'change', () => !p.panel.hidden && this.open());
    on(matchMedia('(prefers-color-scheme: dark)'), 'change', () => paint(host, frame));
  }

  open() {
    const { panel, log } = this.parts;
    const active = this.root.activeElement;
    const top = log.scrollTop;
    this.#hide();
    paint(this.host, this.frame);
    panel.hidden = false;
    if (this.settings.inline) panel.setAttribute('open', '');
    else if (FULL.matches || !panel.showPopover) panel.showModal();
    else panel.showPopover();
    if (!this.settings.inline) /** @type {HTMLElement} */ (panel.contains(active) ? active : panel).focus();
    log.scrollTop = top;
    this.#fit();
    this.#wake();
    if (!this.#started) this.conversation.start();
    this.#started = true;
  }

  close() {
    this.#hide();
    this.closed();
  }

  /** Everything that was said is gone: from the screen, the input and the memory. */
  forget() {
    const { panel, live } = this.parts;
    this.talk.drop();
    this.conversation.clear();
    this.#type(live.textContent = '');
    this.#unsheet();
    this.#uncover();
    this.#started = false;
    if (!panel.hidden) this.close();
  }

  /** The element left the page. */
  destroy() {
    this.forget();
    this.#stop.abort();
    this.exit.stop();
    this.parts.panel.remove();
  }

  /** Hides the talk behind a neutral cover; one press shows it again. */
  cover() {
    const { panel, cover, uncover } = this.parts;
    if (!this.#started) return;
    const inside = panel.contains(this.root.activeElement);
    panel.dataset.covered = '';
    cover.hidden = false;
    if (inside) uncover.focus();
  }

  #uncover() {
    delete this.parts.panel.dataset.covered;
    this.parts.cover.hidden = true;
    this.#wake();
  }

  #hide() {
    const { panel } = this.parts;
    if (panel.open) panel.close();
    else if (!panel.hidden) panel.hidePopover();
    panel.hidden = true;
  }

  /** Someone is there: the cover waits another ten minutes. */
  #wake() {
    this.#active = Date.now();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.cover(), IDLE);
  }

  /** The panel keeps clear of an on-screen keyboard, so the exit stays in sight. */
  #fit() {
    const { height, offsetTop, scale } = visualViewport ?? { scale: 2 };
    if (scale > 1.01) return;
    this.parts.panel.style.setProperty('--height', `${height}px`);
    this.parts.panel.style.setProperty('--top', `${offsetTop}px`);
  }

  /** Nothing typed here reaches the host's scripts. */
  #shield(event) {
    if (!event.composedPath().includes(this.parts.panel)) return;
    event.stopImmediatePropagation();
    this.#wake();
    if (event.type === 'input') this.#typed();
    if (event.type === 'keydown') this.#key(event);
  }

  #key(event) {
    const enter = event.key === 'Enter' && !event.shiftKey && !event.isComposing && this.root.activeElement === this.parts.input;
    if (!enter && event.key !== 'Escape') return;
    event.preventDefault();
    if (enter) this.#submit();
    else this.#escape();
  }

  #escape() {
    const { brake, sheet } = this.parts;
    if (!brake.hidden) this.#brake([]);
    else if (!sheet.hidden) this.#unsheet();
    else this.close();
  }

  #submit() {
    const { input } = this.parts;
    if (!input.value.trim() || this.conversation.waiting) return;
    const { kinds } = personal(input.value);
    if (kinds.length) return this.#brake(kinds);
    this.#send(input.value);
    if (!TOUCH.matches) input.focus();
  }

  #send(text) {
    this.#type('');
    this.conversation.send({ text: text.trim() }, text.trim());
  }

  #type(text) {
    this.parts.input.value = text;
    this.#typed();
  }

  #typed() {
    const { input, left } = this.parts;
    const { words } = this.settings;
    const rest = LIMIT - input.value.length;
    const text = rest > 100 ? '' : rest ? words.left.replace('{}', String(rest)) : words.full;
    if ([100, 20, 0].includes(rest)) this.#say(text);
    left.textContent = text;
    this.#brake([]);
  }

  /** Asks before something personal goes out. No kinds: takes the question away. */
  #brake(kinds) {
    const { brake, question, omit, input } = this.parts;
    const { words } = this.settings;
    const inside = brake.contains(this.root.activeElement);
    brake.hidden = !kinds.length;
    question.textContent = words.brake.replace('{}', kinds.map((kind) => words[kind]).join(words.and));
    if (kinds.length) omit.focus();
    else if (inside) input.focus();
  }

  #sheet(title, content, opener) {
    const { panel, sheet, sheetTitle, sheetBody } = this.parts;
    this.#opener = opener;
    sheetTitle.textContent = title;
    sheetBody.replaceChildren(...content);
    sheet.hidden = false;
    panel.dataset.sheet = '';
    sheetTitle.focus();
  }

  #unsheet() {
    const { panel, sheet } = this.parts;
    const inside = sheet.contains(this.root.activeElement);
    sheet.hidden = true;
    delete panel.dataset.sheet;
    if (inside) this.#opener?.focus();
  }

  /** Spoken once, then emptied, so that nobody comes across it again. */
  #say(text) {
    const { live } = this.parts;
    live.textContent = text;
    clearTimeout(this.#hush);
    this.#hush = setTimeout(() => (live.textContent = ''), 1_000);
  }
}
