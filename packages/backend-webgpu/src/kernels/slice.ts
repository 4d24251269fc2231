import { type Kernels, stridesOf } from '@neurona/backend';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { stridedCopy } from './strided-copy.js';

/** A box of elements, with steps. */
export function slice(gpu: WebGPURuntime): Kernels['slice'] {
  return (x, start, size, step) => {
    const strides = stridesOf(x.shape);
    const first = strides.reduce((at, stride, axis) => at + stride * start[axis]!, 0);
    const steps = strides.map((stride, axis) => stride * step[axis]!);
    return stridedCopy(gpu, 'slice', x, size, steps, first);
  };
}
