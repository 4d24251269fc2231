import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { quantizedRow } from './quantized-row.js';

/** One row meets the codes themselves; of several, the columns that are multiplied next are written out as floats. */
export const quantizedMatmul = (wasm: WasmRuntime): FusedKernels['quantizedMatmul'] => {
  const { call } = wasm;
  const rowProducts = quantizedRow(wasm);

  return (x, weight, { transpose = false, bias }) => {
    const { codes, scales, bits, rows: k } = weight;
    const m = x.shape[0]!;
    if (m === 1 && !transpose) return rowProducts(x, [{ weight, bias }])[0]!;
    const n = codes.shape[0]!;
    const columns = transpose ? k : n;
    const out = wasm.make([m, columns], 'float32');
    if (m === 0) return out;
    const units = Math.ceil(columns / 64);
    const scratch = wasm.scratch(call.quantizedScratchBytes(transpose ? n : k));
    const addresses = [wasm.at(codes), wasm.at(scales), n, wasm.at(out), bias ? wasm.at(bias) : 0] as const;
    call.quantizedGemm(bits, transpose, wasm.at(x), m, k, ...addresses, scratch, 0, units);
    return out;
  };
};
