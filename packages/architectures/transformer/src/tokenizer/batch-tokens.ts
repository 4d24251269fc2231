// internal
import { ArgumentError } from '@neurona/backend';
import { hostArray } from '@neurona/datasets';
import type { PretrainedBatch, PretrainedBatchOptions } from './pretrained-tokenizer.js';

/** Tokens of a text or a pair, and the text that each belongs to. */
export interface TokenRow {
  readonly ids: ArrayLike<number>;
  readonly types: ArrayLike<number>;
}

/** Start and end of a token in its text; `[0, 0]` where it stands for none. */
export type Place = readonly [start: number, end: number];

/** Rows of one length: where each begins, and how long they are. */
export interface Padding {
  readonly starts: readonly number[];
  readonly length: number;
}

/**
 * Where rows of tokens stand in rows of one length.
 * @throws {@link ArgumentError} if rows must be padded and `paddingId` is undefined, or there is no `maxLength` to pad to.
 */
export function paddingOf(
  subject: string,
  lengths: readonly number[],
  { padTo = 'longest', side = 'right', maxLength }: PretrainedBatchOptions,
  paddingId: number | undefined,
): Padding {
  if (padTo === 'maxLength' && maxLength === undefined) {
    throw new ArgumentError(subject, {
      expected: "maxLength for padTo: 'maxLength'",
      received: 'none',
    });
  }
  const length = padTo === 'maxLength' ? maxLength! : lengths.reduce((most, own) => Math.max(most, own), 0);
  if (paddingId === undefined && lengths.some((own) => own < length)) {
    throw new ArgumentError(subject, {
      expected: 'texts of one length, as the tokenizer has no padding token',
      received: lengths,
    });
  }
  return { starts: lengths.map((own) => (side === 'right' ? 0 : length - own)), length };
}

/** Rows of tokens as arrays of one length. */
export function batchTokens(
  rows: readonly TokenRow[],
  { starts, length }: Padding,
  paddingId: number,
): PretrainedBatch {
  const shape = [rows.length, length];
  const ids = new Int32Array(rows.length * length).fill(paddingId);
  const types = new Int32Array(ids.length);
  const mask = new Uint8Array(ids.length);
  for (const [i, row] of rows.entries()) {
    const start = i * length + starts[i]!;
    ids.set(row.ids, start);
    types.set(row.types, start);
    mask.fill(1, start, start + row.ids.length);
  }
  return {
    ids: hostArray(ids, shape),
    mask: hostArray(mask, shape, 'bool'),
    types: hostArray(types, shape),
    lengths: hostArray(Int32Array.from(rows, (row) => row.ids.length)),
  };
}

/** Rows of places as rows of one length. */
export function batchPlaces(
  rows: readonly (readonly Place[])[],
  { starts, length }: Padding,
): readonly (readonly Place[])[] {
  const nowhere: Place = [0, 0];
  return rows.map((row, i) => Array.from({ length }, (_, at) => row[at - starts[i]!] ?? nowhere));
}
