// internal
import { ArgumentError } from '@neurona/backend';

/** Tokens, and the text of a pair that each belongs to. */
export interface Encoded {
  readonly ids: readonly number[];
  readonly types: readonly number[];
}

/** The same, and where they come from. */
export interface Traced extends Encoded {
  /** Which text each token is of, and its place among that text's tokens; undefined for special ones. */
  readonly sources: readonly (readonly [text: number, place: number] | undefined)[];
}

/** @throws {@link ArgumentError} if it is no number of tokens. */
export function checkMaxLength(subject: string, maxLength: number | undefined): void {
  if (maxLength === undefined || (Number.isInteger(maxLength) && maxLength >= 0)) return;
  throw new ArgumentError(subject, {
    expected: 'maxLength to be an integer of at least 0',
    received: maxLength,
  });
}

/**
 * Cuts the ends of one text or of a pair so that with the special tokens there are at most so many. Of a pair the shorter one, or the
 * first of two as long, keeps at most half, rounded down, and the other one the rest, as `longest_first` of Hugging Face's `tokenizers`.
 * @param rows - The texts' tokens without special ones.
 * @throws {@link ArgumentError} if there is no room for the special tokens.
 */
export function cutTokens(
  subject: string,
  whole: Encoded,
  rows: readonly (readonly number[])[],
  maxLength: number,
): Traced {
  const all = rows.reduce((sum, row) => sum + row.length, 0);
  const room = maxLength - (whole.ids.length - all);
  if (room < 0) {
    throw new ArgumentError(subject, {
      expected: `maxLength of at least ${maxLength - room}, for the special tokens`,
      received: maxLength,
    });
  }
  return kept(whole, rows, room < all ? keptCounts(rows, room) : rows.map((row) => row.length));
}

/** How many tokens of each text fit into too little room. */
function keptCounts([first, second]: readonly (readonly number[])[], room: number): number[] {
  if (!second) return [room];
  const short = Math.min(first!.length, second.length, Math.floor(room / 2));
  return first!.length <= second.length ? [short, room - short] : [room - short, short];
}

/** So many first tokens of each text, with the special ones around them. */
function kept(whole: Encoded, rows: readonly (readonly number[])[], counts: readonly number[]): Traced {
  const ids: number[] = [];
  const types: number[] = [];
  const sources: Traced['sources'][number][] = [];
  let [at, text] = [0, 0];
  while (at < whole.ids.length) {
    while (rows[text]?.length === 0) text++;
    const row = rows[text];
    const isText = row?.every((id, i) => whole.ids[at + i] === id) === true;
    const count = isText ? counts[text]! : 1;
    ids.push(...whole.ids.slice(at, at + count));
    types.push(...whole.types.slice(at, at + count));
    for (let i = 0; i < count; i++) sources.push(isText ? [text, i] : undefined);
    at += isText ? row.length : 1;
    if (isText) text++;
  }
  return { ids, types, sources };
}
