/**
 * The personal-data brake: finds what looks personal before it is sent.
 *
 * It asks, it never blocks: someone in danger must always be able to send. Help lines (112, 0800, 0900, 14 0…)
 * are not personal. Names are found by the words around them only: a list of names would miss most.
 */

/** Eleven-test of a burgerservicenummer. */
const isBsn = (digits) => /[1-9]/.test(digits) && [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11 === 0;

const bare = (text) => text.replace(/[^0-9+]/g, '');

const REST = String.raw`[\p{L}'’-]+(?:\s+(?:van|de|der|den|ter|ten|el|al|'t)\b)*(?:\s+\p{Lu}[\p{L}'’-]+)*`;

/** What to look for, the most telling first. @type {[string, RegExp, ((found: string) => boolean)?][]} */
const kinds = [
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu],
  ['iban', /\b[A-Z]{2}\d{2}\s?(?:[A-Z]{4}|\d{4})(?:\s?\d){8,16}\b/giu],
  ['bsn', /(?<![\d+])\d{4}[\s.]?\d{2}[\s.]?\d{3}(?!\d)|(?<![\d+])\d{3}[\s.]\d{3}[\s.]\d{3}(?!\d)/gu, (found) => isBsn(bare(found))],
  ['phone', /(?<![\d\w])(?:\+|00)?\d(?:[\s().-]{0,2}\d){8,12}(?!\d)/gu,
    (found) => /^(?:0[1-79]\d{8}|0031\d{9}|\+\d{9,13})$/.test(bare(found).replace(/^(\+31|0031)0/, '$1')) && !/^0[89]0/.test(bare(found))],
  // Postcodes have no F, I, O, Q, U or Y: "in 2024 om 22 uur" is none.
  ['address', /(?<![\d-])[1-9]\d{3}\s?(?!en|je|ze|we|er|al|de|na|te)[A-EGHJ-NPR-TVWXZ]{2}[\s,]+\d{1,5}\s?[a-z]?\b/giu],
  ['name', new RegExp(String.raw`(?<=(?<!\p{L})(?:[Ii]k\s+heet|[Mm](?:ij|')n\s+naam\s+is)\s+)(?!(?:niet|geen|dus|het|je|jou|u|ze|welkom)\b)\p{L}${REST}`, 'gu')],
  ['name', new RegExp(String.raw`(?<=(?<!\p{L})(?:[Hh]eet|[Nn]aam\s+is|[Gg]enaamd)\s+)\p{Lu}${REST}`, 'gu')],
];

/**
 * @param {string} text
 * @returns {{ kinds: string[], without: string }} what it looks like (keys of the words), and the text without it
 */
export function personal(text) {
  const found = new Set();
  let without = text;
  for (const [kind, pattern, really = () => true] of kinds) {
    without = without.replace(pattern, (part) => (really(part) ? (found.add(kind), '…') : part));
  }
  return { kinds: [...found], without };
}
