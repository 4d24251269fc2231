import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const softmaxCrossEntropy =
  (wasm: WasmRuntime): FusedKernels['softmaxCrossEntropy'] =>
  (logits, targets) => {
    const [rows = 0, classes = 0] = logits.shape;
    const loss = wasm.make([rows], 'float32');
    const grad = wasm.make(logits.shape, 'float32');
    wasm.call.softmaxCrossEntropy(
      wasm.at(logits),
      wasm.at(targets),
      wasm.at(loss),
      wasm.at(grad),
      rows,
      classes,
    );
    return { loss, grad };
  };
