import {
  type Availability,
  type BackendCandidate,
  BackendError,
  checkOptions,
  type OptionTable,
} from '@neurona/backend';
import { findLibrary, type Search } from './tfjs-node.js';

/** Settings of {@link nodeGpu}. */
export interface NodeGpuOptions {
  /** Whether it can't run where TensorFlow finds no CUDA device; default false: there it computes on the CPU. */
  readonly cuda?: boolean;
}

const nodeGpuOptions: OptionTable<NodeGpuOptions> = { cuda: false };

/**
 * CUDA in Node.js: TensorFlow's native library, by the package `@tensorflow/tfjs-node-gpu`, else by `@tensorflow/tfjs-node` on the CPU,
 * installed by the user. The first look loads the library, which takes most of the card's memory unless the environment has
 * `TF_FORCE_GPU_ALLOW_GROWTH=true`, and makes it TensorFlow.js's active backend.
 * @throws {@link BackendError} when it is started where neither package loads; the message says what to install.
 * @example
 * nodeGpu().name; // => 'node-gpu'
 */
export function nodeGpu(options: NodeGpuOptions = {}): BackendCandidate {
  const { cuda = false } = checkOptions('nodeGpu', options, nodeGpuOptions);
  const find = async (): Promise<Search> => {
    const found = await findLibrary();
    if (!cuda || 'reason' in found || found.library.backend.isUsingGpuDevice) return found;
    return { reason: `no CUDA: ${found.library.description}` };
  };
  return {
    name: 'node-gpu',
    async probe(): Promise<Availability> {
      const found = await find();
      if ('reason' in found) return { available: false, reason: found.reason };
      return { available: true, description: found.library.description };
    },
    async create() {
      const found = await find();
      if ('reason' in found) {
        throw new BackendError('nodeGpu', {
          expected: "TensorFlow's library",
          received: 'none',
          where: found.reason,
        });
      }
      const { tfjs, TfjsBackend } = await import('@neurona/backend-tfjs'); // which needs TensorFlow.js
      const { runtime } = await tfjs('tensorflow').create();
      return new TfjsBackend(runtime, found.library.description, 'node-gpu');
    },
  };
}
