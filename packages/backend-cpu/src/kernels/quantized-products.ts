// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { quantizedMatmul } from './quantized-matmul.js';

/** `quantizedProducts`, one after the other. */
export const quantizedProducts = (t: CpuRuntime): FusedKernels['quantizedProducts'] => {
  const product = quantizedMatmul(t);
  return (x, factors) => factors.map(({ weight, bias }) => product(x, weight, { bias }));
};
