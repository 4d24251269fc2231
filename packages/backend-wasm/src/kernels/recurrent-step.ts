import type { DeviceArray, FusedKernels, RecurrentKind } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** The numbers of assembly/recurrent.ts. */
export const kinds: Readonly<Record<RecurrentKind, number>> = { tanh: 0, relu: 1, lstm: 2, gru: 3 };

/** The address of row `step` of `[L, ...]`. */
export function rowAt(wasm: WasmRuntime, x: DeviceArray, step: number): number {
  let size = 4;
  for (let axis = 1; axis < x.shape.length; axis++) size *= x.shape[axis]!;
  return wasm.at(x) + step * size;
}

/** The address of an array, 0 where there is none. */
export const optionalAt = (wasm: WasmRuntime, x: DeviceArray | undefined): number => (x ? wasm.at(x) : 0);

export const recurrentStep =
  (wasm: WasmRuntime): FusedKernels['recurrentStep'] =>
  ({ kind, step, input, recurrent, hidden, cell, lengths, states, saved }) => {
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
      optionalAt(wasm, cell),
      optionalAt(wasm, lengths),
      rowAt(wasm, states, step),
      rowAt(wasm, saved, step),
      wasm.at(next),
    );
    return next;
  };
