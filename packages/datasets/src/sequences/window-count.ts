// internal
import { ArgumentError } from '@neurona/backend';

/** How many windows of a size begin in a sequence, one every `stride` elements. */
export function windowCount(subject: string, length: number, size: number, stride: number): number {
  if (length >= size) return Math.floor((length - size) / stride) + 1;
  throw new ArgumentError(subject, {
    expected: `a sequence of at least ${size}, for one window`,
    received: length,
  });
}
