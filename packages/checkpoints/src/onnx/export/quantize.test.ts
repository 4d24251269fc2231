import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  Embedding,
  GlobalAvgPool,
  Linear,
  LSTM,
  Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import { manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOnnx, runOurs, sample } from '../../testing/onnx-runtime.js';
import { importONNX } from '../import/import-onnx.js';
import { exportONNX, type ONNXInput } from './export-onnx.js';
import { roundToInt8 } from './round-to-int8.js';

class Tagger extends Module {
  readonly embedding: Embedding = new Embedding(5, 32);
  readonly lstm: LSTM = new LSTM(32, 32, { bidirectional: true });
  readonly fc: Linear = new Linear(64, 32);

  override forward(tokens: Tensor): Tensor {
    const x = this.fc.forward(this.lstm.forward(this.embedding.forward(tokens)).output);
    return x.matmul(this.embedding.weight.t()); // tied
  }
}

const models: Readonly<Record<string, readonly [() => Module, ONNXInput]>> = {
  'a CNN': [
    () =>
      new Sequential(
        new Conv2d(3, 32, 3),
        new BatchNorm2d(32),
        new ReLU(),
        new ConvTranspose2d(32, 16, 2, { stride: 2 }),
        new Conv2d(16, 32, 3, { groups: 4 }),
        new GlobalAvgPool(),
        new Linear(32, 5),
      ),
    { shape: [1, 6, 6, 3] },
  ],
  'a recurrent tagger, tied': [() => new Tagger(), { shape: [1, 4], dtype: 'int32' }],
};

beforeAll(async () => {
  await useBackend(cpu());
});

describe("exportONNX with quantize: 'int8'", () => {
  it.each(Object.entries(models))(
    'stores %s in a third of the bytes, which gives what the rounded model gives',
    async (_, [make, input]) => {
      manualSeed(4);
      const model = make().eval();
      const given = await sample({ ...input, shape: [3, ...input.shape.slice(1)] }, 1);
      const [exact] = await runOurs(model, [given]);
      const [whole, small] = [
        await exportONNX(model, [input]),
        await exportONNX(model, [input], { quantize: 'int8' }),
      ];
      expect(small.length).toBeLessThan(0.4 * whole.length);
      const rounded = await roundToInt8(model, [input]);
      expect(rounded.length).toBeGreaterThan(3);
      const [wanted] = await runOurs(model, [given]);
      expect(wanted!.values).not.toEqual(exact!.values);
      const scale = Math.max(...Array.from(exact!.values, Math.abs));
      expectClose(wanted!.values, exact!.values, { atol: 0.05 * scale, rtol: 0.05 });
      const { output } = await runOnnx(small, { input: given }, 'basic');
      expectClose(output!.values, wanted!.values, { atol: 1e-5 });
      const faster = await runOnnx(small, { input: given });
      expectClose(faster.output!.values, wanted!.values, { atol: 0.02 * scale, rtol: 0.02 });
      const imported = (await importONNX(small)).eval();
      const [again] = await runOurs(imported, [given]);
      expectClose(again!.values, wanted!.values, { atol: 1e-5 });
      expect(imported.parameters().length).toBe((await importONNX(whole)).parameters().length);
    },
  );

  it('keeps channels of zeros, and refuses other types', async () => {
    const model = new Linear(2, 2);
    model.weight.set(tensor([[0, 127], [0, 3]])); // biome-ignore format: rows
    await roundToInt8(model, [1, 2]);
    expectClose(await model.weight.data(), [0, 127, 0, 3]);
    await expect(exportONNX(model, [1, 2], { quantize: 'int4' as never })).rejects.toThrow(
      "[exportONNX] expected quantize to be 'int8', got int4.",
    );
  });
});
