// internal: normalised texts whose characters know where they come from
import { ArgumentError } from '@neurona/backend';
import { CharacterMap } from './character-map.js';

/** A character (code point) of a normalised text, and what it was made of in the text as given, in UTF-16 units. */
export interface AlignedCharacter {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Aligned = readonly AlignedCharacter[];

/** A part of `tokenizer.json`, with the settings of its type. */
export interface Part {
  readonly type: string;
  readonly [setting: string]: unknown;
}

/** The characters of a text that begins at `start`. */
export function alignedText(text: string, start: number): Aligned {
  let at = start;
  return Array.from(text, (character) => {
    const begin = at;
    at += character.length;
    return { text: character, start: begin, end: at };
  });
}

export const textOf = (characters: Aligned): string => characters.map(({ text }) => text).join('');

/**
 * What a normaliser makes of a text.
 * @throws {@link ArgumentError} where it isn't known what a character was made of.
 */
export function normalized(part: Part, characters: Aligned): Aligned {
  const { type } = part;
  if (type === 'Sequence')
    return (part.normalizers as readonly Part[]).reduce((text, one) => normalized(one, text), characters);
  if (type === 'NFC' || type === 'NFD' || type === 'NFKC' || type === 'NFKD') return inForm(characters, type);
  if (type === 'Lowercase') return lowercase(characters);
  if (type === 'StripAccents') return without(characters, /\p{M}/u);
  if (type === 'Strip') return stripped(characters, part.strip_left === true, part.strip_right === true);
  if (type === 'Prepend') return prepended(characters, String(part.prepend));
  if (type === 'Replace') return replaced(characters, part);
  if (type === 'BertNormalizer') return forBert(characters, part);
  if (type === 'Precompiled' && part.precompiled_charsmap)
    return mapped(characters, new CharacterMap(String(part.precompiled_charsmap)));
  throw unknownPlaces(`a normaliser of type ${type}`);
}

/** The error of a text whose tokens have no known places. */
export const unknownPlaces = (received: string): ArgumentError =>
  new ArgumentError('PretrainedTokenizer.encodeWithOffsets', {
    expected: 'a tokenizer whose tokens can be found in the text',
    received,
    hint: 'encode gives the tokens without their places.',
  });

/** Characters that take the place of one. */
const instead = (text: string, { start, end }: AlignedCharacter): AlignedCharacter[] =>
  Array.from(text, (character) => ({ text: character, start, end }));

/** What a map makes of characters: each is made of the one in its place, those that it adds of the last, as the reference has it. */
function mapped(characters: Aligned, map: CharacterMap): Aligned {
  let at = 0;
  return map.pieces(textOf(characters)).flatMap(({ from, to }) => {
    const first = at;
    at += Array.from(from).length;
    return Array.from(to, (text, i) => ({ ...characters[Math.min(first + i, at - 1)]!, text }));
  });
}

const without = (characters: Aligned, what: RegExp): Aligned =>
  characters.filter(({ text }) => !what.test(text));

function lowercase(characters: Aligned): Aligned {
  const whole = Array.from(textOf(characters).toLowerCase()); // a sigma at the end of a word is another one
  let at = 0;
  return characters.flatMap((character) => {
    const count = Array.from(character.text.toLowerCase()).length;
    at += count;
    return instead(whole.slice(at - count, at).join(''), character);
  });
}

function stripped(characters: Aligned, left: boolean, right: boolean): Aligned {
  const isSpace = ({ text }: AlignedCharacter): boolean => text.trim() === '';
  const first = left ? characters.findIndex((one) => !isSpace(one)) : 0;
  const last = right ? characters.findLastIndex((one) => !isSpace(one)) : characters.length - 1;
  return first < 0 ? [] : characters.slice(first, last + 1);
}

/** Text before the first character, made of that. */
const prepended = (characters: Aligned, text: string): Aligned =>
  characters[0] ? [...instead(text, characters[0]), ...characters] : characters;

/** What a pattern matches is replaced by characters that are made of its last one, as the reference has it. */
function replaced(characters: Aligned, { pattern, content }: Part): Aligned {
  const { String: literal, Regex: source } = pattern as { readonly String?: string; readonly Regex?: string };
  const escaped = literal?.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const expression = new RegExp(escaped ?? source!, 'gu');
  const whole = textOf(characters);
  const result: AlignedCharacter[] = [];
  let [at, i] = [0, 0]; // in units, and in characters
  const take = (end: number): AlignedCharacter[] => {
    const from = i;
    for (; at < end; i++) at += characters[i]!.text.length;
    return characters.slice(from, i);
  };
  for (const match of whole.matchAll(expression)) {
    result.push(...take(match.index));
    const removed = take(match.index + match[0].length).at(-1);
    if (removed) result.push(...instead(String(content ?? ''), removed));
  }
  return [...result, ...take(whole.length)];
}

/** Groups of characters that a form of Unicode changes apart from each other. */
function inForm(characters: Aligned, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): Aligned {
  const result: AlignedCharacter[] = [];
  let group: AlignedCharacter[] = [];
  const close = (): void => {
    if (group.length > 0) result.push(...formed(group, form));
    group = [];
  };
  for (const character of characters) {
    const before = textOf(group);
    const isApart =
      before === '' ||
      (before + character.text).normalize(form) === before.normalize(form) + character.text.normalize(form);
    if (isApart) close();
    group.push(character);
  }
  close();
  return result;
}

/**
 * A group in a form: of several characters its first, where they become one. Where marks change their order they take the places in order,
 * and those that a character was divided into that of the one before, as the reference has it.
 */
function formed(group: Aligned, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): AlignedCharacter[] {
  const text = textOf(group).normalize(form);
  const characters = Array.from(text);
  if (group.length === 1 || characters.length === 1) return instead(text, group[0]!);
  const parts = group.flatMap((one) =>
    Array.from(one.text.normalize(form), (character, i) => ({ character, isFirst: i === 0 })),
  );
  let at = -1;
  return characters.map((character) => {
    const place = parts.findIndex((part) => part.character === character);
    if (place < 0) throw unknownPlaces(`${JSON.stringify(textOf(group))}, whose characters mix in ${form}`);
    if (parts.splice(place, 1)[0]!.isFirst) at++;
    const { start, end } = group[Math.max(at, 0)]!;
    return { text: character, start, end };
  });
}

/** What BERT reads: without control characters, Chinese characters apart, in lower case without accents. */
function forBert(characters: Aligned, part: Part): Aligned {
  let text = characters;
  if (part.clean_text)
    text = text
      .filter(
        ({ text: one }) =>
          /[\t\n\r]/.test(one) ||
          !(one === '\0' || one === '\uFFFD' || /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}/u.test(one)),
      )
      .map((one) => (/\s/.test(one.text) ? { ...one, text: ' ' } : one));
  if (part.handle_chinese_chars)
    text = text.flatMap((one) => (isChinese.test(one.text) ? instead(` ${one.text} `, one) : one));
  if (part.lowercase) text = lowercase(text);
  const isStripped = part.strip_accents ?? part.lowercase;
  return isStripped ? without(inForm(text, 'NFD'), /\p{Mn}/u) : text;
}

const isChinese =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/u;
