import type { Kernels } from '@neurona/backend';
import { broadcastStrides } from '../strided.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { stridedCopy } from './strided-copy.js';

/** Repeats elements along stretched and added axes. */
export function broadcastTo(gpu: WebGPURuntime): Kernels['broadcastTo'] {
  return (x, shape) => stridedCopy(gpu, 'broadcastTo', x, shape, broadcastStrides(x.shape, shape));
}
