// internal
import { restBetweenEvents } from './dawn-events.js';

/** What the `webgpu` package exports: Dawn, Chromium's WebGPU, for Node.js. */
interface DawnModule {
  create(flags: string[]): GPU;
  readonly globals: Record<string, unknown>;
}

/** WebGPU's entry point, or why there is none. */
export type Entry = { readonly gpu: GPU } | { readonly reason: string };

// Dawn can be started once in a process, so its instance outlives copies of this module.
const slot = Symbol.for('neurona.dawn');
const store = globalThis as { [slot]?: Promise<Entry> };

/** Starts Dawn, once, and makes it this process's `navigator.gpu`. */
export const dawn = (): Promise<Entry> => (store[slot] ??= start());

async function start(): Promise<Entry> {
  const name = 'webgpu'; // kept from bundlers, which would look for it in a web app
  let module: DawnModule;
  try {
    module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as DawnModule;
  } catch (error) {
    const missing =
      (error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND' ||
      /cannot find|failed to (load|resolve)/i.test(String(error));
    return {
      reason: missing
        ? "Node.js has no WebGPU of its own and the package 'webgpu' is not installed: npm install webgpu"
        : `the package 'webgpu' did not load: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  for (const [key, value] of Object.entries(module.globals)) {
    if (!(key in globalThis))
      Object.defineProperty(globalThis, key, { value, configurable: true, writable: true });
  }
  restBetweenEvents(module.globals);
  const gpu = module.create([]);
  if (typeof navigator === 'undefined') {
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  } else {
    Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  }
  return { gpu };
}
