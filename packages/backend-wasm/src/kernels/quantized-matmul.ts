import type { FusedKernels, QuantizedBits } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** Most rows of which each meets the codes themselves: with more it pays to write codes out as floats once for all of them. */
const mostRows = (bits: QuantizedBits): number => (bits === 16 ? 3 : 8);

/** A few rows meet the codes themselves, in integers where the codes are; of many, the columns that are multiplied next are written out as floats. */
export const quantizedMatmul = (wasm: WasmRuntime): FusedKernels['quantizedMatmul'] => {
  const { call } = wasm;
  const split = call.addsBytes();

  return (x, { codes, scales, bits, rows: k }, { transpose = false, bias }) => {
    const m = x.shape[0]!;
    const n = codes.shape[0]!;
    const columns = transpose ? k : n;
    const out = wasm.make([m, columns], 'float32');
    if (m === 0) return out;
    const units = Math.ceil(columns / 64);
    const addresses = [wasm.at(codes), wasm.at(scales), n, wasm.at(out), bias ? wasm.at(bias) : 0] as const;
    if (m <= mostRows(bits) && !transpose) {
      const bytes = call.preparedRowBytes(bits, split, k);
      const rows = wasm.scratch(m * bytes);
      for (let i = 0; i < m; i++) call.prepareRow(bits, split, wasm.at(x) + 4 * i * k, k, rows + i * bytes);
      call.quantizedRows(bits, split, rows, m, k, ...addresses, 0, units);
      return out;
    }
    const scratch = wasm.scratch(call.quantizedScratchBytes(transpose ? n : k));
    call.quantizedGemm(bits, transpose, wasm.at(x), m, k, ...addresses, scratch, 0, units);
    return out;
  };
};
