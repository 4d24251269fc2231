import type { Field } from './state-fields.js';

const mark = '~'; // begins the word of a kept text
const place = 'neurona-text';

/** The last long texts of this page, by their words. */
const kept = new Map<string, string>();
const mostKept = 8;

/** A number for a text: FNV-1a. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/**
 * A text of at most so many characters. One that is too long for an address is kept in the tab, and survives a reload of the page; in a link
 * that is opened elsewhere it is missing.
 * @param shared - The most characters that stand in the address.
 */
export const keptText = (longest: number, shared: number): Field<string> => ({
  read(word) {
    if (!word.startsWith(mark)) return word.slice(0, shared);
    const known = kept.get(word) ?? stored(word);
    return known?.slice(0, longest);
  },
  write(value) {
    const text = value.slice(0, longest);
    if (text.length <= shared && !text.startsWith(mark)) return text;
    const word = `${mark}${text.length.toString(36)}.${hashOf(text)}`;
    if (kept.has(word)) return word;
    kept.set(word, text);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
    try {
      sessionStorage.setItem(place, JSON.stringify([word, text])); // the last one
    } catch {
      // a page may be forbidden to store anything: it then lasts until the page is closed
    }
    return word;
  },
});

/** The text that the tab has kept, if it is this one. */
function stored(word: string): string | undefined {
  try {
    const [own, text] = JSON.parse(sessionStorage.getItem(place) ?? '[]') as [string?, string?];
    return own === word ? text : undefined;
  } catch {
    return undefined;
  }
}
