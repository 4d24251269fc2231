import { stackRows } from '../../host-array.js';
import type { Collate } from './collate.js';
import { type PadOptions, padded } from './pad-sequences.js';

/** How a field of sequences is padded. */
export interface PadFieldOptions extends PadOptions {
  /** Whether to add a mask after the field, default true. */
  readonly mask?: boolean;
  /** Whether to add the lengths after the field, and after its mask; default false. */
  readonly lengths?: boolean;
}

/**
 * Makes batches of sequences that differ in length: pads them, and adds a mask that is true where there are values of the
 * sequence, their lengths, or both. Other fields are stacked. `MultiheadAttention` takes the mask as `keyPaddingMask`, recurrent
 * networks take the lengths.
 *
 * Shape: sequences `[L_i, ...]` → `[N, L, ...]`, followed by the mask `[N, L]`, bool, and the lengths `[N]`, int32.
 * @param fields - The fields that are padded, by number; default the first one.
 * @throws {@link ArgumentError} if a sequence is longer than `length`, or differs in dtype or later axes from the first one.
 * @example
 * const texts = [[hostArray([7, 8, 9], [3], 'int32')], [hostArray([5], [1], 'int32')]];
 * const [tokens, mask] = await padCollate()(texts);
 * [tokens.shape, tokens.values, mask.values]; // => [[2, 3], [7, 8, 9, 5, 0, 0], [1, 1, 1, 1, 0, 0]]
 * const [, lengths] = await padCollate({ 0: { mask: false, lengths: true } })(texts);
 * lengths.values; // => [3, 1]
 */
export function padCollate(fields: Readonly<Record<number, PadFieldOptions>> = { 0: {} }): Collate {
  return (examples) =>
    (examples[0] ?? []).flatMap((_, field) => {
      const column = examples.map((example) => example[field]!);
      const options = fields[field];
      if (!options) return [stackRows(column)];
      const place = (i: number): string => `field ${field} of example ${i} of the batch`;
      const { values, mask, lengths } = padded('padCollate', column, options, place);
      return [values, ...((options.mask ?? true) ? [mask] : []), ...(options.lengths ? [lengths] : [])];
    });
}
