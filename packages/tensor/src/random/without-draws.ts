import { ArgumentError, checkArgument } from '@neurona/backend';
import { sharedState } from '../shared-state.js';

/** Whether random numbers are drawn now, and not zeros. */
export const isDrawEnabled = (): boolean => !sharedState.undrawn;

/**
 * Runs a function in which `rand`, `randn`, `uniform`, `normal` and `truncatedNormal` return zeros, and take nothing from their
 * generators: to make a model whose weights are loaded or computed next, so that neither time nor memory goes into first ones.
 * Initialisation by them gives zeros too, also `initOrthogonal`. What is drawn otherwise, as `bernoulli`, is drawn as ever.
 * @throws {@link ArgumentError} if the function is asynchronous: nothing would be drawn elsewhere either.
 * @example
 * await withoutDraws(() => randn([2])).data(); // => [0, 0]
 */
export function withoutDraws<T>(body: () => T): T {
  if (typeof body !== 'function') checkArgument('withoutDraws', 'body', body, 'function');
  const before = sharedState.undrawn;
  sharedState.undrawn = true;
  try {
    const result = body();
    if (result instanceof Promise) {
      throw new ArgumentError('withoutDraws', {
        expected: 'a function that returns at once',
        received: 'an asynchronous one',
        hint: 'Await outside of it.',
      });
    }
    return result;
  } finally {
    sharedState.undrawn = before;
  }
}
