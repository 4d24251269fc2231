import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import {
  BatchNorm2d,
  Conv2d,
  Embedding,
  GlobalAvgPool,
  Linear,
  LSTM,
  Module,
  Sequential,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { Calling, runOnnx, runOurs, sample } from '../../testing/onnx-runtime.js';
import { exportONNX } from './export-onnx.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('an exported model', () => {
  it('takes states and returns them, and any number of steps', async () => {
    const model = new LSTM(4, 6, { numLayers: 2 });
    const inputs = [
      { name: 'x', shape: [1, 7, 4], axes: { 1: 'length' } },
      { name: 'hidden', shape: [2, 1, 6], axes: { 1: 'batch' } },
      { name: 'cell', shape: [2, 1, 6], axes: { 1: 'batch' } },
    ];
    const forward = (x: Tensor, hidden: Tensor, cell: Tensor): unknown =>
      model.forward(x, { state: { hidden, cell } });
    const bytes = await exportONNX(model, inputs, { forward });
    const shapes = [[3, 2, 4], [2, 3, 6], [2, 3, 6]]; // biome-ignore format: a row
    const given = await Promise.all(shapes.map((shape, i) => sample({ shape }, i)));
    const theirs = await runOnnx(bytes, { x: given[0]!, hidden: given[1]!, cell: given[2]! });
    const ours = await runOurs(new Calling((...all) => forward(...(all as [Tensor, Tensor, Tensor]))), given);
    expect(Object.keys(theirs)).toEqual(['output', 'state.hidden', 'state.cell']);
    for (const [i, { shape, values }] of Object.values(theirs).entries()) {
      expect(shape).toEqual(ours[i]!.shape);
      for (const [k, value] of Array.from(values).entries())
        expect(value).toBeCloseTo(ours[i]!.values[k]!, 5);
    }
  });

  it('keeps the keys of the state as names of weights, each stored once', async () => {
    const model = new Sequential(
      new Conv2d(2, 3, 3),
      new BatchNorm2d(3),
      new GlobalAvgPool(),
      new Linear(3, 2),
    );
    const text = new TextDecoder('latin1').decode(await exportONNX(model, [1, 5, 5, 2]));
    for (const key of ['0.weight', '1.runningMean', '3.bias']) expect(text).toContain(key);
    expect(text).not.toContain('weight_1');
    class Tied extends Module {
      readonly embedding: Embedding = new Embedding(2000, 8);

      override forward(tokens: Tensor): Tensor {
        return this.embedding.forward(tokens).matmul(this.embedding.weight.t());
      }
    }
    const tied = await exportONNX(new Tied(), [{ shape: [1, 3], dtype: 'int32' }]);
    expect(tied.length).toBeLessThan(1.1 * 4 * 8 * 2000);
  });

  it('has no axes that are none, or that no input has', async () => {
    const linear = new Linear(3, 2);
    const at = (axes: Record<number, string>) => exportONNX(linear, [{ shape: [1, 4, 3], axes }]);
    await expect(at({ 3: 'length' })).rejects.toThrow(
      '[exportONNX] expected names of axes 0 to 2, got 3: length (input).',
    );
    await expect(at({ 1: 'past + length' })).rejects.toThrow(
      '[exportONNX] expected sums of axes that inputs have alone, got past, which no input has (input).',
    );
  });
});
