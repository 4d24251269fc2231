// internal
import { ArgumentError, checkArgument } from '@neurona/backend';

/** Fails unless there are as many predictions as true values, at least one, and none of the numbers is NaN. */
export function checkPaired(subject: string, predicted: ArrayLike<number>, actual: ArrayLike<number>): void {
  checkArgument(subject, 'predictions', predicted, 'list');
  checkArgument(subject, 'true values', actual, 'list');
  if (predicted.length !== actual.length) {
    throw new ArgumentError(subject, {
      expected: 'as many predictions as true values',
      received: `${predicted.length} and ${actual.length}`,
    });
  }
  if (actual.length === 0)
    throw new ArgumentError(subject, { expected: 'at least one example', received: 'none' });
  for (const [name, values] of [
    ['predictions', predicted],
    ['true values', actual],
  ] as const) {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isNaN(values[i]!)) continue;
      throw new ArgumentError(subject, {
        expected: `${name} without NaN`,
        received: 'NaN',
        where: `example ${i}`,
      });
    }
  }
}
