import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { crossEntropy } from '@neurona/layers';
import { type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { SequenceClassifier } from './sequence-classifier.js';
import { SequenceTagger } from './sequence-tagger.js';

const tokens = (rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

describeArchitecture('SequenceClassifier', {
  make: () =>
    new SequenceClassifier({
      vocabSize: 9,
      embedDim: 6,
      hiddenSize: 12,
      numClasses: 3,
      bidirectional: true,
      cell: 'gru',
    }),
  inputs: [{ shape: [6, 5], dtype: 'int32', low: 0, high: 9 }],
  output: [6, 3],
  targets: { shape: [6], dtype: 'int32', low: 0, high: 3 },
  loss: crossEntropy,
});

describeArchitecture('SequenceTagger', {
  make: () => new SequenceTagger({ inputSize: 4, hiddenSize: 12, numTags: 3 }),
  inputs: [[4, 5, 4]],
  output: [4, 5, 3],
  targets: { shape: [4, 5], dtype: 'int32', low: 0, high: 3 },
  loss: crossEntropy,
  learningRate: 0.03,
});

const rows = [[1], [2, 3, 4, 0], [4, 4]];
const padded = (filler: number): Tensor =>
  tokens(rows.map((row) => [...row, filler, filler, filler].slice(0, 4)));
const lengths = rows.map((row) => row.length);

forEachBackend(() => {
  it.each([
    ['rnn', false],
    ['gru', true],
    ['lstm', true],
  ] as const)(
    'pads without a change to any result, of %s, in both directions: %s',
    async (cell, bidirectional) => {
      const config = { vocabSize: 5, hiddenSize: 6, numLayers: 2, cell, bidirectional };
      const classifier = new SequenceClassifier({ ...config, numClasses: 3 });
      const tagger = new SequenceTagger({ ...config, numTags: 3 });
      const classes = classifier.forward(padded(3), lengths);
      const ofRows = classifier.forward(rows);
      const tags = tagger.forward(padded(3), tensor(lengths, { dtype: 'int32' }));
      for (const [i, row] of rows.entries()) {
        expectClose(await classes.select(0, i).data(), await classifier.forward(tokens([row])).data());
        expectClose(await ofRows.select(0, i).data(), await classes.select(0, i).data());
        const own = tags.select(0, i).slice(0, row.length);
        expectClose(await own.data(), await tagger.forward(tokens([row])).data());
      }
    },
  );

  it('takes features of different lengths as rows', async () => {
    const model = new SequenceTagger({ inputSize: 2, hiddenSize: 3, numTags: 2, cell: 'gru' }).eval();
    const examples = [
      [
        [0.1, 2],
        [0.3, -4],
        [5, 0.6],
      ],
      [[0.7, 8]],
    ];
    const tags = model.forward(examples);
    expect(tags.shape).toEqual([2, 3, 2]);
    for (const [i, steps] of examples.entries()) {
      const own = tags.select(0, i).slice(0, steps.length);
      expectClose(await own.data(), await model.forward(tensor([steps])).data());
    }
  });

  it('pads without a change to any gradient', async () => {
    const model = new SequenceClassifier({ vocabSize: 5, hiddenSize: 6, numClasses: 3, bidirectional: true });
    const targets = tensor([0, 1, 2], { dtype: 'int32' });
    const gradients = async (): Promise<number[][]> => {
      const found = await Promise.all(
        model.parameters().map(async ({ grad }) => Array.from(await grad!.data(), Number)),
      );
      for (const parameter of model.parameters()) parameter.grad = undefined;
      return found;
    };
    crossEntropy(model.forward(padded(3), lengths), targets).backward();
    const together = await gradients();
    for (const [i, row] of rows.entries()) {
      crossEntropy(model.forward(tokens([row])), targets.slice(i, i + 1))
        .div(3)
        .backward();
    }
    for (const [i, gradient] of (await gradients()).entries()) expectClose(together[i]!, gradient);
  });
});

describe('wrong calls', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('say what is missing, and which example is wrong', () => {
    expect(() => new SequenceClassifier({ hiddenSize: 3, numClasses: 2 })).toThrow(
      '[SequenceClassifier] expected vocabSize for tokens, or inputSize for features, got neither.',
    );
    expect(() => new SequenceTagger({ vocabSize: 3, inputSize: 3, hiddenSize: 3, numTags: 2 })).toThrow(
      'got both.',
    );
    expect(() => new SequenceTagger({ inputSize: 3, hiddenSize: 3, tags: 2 } as never)).toThrow('tags');
    const model = new SequenceTagger({ inputSize: 3, hiddenSize: 3, numTags: 2 });
    expect(() => model.forward(tensor([[1, 2, 3]]))).toThrow(
      '[SequenceTagger] expected sequences [N, L, 3] of at least one step, got [1, 3].',
    );
    const wrongLengths = tensor([2, 0], { dtype: 'int32' });
    expect(() => model.forward(tensor([[[1, 2, 3]], [[1, 2, 3]]]), wrongLengths)).toThrow(
      '[SequenceTagger] expected lengths from 1 to 1, the padded length, got 2 (example 0). Leave empty sequences out.',
    );
  });

  it.each<[title: string, x: unknown, message: string]>([
    ['no examples', [], 'expected steps for each example, got no examples.'],
    [
      'an empty example',
      [[[1, 2]], []],
      'expected at least one step for each example, got [] (example 1). Leave empty sequences out.',
    ],
    ['other features', [[[1, 2], [3]]], 'expected 2 features, as an array, got [3] (step 1 of example 0).'],
    ['steps without features', [[1, 2]], 'expected 2 features, as an array, got 1 (step 0 of example 0).'],
    [
      'a missing value',
      [[[1, 2]], [[1, Number.NaN]]],
      'expected finite numbers, got NaN (feature 1 of step 0 of example 1). Fill missing values in first.',
    ],
  ])('name %s in rows of features', (_, x, message) => {
    const model = new SequenceClassifier({ inputSize: 2, hiddenSize: 3, numClasses: 2 });
    expect(() => model.forward(x as never)).toThrow(`[SequenceClassifier] ${message}`);
  });
});
