import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { kinds, optionalAt, rowAt, rowForChange } from './recurrent-step.js';

export const recurrentStepGrad =
  (wasm: WasmRuntime): FusedKernels['recurrentStepGrad'] =>
  ({ kind, step, gradStates, recurrent, carry, cell, lengths, saved, gradInput, gradRecurrent }) => {
    const [batch = 0, size = 0] = carry.shape;
    const gradGates = wasm.make([batch, gradInput.shape[2]!], 'float32');
    wasm.call.recurrentStepGrad(
      kinds[kind],
      batch,
      size,
      step,
      rowAt(wasm, gradStates, step),
      optionalAt(wasm, recurrent),
      wasm.atForChange(carry),
      cell ? wasm.atForChange(cell) : 0,
      optionalAt(wasm, lengths),
      rowAt(wasm, saved, step),
      rowForChange(wasm, gradInput, step),
      gradRecurrent ? rowForChange(wasm, gradRecurrent, step) : 0,
      wasm.at(gradGates),
    );
    return gradGates;
  };
