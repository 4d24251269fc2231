import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { quantizedMatmul } from './quantized-matmul.js';
import { quantizedRow } from './quantized-row.js';

/** One row is prepared once for all matrices. */
export const quantizedProducts = (wasm: WasmRuntime): FusedKernels['quantizedProducts'] => {
  const product = quantizedMatmul(wasm);
  const rowProducts = quantizedRow(wasm);
  return (x, factors) =>
    x.shape[0] === 1
      ? rowProducts(x, factors)
      : factors.map(({ weight, bias }) => product(x, weight, { bias }));
};
