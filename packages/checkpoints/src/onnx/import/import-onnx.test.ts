import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  crossEntropy,
  Dropout,
  Embedding,
  Flatten,
  GlobalAvgPool,
  GRU,
  LayerNorm,
  Linear,
  LSTM,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  TransformerEncoder,
} from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { manualSeed, memoryScope, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOnnx, runOurs, sample } from '../../testing/onnx-runtime.js';
import { exportONNX, type ONNXInput } from '../export/export-onnx.js';
import { importONNX } from './import-onnx.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const convNet = (): Sequential =>
  new Sequential(
    new Conv2d(2, 4, 3, { padding: 1 }),
    new BatchNorm2d(4),
    new ReLU(),
    new MaxPool2d(2),
    new ConvTranspose2d(4, 4, 3, { stride: 2, groups: 2 }),
    new Dropout(0.5),
    new GlobalAvgPool(),
    new Linear(4, 3),
  );

class Tokens extends Module {
  readonly embedding: Embedding = new Embedding(5, 8);
  readonly encoder: TransformerEncoder = new TransformerEncoder(8, 2, 1, { feedForwardDim: 16 });
  readonly norm: LayerNorm = new LayerNorm(8);
  readonly lstm: LSTM = new LSTM(8, 6, { bidirectional: true });
  readonly gru: GRU = new GRU(12, 6);

  override forward(tokens: Tensor): Tensor {
    const x = this.norm.forward(this.encoder.forward(this.embedding.forward(tokens)));
    return this.gru.forward(this.lstm.forward(x).output).output.mean({ axis: 1 });
  }
}

const models: Readonly<Record<string, readonly [() => Module, ONNXInput]>> = {
  'an MLP': [
    () => new Sequential(new Flatten(), new Linear(8, 6), new ReLU(), new Linear(6, 3)),
    { shape: [1, 4, 2] },
  ],
  'a CNN': [convNet, { shape: [1, 6, 6, 2] }],
  'a transformer with recurrent layers': [
    () => new Tokens(),
    { shape: [1, 4], dtype: 'int32', axes: { 1: 'length' } },
  ],
};

describe('importONNX of what exportONNX wrote', () => {
  it.each(Object.entries(models))('gives what %s gives, and is written again', async (_, [make, input]) => {
    manualSeed(5);
    const model = make().eval();
    const imported = (await importONNX(await exportONNX(model, [input]))).eval();
    expect([...imported.namedParameters()].map(([name]) => name).sort()).toEqual(
      [...model.namedParameters()]
        .map(([name]) => name)
        .filter((name) => !/reverseLayers|biasHh/.test(name)) // ONNX has them in one with others
        .sort(),
    );
    const shape = input.axes ? [3, 6] : [3, ...input.shape.slice(1)];
    const given = await sample({ ...input, shape }, 2);
    const [wanted] = await runOurs(model, [given]);
    const [found] = await runOurs(imported, [given]);
    expect(found!.shape).toEqual(wanted!.shape);
    expectClose(found!.values, wanted!.values, { atol: 1e-5 });
    const again = await exportONNX(imported, [{ ...input, name: 'input' }]);
    const { output } = await runOnnx(again, { input: given });
    expectClose(output!.values, wanted!.values, { atol: 1e-5 });
    const twice = (await importONNX(again)).eval();
    expect(twice.parameters().length).toBe(imported.parameters().length);
  });

  it('is trained on: batch norms follow the batches, dropout drops, losses fall, and nothing is left behind', async () => {
    manualSeed(6);
    const model = (await importONNX(await exportONNX(convNet().eval(), [1, 6, 6, 2]))).train();
    const given = await sample({ shape: [8, 6, 6, 2] }, 3);
    const x = tensor(Float32Array.from(given.values), { shape: given.shape });
    const targets = tensor(Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1));
    const [first, second] = noGrad(() => [model.forward(x) as Tensor, model.forward(x) as Tensor]);
    expect(await first!.data()).not.toEqual(await second!.data());
    const optimizer = new Adam(model.parameters(), { learningRate: 0.05 });
    const before = await model.stateDict()['1.runningMean']!.data();
    const step = (): Tensor =>
      scoped(() => {
        optimizer.zeroGrad();
        const loss = crossEntropy(model.forward(x) as Tensor, targets);
        loss.backward();
        optimizer.step();
        return loss.detach();
      });
    step().dispose();
    const memory = liveMemory();
    for (let i = 0; i < 40; i++) step().dispose();
    expect(liveMemory()).toEqual(memory);
    expect(await model.stateDict()['1.runningMean']!.data()).not.toEqual(before);
    model.eval();
    using _scope = memoryScope();
    const loss = await noGrad(() => crossEntropy(model.forward(x) as Tensor, targets)).item();
    expect(loss).toBeLessThan(0.8 * Math.log(3));
  });
});
