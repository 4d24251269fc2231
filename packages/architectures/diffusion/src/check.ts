// internal
import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { checkTensor, knownValues, type Tensor } from '@neurona/tensor';

/** A number within bounds, or an `ArgumentError`. */
export function checkWithin(subject: string, name: string, value: number, low: number, high: number): number {
  if (value >= low && value <= high) return value;
  throw new ArgumentError(subject, { expected: `${name} from ${low} to ${high}`, received: value });
}

/** Checks that a vector has an entry for each of the N examples of x. */
export function checkPerExample(subject: string, name: string, vector: Tensor, x: Tensor): void {
  checkTensor(subject, vector, name);
  if (vector.ndim === 1 && vector.shape[0] === x.shape[0]) return;
  throw new ShapeError(subject, {
    expected: `${name} [${x.shape[0]}], one for each example`,
    received: describeShape(vector.shape),
    where: `x has shape ${describeShape(x.shape)}`,
  });
}

/**
 * Checks classes `[N]`: their shape, and their values where they are known without waiting for the device: on wasm and cpu, and in
 * the batches of a `DataLoader`.
 * @param highest - The largest number of a class.
 */
export function checkClasses(subject: string, classes: Tensor, x: Tensor, highest: number): void {
  checkPerExample(subject, 'classes', classes, x);
  const wrong = knownValues(classes)?.find((value) => value < 0 || value > highest);
  if (wrong !== undefined) throw wrongClass(subject, wrong, highest);
}

/** The error for a class out of range. */
export const wrongClass = (subject: string, received: unknown, highest: number): ArgumentError =>
  highest < 0
    ? new ArgumentError(subject, {
        expected: 'no classes',
        received,
        where: 'the model has none',
        hint: 'Make it with numClasses.',
      })
    : new ArgumentError(subject, { expected: `classes from 0 to ${highest}`, received });
