import type { DeviceArray, FusedKernels, RecurrentKind } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { matmul } from './matmul.js';

/** The numbers of assembly/recurrent.ts. */
export const kinds: Readonly<Record<RecurrentKind, number>> = { tanh: 0, relu: 1, lstm: 2, gru: 3 };

/** Bytes up to row `step` of `[L, ...]`. */
function bytesBefore(x: DeviceArray, step: number): number {
  let size = 4;
  for (let axis = 1; axis < x.shape.length; axis++) size *= x.shape[axis]!;
  return step * size;
}

/** The address of row `step` of `[L, ...]`. */
export const rowAt = (wasm: WasmRuntime, x: DeviceArray, step: number): number =>
  wasm.at(x) + bytesBefore(x, step);

/** The address of a row that is written. */
export const rowForChange = (wasm: WasmRuntime, x: DeviceArray, step: number): number =>
  wasm.atForChange(x) + bytesBefore(x, step);

/** The address of an array, 0 where there is none. */
export const optionalAt = (wasm: WasmRuntime, x: DeviceArray | undefined): number => (x ? wasm.at(x) : 0);

export const recurrentStep = (wasm: WasmRuntime): FusedKernels['recurrentStep'] => {
  const product = matmul(wasm);
  return ({ kind, step, input, hidden, weight, bias, cell, lengths, states, saved }) => {
    const recurrent = product(hidden, weight, { bias });
    const next = wasm.make(hidden.shape, 'float32');
    const [batch = 0, size = 0] = hidden.shape;
    wasm.call.recurrentStep(
      kinds[kind],
      batch,
      size,
      step,
      rowAt(wasm, input, step),
      wasm.at(recurrent),
      wasm.at(hidden),
      cell ? wasm.atForChange(cell) : 0,
      optionalAt(wasm, lengths),
      rowForChange(wasm, states, step),
      rowForChange(wasm, saved, step),
      wasm.at(next),
    );
    wasm.free(recurrent);
    return next;
  };
};
