import type { Example } from '../dataset.js';
import { stackRows } from '../host-array.js';

/** Makes a batch of examples. */
export type Collate = (examples: readonly Example[]) => Example | Promise<Example>;

/**
 * Stacks examples field by field along a new first axis: how a `DataLoader` makes batches unless told otherwise.
 * @throws {@link ArgumentError} if examples differ in shape or dtype.
 * @example
 * stackExamples([[hostArray([1, 2])], [hostArray([3, 4])]])[0].shape; // => [2, 2]
 */
export const stackExamples = (examples: readonly Example[]): Example =>
  (examples[0] ?? []).map((_, field) => stackRows(examples.map((example) => example[field]!)));
