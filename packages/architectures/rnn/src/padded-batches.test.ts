import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { DataLoader, type Dataset, hostArray, padCollate, padSequences } from '@neurona/datasets';
import { crossEntropy, type Module } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { manualSeed, noteHostValues, type Tensor, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { evaluate, fit } from '@neurona/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { SequenceClassifier } from './sequence-classifier.js';
import { SequenceTagger } from './sequence-tagger.js';

const texts = [[1, 2, 3, 4, 5], [6], [7, 8, 1], [2, 2]];
const padding = -100; // a target that the loss ignores

/** Texts of different lengths, with a class for each or a tag for each token. */
const dataset = (targets: 'class' | 'tags'): Dataset => ({
  length: texts.length,
  get: (i) => [
    hostArray(Int32Array.from(texts[i]!)),
    targets === 'class'
      ? hostArray(i % 3, [], 'int32')
      : hostArray(
          texts[i]!.map((t) => t % 3),
          [texts[i]!.length],
          'int32',
        ),
  ],
});

const config = { vocabSize: 9, hiddenSize: 5, numLayers: 2, bidirectional: true } as const;
const loss = (logits: Tensor, y: Tensor): Tensor => crossEntropy(logits, y, { ignoreIndex: padding });

const kinds = {
  classifier: {
    data: dataset('class'),
    make: () => new SequenceClassifier({ ...config, numClasses: 3 }),
    collate: padCollate({ 0: { value: 8, mask: false, lengths: true } }),
    withMask: padCollate({ 0: { value: 8 } }),
  },
  tagger: {
    data: dataset('tags'),
    make: () => new SequenceTagger({ ...config, numTags: 3 }),
    collate: padCollate({ 0: { value: 8, mask: false, lengths: true }, 1: { value: padding, mask: false } }),
    withMask: padCollate({ 0: { value: 8 }, 1: { value: padding, mask: false } }),
  },
};

describe.each(Object.entries(kinds))('batches of unequal lengths, in a sequence %s', (_name, kind) => {
  beforeAll(async () => {
    await useBackend(wasm());
  });

  const batches = (collate: typeof kind.collate) =>
    new DataLoader(kind.data, { batchSize: texts.length, collate });

  /** The weights after one step of gradient descent. */
  async function trained(data: DataLoader, accumulate: number): Promise<number[][]> {
    manualSeed(3);
    const model: Module<readonly Tensor[]> = kind.make() as never;
    const optimizer = new SGD(model.parameters(), { learningRate: 1 });
    await fit(model, data, { loss, optimizer, accumulate, progress: false });
    return Promise.all(model.parameters().map(async (weight) => Array.from(await weight.data(), Number)));
  }

  it('are trained as the sequences alone are, by lengths and by masks', async () => {
    const alone = await trained(new DataLoader(kind.data, { batchSize: 1 }), texts.length);
    for (const collate of [kind.collate, kind.withMask]) {
      const together = await trained(batches(collate), 1);
      for (const [i, weight] of together.entries()) expectClose(weight, alone[i]!);
    }
  });

  it('have the loss of the sequences alone', async () => {
    const model: Module<readonly Tensor[]> = kind.make() as never;
    const alone = await evaluate(model, new DataLoader(kind.data, { batchSize: 1 }), { loss });
    const together = await evaluate(model, batches(kind.collate), { loss });
    expectClose(together.loss!, alone.loss!);
  });
});

describe('masks in the place of lengths', () => {
  it('are refused where they begin with padding, or have another shape', () => {
    const model = new SequenceClassifier({ ...config, numClasses: 3 });
    const { values, mask } = padSequences(
      texts.map((text) => Int32Array.from(text)),
      { side: 'left' },
    );
    const x = tensor(values.values, values);
    const known = noteHostValues(tensor(mask.values, mask), mask.values); // as in batches of a DataLoader
    expect(() => model.forward(x, known)).toThrow(
      '[SequenceClassifier] expected a mask that is true up to the end of each sequence, and false beyond it, got one that begins with false (example 1). Pad sequences on the right, and leave empty ones out.',
    );
    expect(() => model.forward(x, tensor([true, false]))).toThrow('[SequenceClassifier] expected');
  });
});
