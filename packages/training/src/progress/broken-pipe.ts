// internal: output whose reader has gone, as that of `| head -1`

let trainings = 0; // running now
let isListening = false;

/** Keeps trainings running when the reader of their output is gone, until the returned function is called. */
export function bearBrokenPipe(): () => void {
  if (typeof process === 'undefined' || typeof process.stdout?.on !== 'function') return () => {};
  trainings++;
  if (!isListening) for (const stream of [process.stdout, process.stderr]) stream.on('error', passOver);
  isListening = true;
  return () => {
    trainings--;
    // Not before what was printed last is written, or has failed.
    process.stdout.write('', () => process.stderr.write('', () => setImmediate(endListening)));
  };
}

function endListening(): void {
  if (trainings > 0 || !isListening) return;
  isListening = false;
  for (const stream of [process.stdout, process.stderr]) stream.off('error', passOver);
}

function passOver(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error; // EOF on Windows
}
