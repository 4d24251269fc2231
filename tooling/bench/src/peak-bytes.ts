import { currentBackend } from '@neurona/backend';

/** The most bytes that were alive during one run, beyond those before it. */
export function peakBytes(run: () => void): number {
  const backend = currentBackend();
  const before = backend.memory().bytes;
  let most = before;
  const stop = backend.listen(() => {
    most = Math.max(most, backend.memory().bytes);
  });
  run();
  stop();
  return most - before;
}
