import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** Blocks of 64 are written in place; the end of a column by way of a whole block. */
export const dequantize =
  (wasm: WasmRuntime): FusedKernels['dequantize'] =>
  ({ codes, scales, bits, rows }) => {
    const columns = codes.shape[0]!;
    const out = wasm.make([columns, rows], 'float32');
    const block = wasm.scratch(4 * 64);
    wasm.call.dequantize(bits, wasm.at(codes), wasm.at(scales), rows, columns, wasm.at(out), block);
    return out;
  };
