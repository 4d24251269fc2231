/** The characters that the network of the page of writing knows: those of English and of Spanish. */
export const alphabet =
  '\n !"\'(),-.:;?[]_¡¿«»0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÁÉÍÑÓÚÜabcdefghijklmnopqrstuvwxyzáéíñóúü';

const known = new Set(alphabet);
const plainer: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '\t': ' ',
};

/** A text in characters that the network knows: others become those without their accents, or are left out. */
export const readable = (text: string): string =>
  Array.from(text.normalize('NFC'), (character) => {
    if (known.has(character)) return character;
    const other = plainer[character] ?? character.normalize('NFD')[0]!;
    return known.has(other) ? other : '';
  }).join('');
