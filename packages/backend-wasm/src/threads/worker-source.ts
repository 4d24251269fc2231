// internal
import { numbers, SPINS, words } from './control.js';

/**
 * The program of a worker, for Node.js and browsers. It is text, so that no file has to be hosted or bundled. The worker
 * waits for a job, takes chunks of it until none is left, and waits again; the event loop never runs after the start.
 */
export const workerSource: string = `'use strict';
function work({ module, memory, control, thread, area }) {
  const words = new Int32Array(control), numbers = new Float64Array(control);
  const abort = () => { throw new Error('an aborted kernel'); };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const functions = Object.values(exports);
  const start = [], args = []; // of the job, and of a chunk: one of each for all jobs
  exports.useArea(area);
  let seen = Atomics.load(words, ${words.job});
  Atomics.add(words, ${words.ready}, 1);
  for (;;) {
    for (let spins = 0; Atomics.load(words, ${words.job}) === seen; spins++) {
      if (spins < ${SPINS}) continue;
      Atomics.add(words, ${words.sleeping}, 1);
      Atomics.wait(words, ${words.job}, seen);
      Atomics.sub(words, ${words.sleeping}, 1);
    }
    seen = Atomics.load(words, ${words.job});
    Atomics.add(words, ${words.active}, 1);
    try {
      if (Atomics.load(words, ${words.open}) === 1) takeChunks();
    } catch {
      Atomics.store(words, ${words.failed}, 1);
    }
    if (Atomics.sub(words, ${words.active}, 1) === 1 && Atomics.load(words, ${words.waiting}) === 1) {
      Atomics.notify(words, ${words.active});
    }
  }
  function takeChunks() {
    const length = words[${words.length}], count = words[${words.count}];
    const units = words[${words.units}], chunk = words[${words.chunk}], local = words[${words.local}];
    const run = functions[words[${words.kernel}]];
    for (let i = 0; i < length; i++) start[i] = numbers[${numbers.args} + i];
    if (local >= 0) start[local] += thread * words[${words.localBytes}];
    args.length = length;
    for (let taken = 0; ; taken++) {
      const first = Atomics.add(words, ${words.next}, 1) * chunk;
      if (first >= units) {
        if (taken > 0) Atomics.add(words, ${words.taken}, taken);
        return;
      }
      for (let i = 0; i < length; i++) args[i] = start[i] + first * numbers[${numbers.steps} + i];
      args[count] = Math.min(chunk, units - first);
      run(...args);
    }
  }
}
if (typeof require === 'function') work(require('node:worker_threads').workerData);
else self.onmessage = (event) => work(event.data);
`;
