// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { conv2d } from './conv2d.js';

/** `clampedConv2d`: the convolution, whose results are finished in place. */
export const clampedConv2d = (t: CpuRuntime): FusedKernels['clampedConv2d'] => {
  const convolve = conv2d(t);
  return (x, w, geometry, { scale, shift, min, max }) => {
    const out = convolve(x, w, geometry, scale ? undefined : shift);
    const values = t.values(out);
    const channels = geometry.outputShape[3]!;
    const [factors, terms] = [scale && t.values(scale), shift && t.values(shift)];
    for (let i = 0; i < values.length; i++) {
      const channel = i % channels;
      const y = factors ? values[i]! * factors[channel]! + (terms?.[channel] ?? 0) : values[i]!;
      values[i] = Math.min(Math.max(y, min), max); // NaN where y is
    }
    return out;
  };
};
