import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { fromPretrained } from '@neurona/transformer';

/** What loading took in a process of its own. */
export interface LoadedBytes {
  /** The most resident bytes of the process, beyond those before loading. */
  readonly resident: number;
  /** The most bytes of array buffers beyond those before, WebAssembly's memory included. */
  readonly buffers: number;
  /** Bytes of the device's arrays afterwards. */
  readonly model: number;
  readonly seconds: number;
}

// Loads the model in a folder on wasm, and prints what that took.
const [folder] = process.argv.slice(2) as [string];
const backend = await useBackend(wasm({ threads: 1 }));
const before = process.memoryUsage();
let most = 0;
const look = (): void => {
  most = Math.max(most, process.memoryUsage().arrayBuffers);
};
const began = performance.now();
await fromPretrained(folder, { onWeights: look });
look();
const loaded: LoadedBytes = {
  resident: 1024 * process.resourceUsage().maxRSS - before.rss,
  buffers: most - before.arrayBuffers,
  model: backend.memory().bytes,
  seconds: (performance.now() - began) / 1000,
};
console.log(JSON.stringify(loaded));
