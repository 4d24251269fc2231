import type { DeviceArray, QuantizedFactor } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/**
 * The products of one row x `[1, K]` with matrices of the same bits. x is prepared once, and meets the codes themselves, in integers where they
 * are; threads share the columns of all matrices together.
 */
export const quantizedRow = (wasm: WasmRuntime) => {
  const { call } = wasm;
  const split = call.addsBytes();

  return (x: DeviceArray, factors: readonly QuantizedFactor[]): DeviceArray[] => {
    const { bits, rows: k } = factors[0]!.weight;
    const places: number[] = [];
    let units = 0;
    const outputs = factors.map(({ weight: { codes, scales }, bias }) => {
      const n = codes.shape[0]!;
      const out = wasm.make([1, n], 'float32');
      places.push(wasm.at(codes), wasm.at(scales), n, wasm.at(out), bias ? wasm.at(bias) : 0);
      units += call.rowUnits(n);
      return out;
    });
    const row = wasm.scratch(call.preparedRowBytes(bits, k));
    call.prepareRow(bits, split, wasm.at(x), k, row);
    call.quantizedRow(bits, split, row, k, wasm.words(places), 0, units);
    return outputs;
  };
};
