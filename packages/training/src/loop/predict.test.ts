import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { DataLoader, hostArray } from '@neurona/datasets';
import { Dropout, Linear, Module, Sequential } from '@neurona/layers';
import { noGrad, Parameter, type Tensor, tensor } from '@neurona/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluate, predict } from '../index.js';
import { xor } from '../testing/xor.js';

beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});

describe('evaluate and predict', () => {
  it('let timers have their turn, so that they can be aborted', async () => {
    const model = new Sequential(new Linear(2, 16));
    const data = new DataLoader(xor(100_000, 1), { batchSize: 1 });
    const runs = [
      (signal: AbortSignal) => evaluate(model, data, { signal }),
      (signal: AbortSignal) => predict(model, data, { signal }),
    ];
    for (const run of runs) {
      const controller = new AbortController();
      let seen = 0;
      const stop = model.onForward(() => void seen++);
      setTimeout(() => controller.abort(), 1);
      await run(controller.signal);
      stop();
      expect(seen).toBeLessThan(100_000);
    }
  });
});

describe('predict', () => {
  it('gives outputs in order, in evaluation mode', async () => {
    const model = new Sequential(new Linear(2, 3), new Dropout(0.9));
    const data = xor(5, 3);
    const outputs = await predict(model, data, { batchSize: 2 });
    expect(outputs.shape).toEqual([5, 3]);
    const rows = data.fields[0]!;
    const expected = noGrad(() => model.eval().forward(tensor(rows.values, { shape: rows.shape })));
    const values = await expected.data();
    for (const [i, value] of outputs.values.entries()) expect(value).toBeCloseTo(values[i]!, 6);
  });

  it('keeps the kind of numbers, and leaves a model whole that gives its own tensors', async () => {
    class Classes extends Module<readonly Tensor[], readonly [Tensor, Tensor]> {
      readonly weight = new Parameter([[1, 2]]);

      override forward(x?: Tensor): readonly [Tensor, Tensor] {
        return [x!.argmax({ axis: -1 }), this.weight];
      }
    }
    const model = new Classes();
    const [classes, weights] = await predict(model, xor(4, 1), { batchSize: 2 });
    expect([classes.dtype, classes.shape]).toEqual(['int32', [4]]);
    expect(weights.values).toEqual(Float32Array.of(1, 2, 1, 2)); // once a batch
    expect(model.weight.isDisposed).toBe(false);
    expect(
      (await predict(model, new DataLoader(xor(4, 1), { batchSize: 5, dropLast: true }))) as unknown,
    ).toEqual(hostArray(new Float32Array(0)));
  });
});
