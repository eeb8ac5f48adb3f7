/**
 * Cards: who to call, chat with or visit. A phone calls; a desktop shows the number large, with a copy button.
 */
import { button, h, icon, icons, unseen } from './dom.js';

/** Danger first, whatever the order. @param {Card[]} cards */
export const ordered = (cards) => [...cards].sort((a, b) => +(b.id === '112') - +(a.id === '112'));

/** Opening hours in words; 112 needs none. @param {Card} card @param {Words} words */
const opening = ({ id, open_now: open, hours }, words) => (id === '112' ? '' : [open === true && words.open, open === false && words.shut, hours].filter(Boolean).join(' · '));

/** A card as a screen reader announces it. @param {Card} card @param {Words} words */
export const spoken = (card, words) => [...new Set([card.name, card.phone]), opening(card, words)].filter(Boolean).join(', ');

/** @param {Card} card @param {CardWorld} world */
function phone(card, { words, used, say }) {
  const number = h('span', {}, card.phone);
  const call = h('a', { class: 'call solid', href: card.tel, onclick: () => used(card.id) },
    icon(icons.phone), h('span', {}, h('span', { class: 'verb' }, `${words.call} `), number), unseen(` ${card.name}`));
  const copy = button('quiet copy', words.copy);
  copy.append(unseen(` ${card.name}`));
  const label = /** @type {Element} */ (copy.firstChild);
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(String(card.phone));
    } catch {
      return getSelection()?.selectAllChildren(number);
    }
    say(label.textContent = words.copied);
    setTimeout(() => (label.textContent = words.copy), 2_000);
  };
  return [call, copy];
}

/** @param {Card[]} cards @param {CardWorld} world */
export function list(cards, world) {
  const { words, used } = world;
  const away = (/** @type {Card} */ card, href, label, onclick = () => {}) => /^https:/.test(href ?? '')
    && h('a', { class: 'away', href, target: '_blank', rel: 'noopener noreferrer', referrerpolicy: 'no-referrer', onclick }, label, unseen(` ${card.name} (${words.newTab})`));
  return h('ul', { class: 'cards', role: 'list' }, ...ordered(cards).map((card) => {
    const hours = opening(card, words);
    return h('li', { class: card.id === '112' ? 'card danger' : 'card' },
      h('p', { class: 'who' }, h('strong', {}, card.name), ' ', card.cost && h('span', {}, card.cost)),
      hours && h('p', { class: card.open_now ? 'open' : null }, hours),
      card.note && h('p', {}, card.note),
      h('div', { class: 'do' }, ...(/^tel:/.test(card.tel ?? '') && card.phone ? phone(card, world) : []),
        away(card, card.chat_url, words.chat, () => used(card.id)),
        away(card, card.url, words.site)));
  }));
}
