import { type Kernels, stridesOf } from '@neurona/backend';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { stridedCopy } from './strided-copy.js';

/** Elements in the opposite order along axes. */
export function reverse(gpu: WebGPURuntime): Kernels['reverse'] {
  return (x, axes) => {
    const strides = stridesOf(x.shape);
    const first = axes.reduce((at, axis) => at + strides[axis]! * (x.shape[axis]! - 1), 0);
    const steps = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    return stridedCopy(gpu, 'reverse', x, x.shape, steps, first);
  };
}
