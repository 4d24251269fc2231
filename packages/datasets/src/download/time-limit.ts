import { ArgumentError } from '@neurona/backend';

/** How long a server may take, and what ends waiting for it. */
export interface RequestLimits {
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time in which a server may be silent, or send less than 16 KiB, default 30 seconds. */
  readonly timeoutMs?: number | undefined;
  /** Longest time of the whole call, with all attempts, default 24 hours; `Infinity` for no limit. */
  readonly totalTimeoutMs?: number | undefined;
}

/** The default limits. */
const defaults = { timeoutMs: 30_000, totalTimeoutMs: 24 * 60 * 60_000 };
/** What a server has to send within `timeoutMs`: one that drips a byte now and then is no better than a silent one. */
const enoughBytes = 16 * 1024;
/** Timers can't be longer; a longer limit is none. */
const longestTimerMs = 2 ** 31 - 1;

/** A time limit that runs until it is disposed. Its signal carries the error. */
export interface TimeLimit extends Disposable {
  /** Ends when the time is over, or with the signal of the caller. */
  readonly signal: AbortSignal;
  /** To be called with the number of bytes that arrived: enough of them restart the time. */
  received(bytes: number): void;
}

/**
 * Limits how long a server may be silent, or too slow.
 * @param error - What to throw when the time is over, by the limit in milliseconds.
 * @throws {@link ArgumentError} if the limit is no positive number.
 * @example
 * async function firstBytes(url) {
 *   using limit = silenceLimit('firstBytes', { timeoutMs: 5000 }, (ms) => new Error(`no answer for ${ms / 1000} s`));
 *   const response = await fetch(url, { signal: limit.signal });
 *   return (await response.body.getReader().read()).value;
 * }
 */
export const silenceLimit = (
  subject: string,
  { timeoutMs = defaults.timeoutMs, signal }: RequestLimits,
  error: (limitMs: number) => Error,
): TimeLimit => limitOf(subject, 'timeoutMs', timeoutMs, signal, error);

/**
 * Limits how long a whole call may take, whatever arrives meanwhile.
 * @param error - What to throw when the time is over, by the limit in milliseconds.
 * @throws {@link ArgumentError} if the limit is no positive number.
 * @example
 * using limit = totalLimit('load', { totalTimeoutMs: 60_000 }, (ms) => new Error(`not done in ${ms / 1000} s`));
 * limit.signal.aborted; // => false
 */
export const totalLimit = (
  subject: string,
  { totalTimeoutMs = defaults.totalTimeoutMs, signal }: RequestLimits,
  error: (limitMs: number) => Error,
): TimeLimit => {
  const limit = limitOf(subject, 'totalTimeoutMs', totalTimeoutMs, signal, error);
  return { ...limit, received() {} };
};

function limitOf(
  subject: string,
  name: string,
  limitMs: number,
  caller: AbortSignal | undefined,
  error: (limitMs: number) => Error,
): TimeLimit {
  if (!(limitMs > 0)) throw new ArgumentError(subject, { expected: `${name} > 0`, received: limitMs });
  const over = new AbortController();
  const start = () =>
    limitMs > longestTimerMs ? undefined : setTimeout(() => over.abort(error(limitMs)), limitMs);
  let timer = start();
  let missing = enoughBytes;
  return {
    signal: caller ? AbortSignal.any([caller, over.signal]) : over.signal,
    received(bytes) {
      missing -= bytes;
      if (missing > 0) return;
      missing = enoughBytes;
      clearTimeout(timer);
      timer = start();
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
