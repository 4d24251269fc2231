import { type Availability, type BackendCandidate, BackendError } from '@neurona/backend';
import {
  engine,
  env,
  findBackendFactory,
  getBackend,
  type KernelBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { isNative, NativeRuntime } from './native-runtime.js';
import { TfjsRuntime } from './runtime.js';
import { TfjsBackend } from './tfjs-backend.js';

/** A backend of TensorFlow.js, for `useBackend`. */
export interface TfjsCandidate extends BackendCandidate {
  create(): Promise<TfjsBackend>;
}

/**
 * The contract on a TensorFlow.js backend: one that was registered by importing its package, as `@tensorflow/tfjs-backend-webgl`.
 * It is started if it isn't yet, and stays TensorFlow.js's: which one is active there does not change, and `dispose()` frees the
 * tensors of neurona alone.
 * @param name - As TensorFlow.js knows it: `webgpu`, `webgl`, `wasm`, `cpu`, `tensorflow`; default the active one.
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * (await useBackend(tfjs('cpu'))).name; // => 'tfjs-cpu'
 * @see {@link fromTfjs} and {@link toTfjs}, by which tensors cross over without a copy.
 */
export function tfjs(name: string = getBackend()): TfjsCandidate {
  return {
    name: `tfjs-${name}`,
    probe: () => probe(name),
    async create() {
      const availability = await probe(name);
      if (!availability.available) {
        throw new BackendError('tfjs', {
          expected: `a TensorFlow.js backend ${name} that starts`,
          received: availability.reason,
        });
      }
      // small arrays would be computed in JavaScript, where an int32 or bool that became float32 keeps its bits
      if (name === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false);
      const backend = engine().findBackend(name);
      const runtime = isNative(backend) ? new NativeRuntime(name, backend) : new TfjsRuntime(name, backend);
      return new TfjsBackend(runtime, availability.description);
    },
  };
}

async function probe(name: string): Promise<Availability> {
  if (!findBackendFactory(name)) {
    return {
      available: false,
      reason: `TensorFlow.js has no backend '${name}' here: import its package, as '@tensorflow/tfjs-backend-webgl', or '@tensorflow/tfjs-node' for 'tensorflow'`,
    };
  }
  const started = (await start(name).catch((error: unknown) => String(error))) ?? 'it did not start';
  if (typeof started === 'string') return { available: false, reason: started };
  return { available: true, description: `TensorFlow.js on ${name}` };
}

/** Starts a backend of tfjs and leaves the active one as it was; undefined if it can't start. */
async function start(name: string): Promise<KernelBackend | undefined> {
  const active = getBackend();
  const started = await setBackend(name);
  if (active && active !== name) await setBackend(active);
  return started ? engine().findBackend(name) : undefined;
}
