import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import {
  AdaptiveAvgPool3d,
  AdaptiveMaxPool3d,
  AvgPool2d,
  AvgPool3d,
  BatchNorm2d,
  Bilinear,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose2d,
  ConvTranspose3d,
  DepthwiseConv2d,
  Dropout,
  Embedding,
  Flatten,
  GELU,
  GlobalAvgPool,
  GRU,
  GroupNorm,
  LayerNorm,
  Linear,
  LSTM,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool2d,
  MaxUnpool3d,
  Module,
  MultiheadAttention,
  PReLU,
  ReLU,
  Residual,
  RNN,
  Sequential,
  SiLU,
  Softmax,
  Transformer,
  TransformerEncoder,
  Upsample,
} from '@neurona/layers';
import { argmax, manualSeed, ones, rand, type Tensor, takeAlongAxis } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { Calling, expectSame, runOnnx, sample } from '../../testing/onnx-runtime.js';
import { exportedOpset, exportONNX, saveONNX } from './export-onnx.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('an exported model gives the same in ONNX Runtime', () => {
  beforeAll(() => {
    manualSeed(11);
  });

  it('as an MLP', async () => {
    await expectSame(
      new Sequential(
        new Flatten(),
        new Linear(64, 20),
        new ReLU(),
        new Dropout(0.5),
        new Linear(20, 10),
        new Softmax(),
      ),
      [1, 8, 8, 1],
    );
  });

  it('as a CNN with batch norm, pooling and a residual', async () => {
    const block = new Sequential(new Conv2d(8, 8, 3, { padding: 'same' }), new BatchNorm2d(8), new PReLU());
    await expectSame(
      new Sequential(
        new Conv2d(3, 8, 3, { stride: 2, padding: 1 }),
        new BatchNorm2d(8),
        new SiLU(),
        new Residual(block),
        new MaxPool2d(2),
        new Conv2d(8, 8, 3, { groups: 2, dilation: 2, padding: 2 }),
        new DepthwiseConv2d(8, 3, { padding: 1 }),
        new AvgPool2d(2, { padding: 1 }),
        new GlobalAvgPool(),
        new Linear(8, 5),
      ),
      [1, 24, 20, 3],
    );
  });

  it('as transposed convolutions and upsampling', async () => {
    await expectSame(
      new Sequential(
        new ConvTranspose2d(4, 6, 3, { stride: 2, padding: 1, outputPadding: 1 }),
        new GELU(),
        new GroupNorm(2, 6),
        new Upsample({ scaleFactor: 2 }),
        new ConvTranspose2d(6, 2, 4, { stride: 2, groups: 2 }),
      ),
      [1, 5, 6, 4],
    );
  });

  it('as convolutions and pooling of volumes', async () => {
    await expectSame(
      new Sequential(
        new Conv3d(2, 4, 3, { padding: 1 }),
        new MaxPool3d(3, { stride: 2, padding: 1 }),
        new ConvTranspose3d(4, 4, 2, { stride: [3, 2, 1], groups: 2 }),
        new AvgPool3d(2, { padding: 1, ceilMode: true }),
        new AdaptiveMaxPool3d([3, 2, 2]),
        new AdaptiveAvgPool3d([2, 1, 1]),
        new Flatten(),
        new Linear(8, 3),
      ),
      [1, 6, 5, 7, 2],
    );
  });

  it('as max pooling with indices, and its undoing', async () => {
    const images = new MaxPool2d(2, { stride: [2, 1] });
    const unpool = new MaxUnpool2d(2, { stride: [2, 1] });
    await expectSame(
      new Calling((x) => {
        const { values, indices } = images.withIndices(x!);
        return { indices, back: unpool.forward(values, indices, [7, 6]) };
      }),
      [1, 7, 6, 3],
    );
    const volumes = new MaxPool3d([2, 1, 2]);
    await expectSame(
      new Calling((x) => {
        const { values, indices } = volumes.withIndices(x!);
        return { indices, back: new MaxUnpool3d([2, 1, 2]).forward(values, indices) };
      }),
      [1, 4, 3, 4, 2],
    );
    await expectSame(
      new Calling((x) => takeAlongAxis(x!, argmax(x!, { axis: 1, keepDims: true }), 1)),
      [1, 5, 3],
    );
  });

  it('as convolutions over sequences, and normalised rows', async () => {
    await expectSame(new Sequential(new Conv1d(3, 8, 5, { padding: 2 }), new LayerNorm(8)), [1, 16, 3]);
  });

  it('as recurrent layers, whose states come out too', async () => {
    await expectSame(new LSTM(4, 6, { numLayers: 2, bidirectional: true }), [1, 7, 4]);
    await expectSame(new GRU(4, 6), [1, 5, 4]);
    await expectSame(new RNN(4, 6, { activation: 'relu', bias: false }), [1, 5, 4]);
    await expectSame(new LSTM(4, 6, { projectedSize: 2 }), [1, 3, 4]); // step by step, as ONNX has no projection
  });

  it('as embeddings and a transformer', async () => {
    class Classifier extends Module {
      readonly embedding: Embedding = new Embedding(5, 16);
      readonly encoder: TransformerEncoder = new TransformerEncoder(16, 4, 2, { feedForwardDim: 32 });
      readonly head: Linear = new Linear(16, 3);

      override forward(tokens: Tensor): Tensor {
        return this.head.forward(this.encoder.forward(this.embedding.forward(tokens)).mean({ axis: 1 }));
      }
    }
    await expectSame(new Classifier(), [{ name: 'tokens', shape: [1, 9], dtype: 'int32' }]);
  });

  it('as attention with weights, and a whole transformer of two inputs', async () => {
    class Attended extends Module<readonly [Tensor], unknown> {
      readonly attention: MultiheadAttention = new MultiheadAttention(8, 2);

      override forward(x: Tensor): unknown {
        return this.attention.forward(x, { weights: 'mean' });
      }
    }
    await expectSame(new Attended(), [1, 6, 8]);
    await expectSame(
      new Transformer(8, 2, { numEncoderLayers: 1, numDecoderLayers: 1, feedForwardDim: 16 }) as never,
      [
        { name: 'source', shape: [1, 5, 8] },
        { name: 'target', shape: [1, 4, 8] },
      ],
    );
    await expectSame(new Bilinear(3, 4, 2), [{ shape: [1, 3] }, { shape: [1, 4] }]);
  });

  const functions: Readonly<Record<string, (x: Tensor) => unknown>> = {
    'unary functions': (x) => [
      x.neg().abs().sign(), x.square(), x.exp(), x.expm1(), x.abs().add(0.1).log(), x.abs().log1p(),
      x.abs().sqrt(), x.abs().add(1).rsqrt(), x.add(5).reciprocal(), x.sin(), x.cos(), x.tan(),
      x.mul(0.4).asin(), x.mul(0.4).acos(), x.atan(), x.sinh(), x.cosh(), x.tanh(), x.asinh(),
      x.abs().add(1).acosh(), x.mul(0.4).atanh(), x.sigmoid(), x.erf(), x.floor(), x.ceil(), x.round(), x.trunc(),
    ], // biome-ignore format: a table
    'functions of two': (x) => [
      x.maximum(0.5), x.minimum(x.neg()), x.div(3), x.abs().pow(1.5), x.remainder(0.7), x.sub(x.mean()),
      x.greater(0).cast('float32'), x.lessEqual(x.neg()).cast('int32'), x.equal(x).logicalNot().cast('float32'),
      x.greater(0).where(x, x.exp()), x.notEqual(1).cast('float32'), x.greater(1).logicalOr(x.less(-1)).cast('int32'),
    ], // biome-ignore format: a table
    reductions: (x) => [
      x.sum({ axis: 1 }), x.mean({ axis: [1, 2], keepDims: true }), x.max({ axis: -1 }), x.min({ axis: 1 }),
      x.prod({ axis: 2 }), x.argmax({ axis: 1 }), x.argmin({ axis: -1 }), x.cumsum({ axis: 1 }), x.logSoftmax({ axis: 1 }),
      x.greater(0).any({ axis: 1 }).cast('int32'), x.greater(-1).all({ axis: 2 }).cast('int32'),
    ], // biome-ignore format: a table
    'moving and cutting': (x) => [
      x.permute([0, 2, 1]), x.flip(1), x.narrow(1, 1, 2), x.narrow(1, 0, 0), x.reshape([-1, 2, 6]), x.unsqueeze(1).squeeze(1),
      x.indexSelect(2, [3, 0, 0]), x.select(1, 0), x.tile([1, 2, 1]),
    ], // biome-ignore format: a table
  };
  it('whose sizes are multiples of the batch, or what is left of it', async () => {
    const rows = (x: Tensor): number => x.shape[0]!;
    await expectSame(new Calling((x) => x!.matmul(x!.t()).reshape([-1])), [1, 3]);
    await expectSame(new Calling((x) => ones([2 * rows(x!) + 1, 3]).mul(x!.sum())), [1, 3]);
    await expectSame(new Calling((x) => x!.narrow(0, rows(x!) - 1, 1)), [1, 3]);
    await expectSame(new Calling((x) => x!.sum({ axis: 0 }).div(rows(x!))), [1, 3]);
  });

  for (const [title, run] of Object.entries(functions))
    it(`in ${title}`, async () => {
      await expectSame(new Calling((x) => run(x!)), [1, 3, 4]);
    });

  it('for one size of the batch where it is fixed', async () => {
    const bytes = await exportONNX(new Linear(3, 2), [5, 3], { batch: 'fixed' });
    const input = await sample({ shape: [5, 3] }, 1);
    expect((await runOnnx(bytes, { input })).output!.shape).toEqual([5, 2]);
    await expect(runOnnx(bytes, { input: await sample({ shape: [4, 3] }, 1) })).rejects.toThrow(/dimension/i);
  });
});

describe('exportONNX', () => {
  it('says its opset, and leaves the model as it was', async () => {
    expect(exportedOpset).toBe(18);
    const model = new Sequential(new Linear(3, 2), new Dropout(0.5));
    const before = await model.parameters()[0]!.data();
    await exportONNX(model, [1, 3]);
    expect(model.training).toBe(true);
    expect(await model.parameters()[0]!.data()).toEqual(before);
  });

  it('writes a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-onnx-'));
    const path = join(folder, 'linear.onnx');
    await saveONNX(new Linear(3, 2), path, [1, 3]);
    const outputs = await runOnnx(new Uint8Array(await readFile(path)), {
      input: await sample({ shape: [2, 3] }, 1),
    });
    expect(outputs.output!.shape).toEqual([2, 2]);
    await rm(folder, { recursive: true });
  });

  it('says what ONNX lacks', async () => {
    const random = new Calling((x) => x!.add(rand([3])));
    await expect(exportONNX(random, [1, 3])).rejects.toThrow(
      '[exportONNX] expected a forward pass without random numbers, got random numbers.',
    );
    await expect(exportONNX(new Calling((x) => x!.cumprod({ axis: 1 })), [1, 3])).rejects.toThrow(
      '[exportONNX] expected a forward pass of operations that ONNX has, got a running product.',
    );
    await expect(exportONNX(new Calling((x) => x!.mul(1 / x!.shape[0]!)), [1, 3])).rejects.toThrow(
      "[exportONNX] expected values that don't depend on the batch's size, got 0.5 and 0.3333333333333333 (fill). Pass { batch: 'fixed' }",
    );
    const bends = [
      [(n: number) => n ** 2, '4, 9, 25'],
      [(n: number) => Math.ceil(n / 2), '1, 2, 3'],
    ] as const;
    for (const [size, text] of bends) {
      const bent = new Calling((x) => ones([size(x!.shape[0]!), 3]).mul(x!.sum()));
      await expect(exportONNX(bent, [1, 3])).rejects.toThrow(
        `[exportONNX] expected sizes that follow from batch in a straight line, got ${text} (batch is 2, 3, 5). Pass { batch: 'fixed' }`,
      );
    }
    await expect(exportONNX(new Linear(3, 2), [1, 4])).rejects.toThrow('[Linear]');
    await expect(exportONNX(new Linear(3, 2), [])).rejects.toThrow(
      "[exportONNX] expected a batch axis in every input, got [] (input). Pass { batch: 'fixed' } for a model without one.",
    );
  });
});
