import { ArgumentError, checkArgument } from '@neurona/backend';
import type { Example } from '../../dataset.js';
import { stackRows } from '../../host-array.js';

/** Combines examples into a batch. */
export type Collate = (examples: readonly Example[]) => Example | Promise<Example>;

/**
 * Stacks examples field by field along a new first axis: the default of a `DataLoader`.
 * @throws {@link ArgumentError} if examples differ in their number of fields, in shape or dtype.
 * @example
 * stackExamples([[hostArray([1, 2])], [hostArray([3, 4])]])[0].shape; // => [2, 2]
 */
export function stackExamples(examples: readonly Example[]): Example {
  const [first = []] = checkArgument('stackExamples', 'examples', examples, 'list');
  for (const example of examples) checkArgument('stackExamples', 'each example', example, 'list');
  const other = examples.findIndex((example) => example.length !== first.length);
  if (other !== -1) {
    throw new ArgumentError('stackExamples', {
      expected: `${first.length} ${first.length === 1 ? 'field' : 'fields'}, as the first example has`,
      received: examples[other]!.length,
      where: `example ${other} of the batch`,
    });
  }
  return first.map((_, field) => stackRows(examples.map((example) => example[field]!)));
}
