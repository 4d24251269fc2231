// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowTotal } from './softmax.js';

/** `softmaxCrossEntropy`: loss and gradient row by row. */
export const softmaxCrossEntropy =
  (t: CpuRuntime): FusedKernels['softmaxCrossEntropy'] =>
  (logits, targets) => {
    const [x, classes] = [t.values(logits), t.values(targets)];
    const [count, length] = logits.shape as [number, number];
    const [loss, grad] = [t.make([count], 'float32'), t.make(logits.shape, 'float32')];
    for (let row = 0; row < count; row++) {
      const start = row * length;
      const target = start + classes[row]!;
      if (target < start || target >= start + length) {
        loss.values[row] = Number.NaN;
        grad.values.fill(Number.NaN, start, start + length);
        continue;
      }
      const { largest, total } = rowTotal(x, start, length);
      for (let i = start; i < start + length; i++) {
        grad.values[i] = Math.exp(x[i]! - largest) / total - (i === target ? 1 : 0);
      }
      loss.values[row] = Math.log(total) + largest - x[target]!;
    }
    return { loss: loss.array, grad: grad.array };
  };
