/**
 * Every Dutch word of the widget, and its only phone numbers, in this one place.
 *
 * A host changes words with its own script: `document.querySelector('volgende-stap-chat').words =
 * { launcher: 'Praat met ons' }`. Keys left out keep these texts. Promise no more here than is true:
 * the exit hides the page, it does not erase the browser's history.
 */

/** Shown whenever the chat cannot answer. A test compares these numbers with the contact register. */
export const help = [
  { id: '112', name: 'Nu gevaar', phone: '112', tel: 'tel:112', note: 'Is er nu gevaar? Wacht niet en bel.' },
  { id: 'veilig_thuis', name: 'Veilig Thuis', phone: '0800-2000', tel: 'tel:08002000', hours: 'dag en nacht', cost: 'gratis' },
  { id: 'kindertelefoon', name: 'De Kindertelefoon', phone: '0800-0432', tel: 'tel:08000432', cost: 'gratis', note: 'Voor kinderen en jongeren.' },
];

export const words = {
  help,
  launcher: 'Stel je vraag',
  title: 'De volgende stap',
  subtitle: 'Je praat met een chatbot, niet met een mens.',
  exit: 'Verberg deze pagina',
  exitHint: 'of 3 keer Shift',
  leaving: 'Even geduld…',
  close: 'Sluit de chat',
  history: '‘Verberg deze pagina’ haalt de chat meteen van je scherm, maar wist je browsergeschiedenis niet.',

  log: 'Gesprek',
  you: 'Jij',
  bot: 'Antwoord',
  label: 'Typ je vraag of verhaal',
  placeholder: 'Namen zijn niet nodig',
  send: 'Verstuur',
  left: 'Nog {} tekens',
  full: 'Je bericht is vol. Maak het wat korter, of stuur het in twee keer.',
  busy: 'Het antwoord komt eraan',
  choices: 'Je kunt kiezen:',
  chosen: 'gekozen',

  slow: 'Het antwoord duurt langer dan normaal. Wil je niet wachten? Bellen kan ook.',
  down: 'De chat doet het nu niet. Bellen kan wel.',
  failed: 'Niet verstuurd',
  retry: 'Probeer opnieuw',

  brake: 'Dit lijkt {}. Dat is niet nodig. Weglaten?',
  omit: 'Weglaten',
  sendAnyway: 'Toch sturen',
  and: ' en ',
  phone: 'een telefoonnummer',
  email: 'een e-mailadres',
  bsn: 'een burgerservicenummer',
  iban: 'een rekeningnummer',
  address: 'een adres',
  name: 'een naam',

  open: 'Nu open',
  shut: 'Nu dicht',
  call: 'Bel',
  copy: 'Kopieer nummer',
  copied: 'Gekopieerd',
  chat: 'Chatten',
  site: 'Naar de website',
  newTab: 'opent een nieuw tabblad',
  footer: ['bij gevaar nu', 'Veilig Thuis, dag en nacht'],

  cover: 'Even pauze',
  uncover: 'Ga verder',
  back: 'Terug naar het gesprek',

  keep: 'Wat wil je bewaren?',
  keepText: 'Dit gesprek is weg als je de pagina sluit. Schrijf op papier wat je later nodig hebt. Een nummer zonder naam valt het minst op.',

  tracks: 'Sporen wissen',
  tracksText: [
    ['Uit je geschiedenis', 'Wis alleen deze pagina. Wis je alles, dan kan dat opvallen. Op een computer: druk op Ctrl en H, of kies Geschiedenis in het menu. Op een telefoon: open het menu van je browser en kies Geschiedenis.'],
    ['Volgende keer', 'Gebruik een privévenster. Het heet ook wel incognito, privé of InPrivate. Sluit dat venster als je klaar bent.'],
    ['Heb je gebeld?', 'Het nummer staat in de bellijst van je telefoon. Daar kun je het wissen.'],
    ['Kijkt er iemand mee?', 'Wissen helpt niet als iemand je telefoon of computer in de gaten houdt. Gebruik dan een ander apparaat, bijvoorbeeld van iemand die je vertrouwt of in de bibliotheek.'],
  ],
};
