/** The characters that the network of the page of attention knows: those of tiny Shakespeare. */
export const attentionAlphabet = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const known = new Set(attentionAlphabet);

/** A text in characters that the network knows: letters lose their accents, what has no other form is left out. */
export const knownText = (text: string): string =>
  Array.from(text.normalize('NFD'))
    .filter((character) => known.has(character))
    .join('');
