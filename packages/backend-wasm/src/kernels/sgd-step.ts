import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const sgdStep =
  (wasm: WasmRuntime): FusedKernels['sgdStep'] =>
  (arrays, { learningRate, momentum, dampening, weightDecay, nesterov, maximize, first }) => {
    const table = optimizerTable(wasm, arrays, momentum === 0 ? [] : ['momentum']);
    wasm.call.sgdStep(
      table.at,
      table.rows,
      learningRate,
      momentum,
      dampening,
      weightDecay,
      nesterov,
      maximize,
      first,
    );
  };
