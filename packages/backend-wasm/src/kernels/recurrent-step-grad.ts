import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { kinds, optionalAt, rowAt } from './recurrent-step.js';

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
      wasm.at(carry),
      optionalAt(wasm, cell),
      optionalAt(wasm, lengths),
      rowAt(wasm, saved, step),
      rowAt(wasm, gradInput, step),
      gradRecurrent ? rowAt(wasm, gradRecurrent, step) : 0,
      wasm.at(gradGates),
    );
    return gradGates;
  };
