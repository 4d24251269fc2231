import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { wholeLines } from '../whole-lines.js';

/** Bytes of the note on each block of a row, as `prepareRow` writes it. */
const NOTE_BYTES = 20;

/** One row meets the codes themselves, in integers where the codes are; of several, the columns that are multiplied next are written out as floats. */
export const quantizedMatmul = (wasm: WasmRuntime): FusedKernels['quantizedMatmul'] => {
  const { call } = wasm;

  return (x, { codes, scales, bits, rows: k }, { transpose = false, bias }) => {
    const m = x.shape[0]!;
    const n = codes.shape[0]!;
    const columns = transpose ? k : n;
    const out = wasm.make([m, columns], 'float32');
    if (m === 0) return out;
    const units = Math.ceil(columns / 64);
    const addresses = [wasm.at(codes), wasm.at(scales), n, wasm.at(out), bias ? wasm.at(bias) : 0] as const;
    if (m === 1 && !transpose) {
      const row = wholeLines((bits === 16 ? 4 : 2) * 64 * scales.shape[1]!);
      const scratch = wasm.scratch(row + NOTE_BYTES * scales.shape[1]!);
      call.prepareRow(bits, wasm.at(x), k, scratch, scratch + row);
      call.quantizedRow(bits, scratch, scratch + row, k, ...addresses, 0, units);
      return out;
    }
    const scratch = wasm.scratch(call.quantizedScratchBytes(transpose ? n : k));
    call.quantizedGemm(bits, transpose, wasm.at(x), m, k, ...addresses, scratch, 0, units);
    return out;
  };
};
