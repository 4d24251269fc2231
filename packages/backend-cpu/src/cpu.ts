import type { ImmediateCandidate } from '@neurona/backend';
import { CpuBackend } from './cpu-backend.js';
import { CpuRuntime } from './cpu-runtime.js';

/**
 * The CPU backend in plain JavaScript: runs everywhere, is the reference for other backends, and is slow.
 * @example
 * (await useBackend(cpu())).name; // => 'cpu'
 */
export function cpu(): ImmediateCandidate {
  return {
    name: 'cpu',
    async probe() {
      return { available: true, description: 'plain JavaScript, one thread' };
    },
    async create() {
      return new CpuBackend(new CpuRuntime());
    },
    start: () => new CpuBackend(new CpuRuntime()),
  };
}
