// internal
import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { checkTensor, type Tensor } from '@neurona/tensor';

/** The last axis must hold `size` features. */
export function checkLastAxis(subject: string, x: Tensor, size: number): void {
  checkTensor(subject, x);
  if (x.ndim > 0 && x.shape.at(-1) === size) return;
  throw new ShapeError(subject, {
    expected: `${size} features on the last axis`,
    received: x.ndim === 0 ? 'a scalar' : x.shape.at(-1),
    where: `x has shape ${describeShape(x.shape)}`,
  });
}

/** A finite number over 0, or an `ArgumentError`. */
export function checkPositive(subject: string, name: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ArgumentError(subject, { expected: `${name} > 0`, received: value });
}

/** A number from 0 to 1, or an `ArgumentError`. */
export function checkShare(subject: string, name: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new ArgumentError(subject, { expected: `${name} from 0 to 1`, received: value });
}
