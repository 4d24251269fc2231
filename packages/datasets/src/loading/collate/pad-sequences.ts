import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  sizeOf,
  typedArray,
} from '@neurona/backend';
import { type HostArray, type HostValues, hostArray, isHostArray } from '../../host-array.js';

/** How sequences are padded. */
export interface PadOptions {
  /** The padding value, default 0. */
  readonly value?: number;
  /** The side that is padded, default `'right'`. */
  readonly side?: 'right' | 'left';
  /** Length of the result, default that of the longest sequence of the batch. */
  readonly length?: number;
  /** Rounds the length up to a multiple of this, so that there are few different shapes; default 1. */
  readonly multipleOf?: number;
}

const padOptions: OptionTable<PadOptions> = { value: 0, side: 'right', length: 1, multipleOf: 1 };

/** Sequences of different lengths in one array. */
export interface PaddedSequences {
  /** `[N, L, ...]`. */
  readonly values: HostArray;
  /** Length of each sequence, int32 `[N]`: what recurrent networks take. */
  readonly lengths: HostArray;
  /** True where there are values of a sequence, bool `[N, L]`: what attention takes. */
  readonly mask: HostArray;
}

/**
 * Pads sequences of different lengths to one, with their lengths and a mask.
 *
 * Shape: sequences `[L_i, ...]` → values `[N, L, ...]`, lengths `[N]`, mask `[N, L]`.
 * @param sequences - Arrays of one dtype: flat ones, or with a shape whose first axis is time.
 * @param options - `value` (0), `side` (right), `length` (the longest), `multipleOf` (1).
 * @throws {@link ArgumentError} if a sequence is longer than `length`, or differs in dtype or later axes from the first one.
 * @example
 * const { values, lengths } = padSequences([Int32Array.of(7, 8, 9), Int32Array.of(5)]);
 * [values.shape, values.values, lengths.values]; // => [[2, 3], [7, 8, 9, 5, 0, 0], [3, 1]]
 */
export function padSequences(
  sequences: readonly (HostArray | HostValues)[],
  options: PadOptions = {},
): PaddedSequences {
  checkOptions('padSequences', options, padOptions);
  checkArgument('padSequences', 'sequences', sequences, 'list');
  if (sequences.length === 0)
    throw new ArgumentError('padSequences', { expected: 'at least one sequence', received: 'none' });
  const arrays = sequences.map((sequence) => (isHostArray(sequence) ? sequence : hostArray(sequence)));
  return padded('padSequences', arrays, options, (place) => `sequence ${place}`);
}

/** @internal The same for arrays, with words for the place of a wrong one. */
export function padded(
  subject: string,
  sequences: readonly HostArray[],
  { value = 0, side = 'right', multipleOf = 1, length: fixed }: PadOptions,
  placeOf: (place: number) => string,
): PaddedSequences {
  const [first] = sequences as readonly [HostArray, ...HostArray[]];
  const rest = first.shape.slice(1);
  const lengths = sequences.map((sequence, place) => lengthOf(subject, sequence, first, placeOf(place)));
  const length = fixed ?? Math.ceil(Math.max(...lengths) / multipleOf) * multipleOf;
  const tooLong = lengths.findIndex((own) => own > length);
  if (tooLong !== -1) {
    throw new ArgumentError(subject, {
      expected: `sequences of at most ${length}`,
      received: lengths[tooLong],
      where: placeOf(tooLong),
      hint: 'Truncate sequences before they are batched, or pass a larger length.',
    });
  }
  const count = sequences.length;
  const width = sizeOf(rest);
  const values = typedArray(first.dtype, count * length * width).fill(value);
  const isValue = typedArray('bool', count * length);
  for (const [row, sequence] of sequences.entries()) {
    const start = row * length + (side === 'right' ? 0 : length - lengths[row]!);
    values.set(sequence.values, start * width);
    isValue.fill(1, start, start + lengths[row]!);
  }
  return {
    values: { values, shape: [count, length, ...rest], dtype: first.dtype },
    lengths: { values: Int32Array.from(lengths), shape: [count], dtype: 'int32' },
    mask: { values: isValue, shape: [count, length], dtype: 'bool' },
  };
}

function lengthOf(subject: string, sequence: HostArray, first: HostArray, where: string): number {
  const [length, ...rest] = sequence.shape;
  const fits = sequence.dtype === first.dtype && String(rest) === String(first.shape.slice(1));
  if (length !== undefined && fits && sequence.shape.length === first.shape.length) return length;
  throw new ArgumentError(subject, {
    expected: `a sequence ${first.dtype} ${describeSequence(first.shape)}`,
    received: `${sequence.dtype} ${describeShape(sequence.shape)}`,
    where,
  });
}

const describeSequence = (shape: Shape): string => `[${['L', ...shape.slice(1)].join(', ')}]`;
