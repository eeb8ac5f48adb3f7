/**
 * The examples: every state of the chat side by side, made by the real parts with a conversation partner of straw.
 *
 * Documentation, and what the browser tests check for accessibility. A new state of the chat belongs in this list.
 */
import { Chat } from './chat.js';
import { h } from './dom.js';
import { tokens } from './theme.js';
import { help, words } from './words.js';

const [danger, safe, children] = help;
/** @type {Card} */
const team = { id: 'lokaal_team', name: 'Lokaal team', phone: null, hours: 'ma t/m vr 9.00-17.00 uur', open_now: false, note: 'Hoort bij je gemeente. In welke gemeente woon je?' };
const veiligThuis = { ...safe, open_now: true, note: 'Denkt met je mee. Je hoeft niet te zeggen wie je bent.', chat_url: 'https://veiligthuis.nl' };
const question = 'Ik hoor vaak geschreeuw bij de buren, en dan huilt hun kind. Wat kan ik doen?';

/** @type {Reply} */
const greeting = { messages: [{
  text: 'Hoi, fijn dat je er bent.\n\nMaak je je zorgen over iemand, of over jezelf? Vertel het in je eigen woorden, of kies hieronder.',
  choices: [{ title: 'Zorgen over een ander', choice: 'a' }, { title: 'Het gaat over mij', choice: 'b' }, { title: 'Het lukt thuis niet meer', choice: 'c' }] }] };
/** @type {Reply} */
const advice = { messages: [{
  text: 'Goed dat je hier iets mee wilt doen.\n\nJe hoeft niet zeker te weten wat er aan de hand is. Je kunt eerst overleggen. Dat is nog geen melding.',
  contacts: [veiligThuis, team], choices: [{ title: 'Wat gebeurt er als ik bel?', choice: 'd' }] }] };
/** @type {Reply} */
const urgent = { messages: [{ text: 'Bel nu 112. Ga naar een veilige plek als dat kan.', contacts: [veiligThuis, { ...danger, name: '112', note: 'Politie, ambulance of brandweer.' }] }] };

const never = () => new Promise(() => {});
const fails = (message = '', contacts = []) => async () => ({ failed: true, message, contacts });
/** @param {Reply} reply */
const says = (reply) => () => Promise.resolve(reply);
/** @param {Chat} chat @param {string} text */
const ask = (chat, text = question) => chat.conversation.send({ text }, text);
const press = (chat, name) => [...chat.parts.panel.querySelectorAll('button')].find((button) => button.textContent === name)?.click();
const type = (chat, text) => {
  chat.parts.input.value = text;
  chat.parts.input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
};

/**
 * Title, what it is for, how it comes about, and optionally the partner's answer, start and the look.
 * @type {{ title: string, about: string, act?: (chat: Chat) => unknown, send?: (said: Said) => Promise<any>, start?: () => Promise<any>, theme?: string, look?: string }[]}
 */
const states = [
  { title: 'Begin', about: 'De begroeting en de eerste keuzes komen van de server. Erboven staat wat de knop wel en niet doet.' },
  { title: 'Antwoord met kaarten', about: 'Op een telefoon een belknop, op een computer het nummer groot. Een kaart zonder nummer toont geen knop.', act: ask },
  { title: 'Gevaar', about: '112 staat altijd vooraan, ook als de server een andere volgorde stuurt.', send: says(urgent), act: ask },
  { title: 'Gekozen', about: 'Een keuze wordt jouw bericht. De andere keuzes blijven leesbaar en doen niets meer.', act: (chat) => press(chat, 'Zorgen over een ander') },
  { title: 'Wachten', about: 'Puntjes; ze staan stil bij wie bewegende beelden uitzet. Duurt het bijna een seconde, dan staat de hulp eronder.', send: never, act: ask },
  { title: 'De chat doet het niet', about: 'Geen server, geen netwerk of een onleesbaar antwoord: de nummers en een knop om het opnieuw te proberen.', start: fails() },
  { title: 'Bericht niet verstuurd', about: 'De server zegt zelf wat er is. Het bericht blijft staan en kan opnieuw, zonder typen.', send: fails('Het is nu erg druk. Probeer het over een minuut nog eens.', [children]), act: ask },
  { title: 'Persoonlijke gegevens', about: 'Vóór het versturen. ‘Weglaten’ is de gewone keuze; ‘Toch sturen’ kan altijd.', act: (chat) => { type(chat, 'ik heet Anna en ik woon op 9401 AB 12'); chat.parts.send.click(); } },
  { title: 'Bijna vol', about: 'De teller komt pas in beeld bij de laatste honderd tekens.', act: (chat) => type(chat, 'Een lang verhaal. '.repeat(53)) },
  { title: 'Sporen wissen', about: 'Korte, eerlijke uitleg. Geen belofte die een webpagina niet kan waarmaken.', act: (chat) => chat.parts.openTracks.click() },
  { title: 'Wat wil je bewaren?', about: 'De nummers uit dit gesprek, zonder namen, om over te schrijven.', act: async (chat) => { await ask(chat); chat.parts.openKeep.click(); } },
  { title: 'Even pauze', about: 'Na tien minuten stilte, en op een telefoon zodra de pagina uit beeld gaat.', act: (chat) => chat.cover(), look: 'short' },
  { title: 'HTML blijft tekst', about: 'Wat iemand ook typt of wat de server ook stuurt: het wordt nooit opmaak.', send: says({ messages: [{ text: '<b>vet</b> <img src=x onerror=alert(1)>' }] }), act: (chat) => ask(chat, '<script>alert(1)</script>'), look: 'short' },
  { title: 'Donker', about: 'Alleen als de pagina zelf donker kan zijn (color-scheme), of met theme="dark".', theme: 'dark', act: ask },
  { title: 'Huisstijl van een gemeente', about: 'Kleuren en letters komen uit NL Design System-tokens.', theme: 'light', look: 'town', act: ask },
  { title: 'Onleesbare huisstijl', about: 'Te weinig contrast? Dan nemen de eigen kleuren het over, per kleurpaar.', theme: 'light', look: 'pale', act: ask },
];

const sheet = new CSSStyleSheet();
sheet.replaceSync(`${tokens}.inline,.inline .panel{position:static;width:100%;height:100%}.inline .panel{box-shadow:none}`);
const grid = h('div', { class: 'states' });
document.querySelector('#states')?.append(grid);

for (const { title, about, act, theme, look = '', send = says(advice), start = says(greeting) } of states) {
  const host = h('div', { theme });
  grid.append(h('section', { class: `state ${look}` }, h('h2', {}, title), h('p', {}, about), host));
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  const frame = root.appendChild(h('div', { class: 'vs inline' }));
  const talk = { start, send, count: async () => {}, drop() {} };
  const chat = new Chat(host, frame, { api: '', exits: ['https://www.buienradar.nl', 'https://nos.nl'], words: { ...words, title }, talk, inline: true });
  chat.open();
  setTimeout(() => act?.(chat));
}
