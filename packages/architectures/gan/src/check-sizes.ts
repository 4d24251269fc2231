// internal
import { ArgumentError, checkCount } from '@neurona/backend';

/** Checks one or more sizes, each an integer of at least 1. */
export function checkSizes(subject: string, name: string, sizes: readonly number[]): void {
  if (!Array.isArray(sizes) || sizes.length === 0) {
    throw new ArgumentError(subject, {
      expected: `${name} to be one or more integers of at least 1`,
      received: sizes,
    });
  }
  for (const size of sizes) checkCount(subject, `each of ${name}`, size);
}
