import { checkArgument } from '@neurona/backend';
/**
 * Weights with which every class is drawn equally often, however rare it is: one for each example, for a sampler. Those of classes
 * in a loss are `balancedClassWeights` of `@neurona/training`.
 *
 *     w_i = N / (C · count of example i's class)
 *
 * @param classes - The class of each example: numbers or names.
 * @returns One weight for each example; their mean is 1.
 * @example
 * const classes = [0, 0, 0, 1];
 * classBalancedWeights(classes); // => [0.6667, 0.6667, 0.6667, 2]
 * new WeightedRandomSampler(classBalancedWeights(classes)).length; // => 4
 */
export function classBalancedWeights(classes: ArrayLike<number | string>): Float64Array {
  checkArgument('classBalancedWeights', 'classes', classes, 'list');
  const counts = new Map<number | string, number>();
  for (const name of Array.from(classes)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Float64Array.from(
    { length: classes.length },
    (_, i) => classes.length / (counts.size * counts.get(classes[i]!)!),
  );
}
