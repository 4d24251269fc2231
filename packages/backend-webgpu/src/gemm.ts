// internal
import { gemmDirect } from './gemm-direct.js';
import type { Gemm } from './gemm-job.js';
import { gemmTiled } from './gemm-tiled.js';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** Runs a product: in tiles through workgroup memory, but small ones, and all where that memory is slow, straight from memory. */
export function gemm(gpu: WebGPURuntime, job: Gemm): void {
  const products = job.batch * job.rows * job.columns * job.length;
  if (job.length <= 64 && products <= 2 ** 16) gemmDirect(gpu, job, 1);
  else if (gpu.cooperative) gemmTiled(gpu, job);
  else gemmDirect(gpu, job, job.columns < 4 || job.rows < 4 ? 1 : 4);
}
