import { ArgumentError, checkArgument } from '@neurona/backend';

/**
 * Weights that balance the classes in training, however rare they are: for `classWeights` of `fit`.
 *
 *     w_c = N / (C · N_c)
 *
 * @param classes - The class of each example, from 0 to C - 1.
 * @param numClasses - C; default one more than the largest class there is.
 * @throws {@link ArgumentError} if a class is out of range or has no example.
 * @example
 * balancedClassWeights([0, 0, 0, 1]); // => [0.6667, 2]
 */
export function balancedClassWeights(classes: ArrayLike<number>, numClasses?: number): number[] {
  checkArgument('balancedClassWeights', 'classes', classes, 'list');
  const all = Array.from(classes);
  const count =
    numClasses ??
    all.reduce((most, value) => (Number.isInteger(value) ? Math.max(most, value + 1) : most), 0);
  const counts = new Array<number>(count).fill(0);
  for (const [i, value] of all.entries()) {
    if (!Number.isInteger(value) || value < 0 || value >= count) {
      throw new ArgumentError('balancedClassWeights', {
        expected: `classes from 0 to ${count - 1}`,
        received: value,
        where: `example ${i}`,
      });
    }
    counts[value]!++;
  }
  const empty = counts.indexOf(0);
  if (empty >= 0 || count === 0) {
    throw new ArgumentError('balancedClassWeights', {
      expected: 'an example of every class',
      received: count === 0 ? 'no examples' : `none of class ${empty}`,
    });
  }
  return counts.map((examples) => all.length / (count * examples));
}
