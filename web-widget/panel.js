/**
 * The panel's elements, built once. No behaviour here: chat.js gives the buttons their work.
 *
 * The exit comes first, so that it is the first Tab stop. There is no <form>: browsers offer to remember forms.
 */
import { button, h, icon, icons } from './dom.js';

/** The longest message the gateway takes. */
export const LIMIT = 1000;

/** @param {Words} words */
export function build(words) {
  const [exit, openTracks, openKeep] = [button('solid exit', words.exit, icons.leave), button('link', words.tracks), button('link', words.keep)];
  const [back, uncover] = [button('quiet', words.back), button('solid', words.uncover)];
  const [omit, sendAnyway] = [button('solid', words.omit), button('quiet', words.sendAnyway)];
  const [close, send] = [['close', words.close, icons.close], ['solid send', words.send, icons.send]].map(([name, text, drawing]) =>
    h('button', { type: 'button', class: name, 'aria-label': text, title: text }, icon(drawing)));

  const turns = h('div');
  const log = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': words.log, tabindex: 0 },
    h('h2', { id: 'title' }, words.title), h('p', { class: 'sub' }, words.subtitle),
    h('p', { class: 'history' }, words.history, ' ', openTracks), turns);

  const sheetTitle = h('h2', { tabindex: -1 });
  const sheetBody = h('div');
  const sheet = h('section', { class: 'sheet', hidden: true }, sheetTitle, sheetBody, back);
  const cover = h('section', { class: 'cover', hidden: true }, h('p', {}, words.cover), uncover);

  const question = h('p', { id: 'brake' });
  const brake = h('div', { class: 'brake', role: 'group', 'aria-labelledby': 'brake', hidden: true }, question, h('div', { class: 'do' }, omit, sendAnyway));
  const input = h('textarea', {
    id: 'input', rows: 2, 'aria-label': words.label, maxlength: LIMIT, placeholder: words.placeholder, 'aria-describedby': 'left', enterkeyhint: 'send',
    spellcheck: 'false', autocomplete: 'off', autocorrect: 'off', autocapitalize: 'off', writingsuggestions: 'false',
  });
  const left = h('p', { id: 'left' });
  const composer = h('div', { class: 'composer' }, brake, h('div', { class: 'row' }, h('label', { for: 'input' }, words.label), openKeep), h('div', { class: 'row' }, input, send), left);

  const footer = h('div', { class: 'foot' }, ...words.footer.map((text, i) => h('a', { href: words.help[i].tel }, h('strong', {}, words.help[i].phone), ` ${text}`)));
  const live = h('div', { class: 'unseen', 'aria-live': 'polite' });
  const panel = h('dialog', { class: 'panel', popover: 'manual', tabindex: -1, 'aria-labelledby': 'title', hidden: true },
    h('div', { class: 'top' }, exit, h('span', { class: 'hint' }, words.exitHint), close), log, sheet, cover, composer, footer, live);

  return { panel, exit, close, openTracks, openKeep, log, turns, sheet, sheetTitle, sheetBody, back, brake, question, omit, sendAnyway, input, send, left, cover, uncover, live };
}

/** "Sporen wissen". @param {Words} words */
export const tracks = (words) => words.tracksText.flatMap(([title, text]) => [h('h3', {}, title), h('p', {}, text)]);

/** "Wat wil je bewaren?": numbers without names. @param {Words} words @param {Map<string, Card>} seen */
export const keepsake = (words, seen) => [
  h('p', {}, words.keepText),
  h('ul', { class: 'keepsake', role: 'list' }, ...(seen.size ? [...seen.values()] : words.help.slice(0, 2)).map((card) => h('li', {}, h('strong', {}, card.phone), card.hours && ` ${card.hours}`))),
];
