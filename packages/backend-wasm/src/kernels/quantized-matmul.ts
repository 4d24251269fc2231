import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** One row meets the codes themselves, in integers where the codes are; of several, the columns that are multiplied next are written out as floats. */
export const quantizedMatmul = (wasm: WasmRuntime): FusedKernels['quantizedMatmul'] => {
  const { call } = wasm;
  const split = call.addsBytes();

  return (x, { codes, scales, bits, rows: k }, { transpose = false, bias }) => {
    const m = x.shape[0]!;
    const n = codes.shape[0]!;
    const columns = transpose ? k : n;
    const out = wasm.make([m, columns], 'float32');
    if (m === 0) return out;
    const addresses = [wasm.at(codes), wasm.at(scales), n, wasm.at(out), bias ? wasm.at(bias) : 0] as const;
    if (m === 1 && !transpose) {
      const row = wasm.scratch(call.preparedRowBytes(bits, k));
      call.prepareRow(bits, split, wasm.at(x), k, row);
      call.quantizedRow(bits, split, row, k, wasm.words(addresses), 0, call.rowUnits(n));
      return out;
    }
    const units = Math.ceil(columns / 64);
    const scratch = wasm.scratch(call.quantizedScratchBytes(transpose ? n : k));
    call.quantizedGemm(bits, transpose, wasm.at(x), m, k, ...addresses, scratch, 0, units);
    return out;
  };
};
