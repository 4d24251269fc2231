import { type Kernels, splitAtAxis } from '@neurona/backend';
import { place } from '../place.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** So many arrays are written by a dispatch at most: every device binds them, and y. */
const together = 4;

/** Arrays one after the other along an axis. */
export function concat(gpu: WebGPURuntime): Kernels['concat'] {
  return (xs, axis) => {
    const first = xs[0]!;
    const total = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
    const y = gpu.make(first.shape.with(axis, total), first.dtype);
    const { outer, inner } = splitAtAxis(y.shape, axis);
    if (outer * inner === 0) return y;
    const filled = xs.filter((x) => x.shape[axis]! > 0);
    let start = 0;
    for (let i = 0; i < filled.length; i += together) {
      const parts = filled.slice(i, i + together);
      const runs = parts.map((x) => x.shape[axis]! * inner);
      const run = runs.reduce((sum, length) => sum + length, 0);
      place(gpu, parts, { runs, size: outer * run, start, stride: total * inner }, y);
      start += run;
    }
    return y;
  };
}
