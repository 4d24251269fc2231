// internal
import type { DeviceArray } from '@neurona/backend';
import { TfjsBackend } from '@neurona/backend-tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { cpuKernels } from './cpu-kernels.js';
import type { CpuRuntime } from './cpu-runtime.js';

/** The contract in plain JavaScript. */
export class CpuBackend extends TfjsBackend<MathBackendCPU> {
  override readonly name = 'cpu';
  override readonly description = 'plain JavaScript, one thread';

  constructor(override readonly runtime: CpuRuntime) {
    super(runtime, cpuKernels(runtime));
  }

  override assign(target: DeviceArray, source: DeviceArray): void {
    this.runtime.values(target).set(this.runtime.values(source));
  }

  override async sync(): Promise<void> {}
}
