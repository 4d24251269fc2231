import { ArgumentError, checkArgument } from '@neurona/backend';
import { sharedState } from '../shared-state.js';

/** Whether operations are recorded for `backward` now. */
export const isGradEnabled = (): boolean => sharedState.recording;

/**
 * Runs a function without recording: what it computes has no gradient.
 * @throws {@link ArgumentError} if the function is asynchronous: recording would be off elsewhere too.
 * @example
 * const x = tensor(2, { requiresGrad: true });
 * noGrad(() => x.mul(3)).requiresGrad; // => false
 */
export const noGrad = <T>(body: () => T): T => withRecording('noGrad', false, body);

/**
 * Runs a function with recording, inside of {@link noGrad}.
 * @throws {@link ArgumentError} if the function is asynchronous.
 * @example
 * const x = tensor(2, { requiresGrad: true });
 * noGrad(() => enableGrad(() => x.mul(3))).requiresGrad; // => true
 */
export const enableGrad = <T>(body: () => T): T => withRecording('enableGrad', true, body);

function withRecording<T>(subject: string, state: boolean, body: () => T): T {
  if (typeof body !== 'function') checkArgument(subject, 'body', body, 'function');
  const before = sharedState.recording;
  sharedState.recording = state;
  try {
    const result = body();
    if (result instanceof Promise) {
      throw new ArgumentError(subject, {
        expected: 'a function that returns at once',
        received: 'an asynchronous one',
        hint: 'Await outside of it.',
      });
    }
    return result;
  } finally {
    sharedState.recording = before;
  }
}
