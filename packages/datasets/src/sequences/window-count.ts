// internal
import { ArgumentError } from '@neurona/backend';

/** How many windows of a size begin in a sequence, one every `stride` places. */
export function windowCount(subject: string, length: number, size: number, stride: number): number {
  if (length >= size) return Math.floor((length - size) / stride) + 1;
  throw new ArgumentError(subject, {
    expected: `a sequence of at least ${size}, for one window`,
    received: length,
  });
}

/** The number of a window. */
export function checkWindowIndex(subject: string, index: number, length: number): number {
  if (Number.isInteger(index) && index >= 0 && index < length) return index;
  throw new ArgumentError(subject, { expected: `an index from 0 to ${length - 1}`, received: index });
}
