// internal: Ctrl-C
import { exitCodes } from './usage-error.js';

/** Runs something that Ctrl-C ends in good order, by the signal; a second Ctrl-C ends the program at once. */
export async function untilInterrupted<T>(
  body: (signal: AbortSignal) => Promise<T>,
  tell: () => void,
): Promise<T> {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    tell();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, onInterrupt);
  try {
    return await body(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, onInterrupt);
  }
}
