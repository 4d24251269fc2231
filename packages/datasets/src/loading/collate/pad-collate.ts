import { ArgumentError, describeShape, type Shape, sizeOf, typedArray } from '@neurona/backend';
import type { Example } from '../../dataset.js';
import { type HostArray, stackRows } from '../../host-array.js';
import type { Collate } from './collate.js';

/** How a field of sequences is padded. */
export interface PadFieldOptions {
  /** The padding value, default 0. */
  readonly value?: number;
  /** The side that is padded, default `'right'`. */
  readonly side?: 'right' | 'left';
  /** Length of the result, default that of the longest sequence of the batch. */
  readonly length?: number;
  /** Rounds the length up to a multiple of this, so that there are few different shapes; default 1. */
  readonly multipleOf?: number;
  /** Whether to add a mask after the field, default true. */
  readonly mask?: boolean;
}

/**
 * Makes batches of sequences that differ in length: pads them, and adds a mask that is true where there are values of the
 * sequence. Other fields are stacked. Pass it to `MultiheadAttention` as `keyPaddingMask`.
 *
 * Shape: sequences `[L_i, ...]` → `[N, L, ...]`, followed by the mask `[N, L]`, bool.
 * @param fields - The fields that are padded, by number; default the first one.
 * @throws {@link ArgumentError} if a sequence is longer than `length`, or differs in dtype or later axes from the first one.
 * @example
 * const texts = [[hostArray([7, 8, 9], [3], 'int32')], [hostArray([5], [1], 'int32')]];
 * const [tokens, mask] = await padCollate()(texts);
 * [tokens.shape, tokens.values, mask.values]; // => [[2, 3], [7, 8, 9, 5, 0, 0], [1, 1, 1, 1, 0, 0]]
 */
export function padCollate(fields: Readonly<Record<number, PadFieldOptions>> = { 0: {} }): Collate {
  return (examples) =>
    (examples[0] ?? []).flatMap((_, field) => {
      const column = examples.map((example) => example[field]!);
      const options = fields[field];
      return options ? padded(field, column, options) : [stackRows(column)];
    });
}

function padded(field: number, sequences: readonly HostArray[], options: PadFieldOptions): Example {
  const { value = 0, side = 'right', multipleOf = 1, mask = true } = options;
  const { dtype, shape } = sequences[0]!;
  const rest = shape.slice(1);
  const lengths = sequences.map((sequence, place) => lengthOf(field, place, sequence, sequences[0]!));
  const longest = Math.ceil(Math.max(...lengths) / multipleOf) * multipleOf;
  const length = options.length ?? longest;
  const tooLong = lengths.findIndex((own) => own > length);
  if (tooLong !== -1) {
    throw new ArgumentError('padCollate', {
      expected: `sequences of at most ${length}`,
      received: lengths[tooLong],
      where: `field ${field} of example ${tooLong} of the batch`,
      hint: 'Truncate sequences before they are batched, or pass a larger length.',
    });
  }
  const width = sizeOf(rest);
  const values = typedArray(dtype, sequences.length * length * width).fill(value);
  const isValue = typedArray('bool', sequences.length * length);
  for (const [row, sequence] of sequences.entries()) {
    const start = row * length + (side === 'right' ? 0 : length - lengths[row]!);
    values.set(sequence.values, start * width);
    isValue.fill(1, start, start + lengths[row]!);
  }
  const batch: HostArray = { values, shape: [sequences.length, length, ...rest], dtype };
  return mask ? [batch, { values: isValue, shape: [sequences.length, length], dtype: 'bool' }] : [batch];
}

function lengthOf(field: number, place: number, sequence: HostArray, first: HostArray): number {
  const [length, ...rest] = sequence.shape;
  const fits = sequence.dtype === first.dtype && String(rest) === String(first.shape.slice(1));
  if (length !== undefined && fits && sequence.shape.length === first.shape.length) return length;
  throw new ArgumentError('padCollate', {
    expected: `a sequence ${first.dtype} ${describeSequence(first.shape)}`,
    received: `${sequence.dtype} ${describeShape(sequence.shape)}`,
    where: `field ${field} of example ${place} of the batch`,
  });
}

const describeSequence = (shape: Shape): string => `[${['L', ...shape.slice(1)].join(', ')}]`;
