import { ArgumentError } from './errors.js';

/** What {@link checkArgument} can ask for. */
export type ArgumentKind = 'function' | 'string' | 'list' | 'arrayLike' | 'record' | 'bytes';

const kinds: Readonly<Record<ArgumentKind, readonly [name: string, is: (value: unknown) => boolean]>> = {
  function: ['a function', (value) => typeof value === 'function'],
  string: ['a string', (value) => typeof value === 'string'],
  list: ['an array', (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)],
  arrayLike: [
    'an array',
    (value) =>
      typeof value === 'object' && value !== null && Number.isInteger((value as ArrayLike<unknown>).length),
  ],
  record: ['an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
  bytes: ['a Uint8Array of bytes', (value) => value instanceof Uint8Array],
};

/**
 * Returns an argument that is what it should be: callers without types, in JavaScript, may pass anything or nothing.
 * @param subject - The function that errors name.
 * @param name - Of the argument.
 * @param hint - What to write instead.
 * @throws {@link ArgumentError} if it is something else.
 * @example
 * checkArgument('stack', 'tensors', [1, 2], 'list'); // => [1, 2]
 */
export function checkArgument<T>(
  subject: string,
  name: string,
  value: T,
  kind: ArgumentKind,
  hint?: string,
): T {
  const [expected, is] = kinds[kind];
  if (is(value)) return value;
  throw new ArgumentError(subject, { expected: `${name} to be ${expected}`, received: value, hint });
}

/**
 * Returns a number that is an integer and not too small.
 * @param subject - The function or class that errors name.
 * @param name - Of the argument.
 * @param least - The smallest one allowed, default 1.
 * @throws {@link ArgumentError} if it is something else.
 * @example
 * checkCount('Linear', 'outFeatures', 3); // => 3
 */
export function checkCount(subject: string, name: string, value: number, least = 1): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new ArgumentError(subject, {
    expected: `${name} to be an integer of at least ${least}`,
    received: value,
  });
}

/**
 * Returns a number from 0 to 1.
 * @param subject - The function or class that errors name.
 * @param isOneAllowed - Whether it may be 1, default true.
 * @throws {@link ArgumentError} if it is something else.
 * @example
 * checkProbability('Dropout', 0.5); // => 0.5
 */
export function checkProbability(subject: string, probability: number, isOneAllowed = true): number {
  const isNumber = typeof probability === 'number';
  if (isNumber && probability >= 0 && (isOneAllowed ? probability <= 1 : probability < 1)) return probability;
  throw new ArgumentError(subject, {
    expected: `a probability from 0 to ${isOneAllowed ? '1' : 'less than 1'}`,
    received: probability,
  });
}
