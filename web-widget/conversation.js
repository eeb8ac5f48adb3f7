/**
 * The conversation on screen: what was said, what is awaited, what failed. It lives in the DOM and dies with it.
 */
import { list, ordered, spoken } from './cards.js';
import { h, unseen } from './dom.js';

/** Within a second there must be an answer or help. */
const HELP_AFTER = 700;

export class Conversation {
  /** Cards with a number, for "Wat wil je bewaren?". @type {Map<string, Card>} */
  seen = new Map();
  waiting = false;
  #round = 0;
  /** @type {Element | undefined} */
  #help;

  /** @param {ConversationWorld} world */
  constructor(world) {
    this.world = world;
    this.cards = { ...world, used: (id) => void world.talk.count(id) };
  }

  start() {
    return this.#await(() => this.world.talk.start());
  }

  /** @param {Said} said @param {string} shown */
  send(said, shown) {
    if (this.waiting) return;
    for (const choice of this.world.parts.turns.querySelectorAll('.choice')) choice.setAttribute('aria-disabled', 'true');
    const bubble = h('div', { class: 'turn me' }, h('p', { class: 'bubble' }, unseen(`${this.world.words.you}: `), shown));
    this.world.parts.turns.append(bubble);
    return this.#await(() => this.world.talk.send(said), bubble, 'text' in said ? shown : '');
  }

  /** Takes everything off the screen; replies still under way are ignored. */
  clear() {
    this.#round++;
    this.waiting = false;
    this.seen.clear();
    this.world.parts.turns.replaceChildren();
  }

  /**
   * @param {() => Promise<Reply | Failure>} ask
   * @param {Element} [bubble] what the visitor said
   * @param {string} [text] what to give back when sending it again is of no use
   */
  async #await(ask, bubble, text) {
    const { words, parts: { turns } } = this.world;
    const round = this.#round;
    const dots = h('div', { class: 'turn dots' }, unseen(words.busy), h('i'), h('i'), h('i'));
    this.#help?.remove();
    bubble?.querySelector('.failed')?.remove();
    turns.append(dots);
    if (bubble) this.#show(bubble);
    this.waiting = true;
    const slow = setTimeout(() => this.#offerHelp(bubble ?? dots, words.slow), HELP_AFTER);
    const outcome = await ask();
    clearTimeout(slow);
    if (round !== this.#round) return;
    this.waiting = false;
    this.#help?.remove();
    dots.remove();
    if (!('failed' in outcome)) return this.#reply(outcome, bubble);
    bubble?.append(h('p', { class: 'failed' }, words.failed));
    this.#offerHelp(bubble, outcome.message || words.down, outcome.contacts, outcome.final ? undefined : () => this.#await(ask, bubble, text));
    if (outcome.final && text) this.world.giveBack(text);
  }

  #reply({ messages }, bubble) {
    const { words, parts: { turns } } = this.world;
    turns.append(...messages.map((message) => this.#message(message)));
    if (bubble) this.#show(bubble);
    this.world.say(messages.map(({ text, contacts = [], choices = [] }) => [
      text, ...ordered(contacts).map((card) => spoken(card, words)),
      choices.length > 0 && `${words.choices} ${choices.map((choice) => choice.title).join(', ')}`,
    ].filter(Boolean).join('. ')).join('. '));
  }

  /** @param {Message} message */
  #message({ text, contacts = [], choices = [] }) {
    for (const card of ordered(contacts)) if (card.phone) this.seen.set(card.id, card);
    return h('div', { class: 'turn bot' },
      text && h('div', { class: 'bubble' }, unseen(`${this.world.words.bot}: `), ...text.split(/\n\s*\n/).map((part) => h('p', {}, part))),
      contacts.length > 0 && list(contacts, this.cards),
      choices.length > 0 && h('ul', { class: 'choices', role: 'list' }, ...choices.map((choice) => h('li', {}, this.#choice(choice)))));
  }

  /** Once used it stays to be read, and does nothing any more. */
  #choice({ title, choice }) {
    const button = h('button', { type: 'button', class: 'choice' }, title);
    button.onclick = () => {
      if (this.waiting || button.ariaDisabled) return;
      button.classList.add('chosen');
      button.append(unseen(` (${this.world.words.chosen})`));
      this.send({ choice }, title);
    };
    return button;
  }

  /** @param {Element | undefined} above what to keep in sight @param {string} message @param {Card[]} [contacts] @param {() => void} [again] */
  #offerHelp(above, message, contacts = [], again) {
    const { words, parts: { turns, log } } = this.world;
    const cards = [...contacts, ...words.help.filter(({ id }) => !contacts.some((card) => card.id === id))];
    const retry = () => {
      log.focus({ preventScroll: true });
      again?.();
    };
    this.#help?.remove();
    this.#help = h('div', { class: 'turn' }, h('p', {}, message),
      again && h('button', { type: 'button', class: 'solid retry', onclick: retry }, words.retry), list(cards, this.cards));
    turns.append(this.#help);
    this.#show(above ?? this.#help);
    this.world.say([message, ...ordered(cards).map((card) => spoken(card, words))].join('. '));
  }

  /** Scrolls the log (or the panel, when small) and never the host's page. */
  #show(element) {
    const { log, panel } = this.world.parts;
    const [box, above] = getComputedStyle(log).overflowY === 'auto' ? [log, 12] : [panel, 72];
    box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - above;
  }
}
