// internal: where the tokens of a text stand in it
import type { Tokenizer } from '@huggingface/tokenizers';
import {
  type AlignedCharacter,
  alignedText,
  normalized,
  type Part,
  textOf,
  unknownPlaces,
} from './aligned-text.js';

/** A token, and where it stands in the text, in UTF-16 units. */
export interface PlacedToken {
  readonly token: string;
  /** What it is in the text before its ends are trimmed: of added tokens with the space that they take. */
  readonly surface: string;
  readonly start: number;
  readonly end: number;
}

/** What `tokenizer.json` says that matters here. */
export interface TokenizerJson {
  readonly normalizer?: Part | null;
  readonly pre_tokenizer?: Part | null;
  readonly post_processor?: Part | null;
  readonly model: {
    readonly type?: string;
    readonly unk_token?: string | null;
    readonly unk_id?: number | null;
    readonly vocab: unknown;
    readonly continuing_subword_prefix?: string | null;
    readonly end_of_word_suffix?: string | null;
  };
  readonly added_tokens?: readonly {
    readonly content: string;
    readonly normalized?: boolean;
    readonly lstrip?: boolean;
    readonly rstrip?: boolean;
  }[];
}

/** The steps of the library, which can be called. */
interface Steps {
  readonly normalizer: ((text: string) => string) | null;
  readonly pre_tokenizer: ((text: string, options: { section_index: number }) => string[]) | null;
  readonly model: (words: string[]) => string[];
}

/**
 * The tokens of a text without special tokens around it, each with its place: steps are those of the library, one by one.
 * @throws {@link ArgumentError} where a token isn't found in the text.
 */
export function placedTokens(file: Tokenizer, json: TokenizerJson, text: string): PlacedToken[] {
  const steps = file as unknown as Steps;
  const { normalizer } = json;
  const added = json.added_tokens ?? [];
  const isNormalized = (token: { readonly normalized?: boolean }): boolean =>
    token.normalized === true && steps.normalizer !== null;
  const early = byFirstCharacter(
    added
      .filter((token) => !isNormalized(token))
      .map((token) => ({ ...token, found: Array.from(token.content) })),
  );
  const late = byFirstCharacter(
    added
      .filter(isNormalized)
      .map((token) => ({ ...token, found: Array.from(steps.normalizer!(token.content)) })),
  );
  const tokens = sections(alignedText(text, 0), early).flatMap((section, index) => {
    if ('token' in section) return section;
    const characters = normalizer ? normalized(normalizer, section.characters) : section.characters;
    const raw = textOf(section.characters);
    if (steps.normalizer && textOf(characters) !== steps.normalizer(raw))
      throw unknownPlaces(`${JSON.stringify(raw)}, which is normalised otherwise`);
    return sections(characters, late).flatMap((part) =>
      'token' in part ? part : wordTokens(steps, json, part.characters, index),
    );
  });
  return trimmed(json, tokens, text);
}

type Section = PlacedToken | { readonly characters: readonly AlignedCharacter[] };

interface Added {
  readonly content: string;
  /** The characters that it is in the text. */
  readonly found: readonly string[];
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
}

/** Added tokens that begin with a character, the longest first. */
type AddedTokens = ReadonlyMap<string, readonly Added[]>;

function byFirstCharacter(added: readonly Added[]): AddedTokens {
  const tokens = new Map<string, Added[]>();
  for (const token of added.toSorted((a, b) => b.found.length - a.found.length)) {
    const [first] = token.found;
    if (first === undefined) continue;
    const alike = tokens.get(first);
    if (alike) alike.push(token);
    else tokens.set(first, [token]);
  }
  return tokens;
}

/** A text cut at added tokens; one that takes the space before or behind it stands there too. */
function sections(characters: readonly AlignedCharacter[], added: AddedTokens): Section[] {
  const result: Section[] = [];
  let rest: AlignedCharacter[] = [];
  const isSpace = (one: AlignedCharacter | undefined): one is AlignedCharacter => one?.text.trim() === '';
  const close = (): void => {
    if (rest.length > 0) result.push({ characters: rest });
    rest = [];
  };
  for (let i = 0; i < characters.length; ) {
    const alike = added.get(characters[i]!.text);
    const token = alike?.find(({ found }) => isAt(found, characters, i));
    if (!token) {
      rest.push(characters[i++]!);
      continue;
    }
    let end = i + token.found.length;
    let begin = i;
    for (; token.lstrip && isSpace(rest.at(-1)); begin--) rest.pop();
    close();
    while (token.rstrip && isSpace(characters[end])) end++;
    const own = characters.slice(begin, end);
    result.push({ token: token.content, surface: textOf(own), start: own[0]!.start, end: own.at(-1)!.end });
    i = end;
  }
  close();
  return result;
}

/** Whether characters stand at a place. */
const isAt = (wanted: readonly string[], characters: readonly AlignedCharacter[], at: number): boolean =>
  wanted.every((character, j) => characters[at + j]?.text === character);

/** The tokens of a text without added ones. */
function wordTokens(
  steps: Steps,
  json: TokenizerJson,
  characters: readonly AlignedCharacter[],
  section: number,
): PlacedToken[] {
  const text = textOf(characters);
  const words = steps.pre_tokenizer?.(text, { section_index: section }) ?? [text];
  const parts = partsOf(json.pre_tokenizer, 'pretokenizers');
  const bytes = parts.find(({ type }) => type === 'ByteLevel');
  const units = bytes ? byteUnits(characters) : [...characters];
  if (bytes?.add_prefix_space === true && !text.startsWith(' ')) units.unshift(units[0]!);
  let at = 0;
  return words.flatMap((word) => {
    const [own, end] = bytes
      ? [units.slice(at, at + word.length), at + word.length]
      : charactersOf(word, units, at);
    at = end;
    if (own.length === 0) throw unknownPlaces(JSON.stringify(word));
    return inWord(json, steps.model([word]), own, bytes !== undefined);
  });
}

/** The bytes of characters, each at the place of its character. */
const byteUnits = (characters: readonly AlignedCharacter[]): AlignedCharacter[] =>
  characters.flatMap((one) => Array.from(new TextEncoder().encode(one.text), () => one));

/** The characters of a word behind a place, and its end; space before it is left out. ▁ stands for a space, or for one that was added. */
function charactersOf(
  word: string,
  units: readonly AlignedCharacter[],
  from: number,
): [own: AlignedCharacter[], end: number] {
  const wanted = Array.from(word);
  let at = from;
  const isNext = (character: string): boolean => {
    const text = units[at]?.text;
    return text === character || (character === '▁' && text === ' ');
  };
  const own: AlignedCharacter[] = [];
  const first = units[from];
  if (wanted[0] === '▁' && first && !isNext('▁')) own.push({ ...first, text: '▁' });
  else while (at < units.length && !isNext(wanted[0]!)) if (units[at++]!.text.trim() !== '') break;
  for (const character of wanted.slice(own.length)) {
    if (!isNext(character)) throw unknownPlaces(`the word ${JSON.stringify(word)}`);
    own.push({ ...units[at++]!, text: character });
  }
  return [own, at];
}

/** The tokens of a word at their places. */
function inWord(
  { model }: TokenizerJson,
  tokens: readonly string[],
  units: readonly AlignedCharacter[],
  isBytes: boolean,
): PlacedToken[] {
  const unknown = unknownToken(model);
  const isWordPiece = model.type === 'WordPiece';
  let [at, missing] = [0, 0]; // missing: bytes of a character of which some were tokens
  const placed = tokens.map((token, i): PlacedToken => {
    const from = at;
    const [, byte] = /^<0x([0-9A-F]{2})>$/.exec(token) ?? [];
    if (isBytes) at += token.length;
    else if (token === unknown) at = isWordPiece ? units.length : unknownEnd(tokens[i + 1], units, at);
    else if (byte && units[at]) {
      missing = (missing || new TextEncoder().encode(units[at]!.text).length) - 1;
      if (missing === 0) at++;
    } else {
      const prefix = i > 0 ? (model.continuing_subword_prefix ?? '') : '';
      const surface = token.startsWith(prefix) ? token.slice(prefix.length) : token;
      const suffix = model.end_of_word_suffix ?? '';
      at += Array.from(
        suffix && surface.endsWith(suffix) ? surface.slice(0, -suffix.length) : surface,
      ).length;
    }
    const [first, last] = [units[from], units[Math.max(at - 1, from)]];
    if (!first || !last) throw unknownPlaces(`the token ${token}`);
    return { token, surface: token, start: first.start, end: last.end };
  });
  if (at !== units.length) throw unknownPlaces(`the tokens ${tokens.join(' ')}`);
  return placed;
}

/** The end of what is unknown: where the token behind it begins. */
function unknownEnd(next: string | undefined, units: readonly AlignedCharacter[], at: number): number {
  if (next === undefined) return units.length;
  const wanted = Array.from(next);
  for (let end = at + 1; end < units.length; end++) if (isAt(wanted, units, end)) return end;
  return units.length;
}

function unknownToken({ unk_token: token, unk_id: id, vocab }: TokenizerJson['model']): string | undefined {
  if (typeof token === 'string') return token;
  return typeof id === 'number' && Array.isArray(vocab) ? (vocab[id] as [string, number])[0] : undefined;
}

/** The parts of a step, which may be a sequence. */
const partsOf = (part: Part | null | undefined, field: string): readonly Part[] =>
  part?.type === 'Sequence' ? (part[field] as readonly Part[]) : part ? [part] : [];

/** Tokens without the spaces at their ends, where the file says so: as the reference has it, which counts them in the token. */
function trimmed(json: TokenizerJson, tokens: PlacedToken[], text: string): PlacedToken[] {
  const part = partsOf(json.post_processor, 'processors').find(
    ({ type }) => type === 'ByteLevel' || type === 'RobertaProcessing',
  );
  if (!part || part.trim_offsets === false) return tokens;
  const places = alignedText(text, 0);
  const unitOf = (place: number): number => places[place]?.start ?? text.length;
  const placeOf = new Map(places.map(({ start }, place) => [start, place]));
  const isSpace = (character: string): boolean => character === 'Ġ' || character.trim() === '';
  const leading = (characters: readonly string[]): number => {
    const first = characters.findIndex((character) => !isSpace(character));
    return first < 0 ? characters.length : first;
  };
  return tokens.map((token, i) => {
    const characters = Array.from(token.surface);
    const [before, behind] = [leading(characters), leading(characters.reverse())];
    const [start, end] = [token.start, token.end].map((unit) => placeOf.get(unit) ?? places.length) as [
      number,
      number,
    ];
    const isAdded = before === 1 && part.add_prefix_space !== false && (i === 0 || start === 0);
    const from = Math.min(start + (isAdded ? 0 : before), end);
    const to = end >= behind ? Math.max(end - behind, from) : end;
    return { ...token, start: unitOf(from), end: unitOf(to) };
  });
}
