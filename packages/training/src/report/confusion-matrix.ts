import { ArgumentError, checkArgument } from '@neurona/backend';

/**
 * Counts of examples by true class (row) and predicted class (column).
 * @param predicted - Class numbers.
 * @param actual - Class numbers of the same examples.
 * @throws {@link ArgumentError} if the lengths differ or a number is no class.
 * @example
 * confusionMatrix([0, 1, 1], [0, 1, 0], 2); // => [[1, 1], [0, 1]]
 */
export function confusionMatrix(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
): number[][] {
  checkArgument('confusionMatrix', 'predictions', predicted, 'list');
  checkArgument('confusionMatrix', 'true classes', actual, 'list');
  if (predicted.length !== actual.length) {
    throw new ArgumentError('confusionMatrix', {
      expected: 'as many predictions as true classes',
      received: `${predicted.length} and ${actual.length}`,
    });
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < actual.length; i++) {
    for (const value of [actual[i]!, predicted[i]!]) {
      if (Number.isInteger(value) && value >= 0 && value < classes) continue;
      throw new ArgumentError('confusionMatrix', {
        expected: `classes from 0 to ${classes - 1}`,
        received: value,
        where: `example ${i}`,
      });
    }
    matrix[actual[i]!]![predicted[i]!]!++;
  }
  return matrix;
}
