import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { parallelStreams } from '@neurona/datasets';
import { generate } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { isTensor, manualSeed, type Tensor, tensor, zeros } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { evaluate, fit } from '@neurona/training';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { charRNN, RecurrentLanguageModel, type RecurrentLanguageModelConfig } from './language-model.js';

const tokens = (rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

const check = {
  inputs: [{ shape: [4, 6], dtype: 'int32', low: 0, high: 7 }],
  output: [4, 6, 7],
  targets: { shape: [4, 6], dtype: 'int32', low: 0, high: 7 },
  loss: crossEntropy,
  learningRate: 0.03,
} as const;

describeArchitecture('RecurrentLanguageModel', {
  ...check,
  make: () =>
    new RecurrentLanguageModel({ vocabSize: 7, hiddenSize: 24, embedDim: 8, numLayers: 2, dropout: 0 }),
  published: {
    'network of word_language_model in pytorch/examples': {
      make: () =>
        new RecurrentLanguageModel({ vocabSize: 33278, hiddenSize: 200, numLayers: 2, dropout: 0.2 }),
      input: [3, 5],
      dtype: 'int32',
      output: [3, 5, 33278],
      facts: {
        parameters: 33278 * 200 + 2 * (2 * 200 * 800 + 2 * 800) + 200 * 33278 + 33278,
        stateDict: [
          ['embedding.weight', [33278, 200]],
          ...[0, 1].flatMap((k): [string, number[]][] => [
            [`rnn.weight_ih_l${k}`, [800, 200]],
            [`rnn.weight_hh_l${k}`, [800, 200]],
            [`rnn.bias_ih_l${k}`, [800]],
            [`rnn.bias_hh_l${k}`, [800]],
          ]),
          ['fc.weight', [33278, 200]],
          ['fc.bias', [33278]],
        ],
      },
    },
  },
});

describeArchitecture('RecurrentLanguageModel, tied, of GRU layers', {
  ...check,
  make: () => new RecurrentLanguageModel({ vocabSize: 7, hiddenSize: 24, cell: 'gru', tied: true }),
});

forEachBackend(() => {
  it.each(['rnn', 'gru', 'lstm'] as const)(
    'of %s goes on from a state as if it had read the whole',
    async (cell) => {
      const model = new RecurrentLanguageModel({ vocabSize: 5, hiddenSize: 6, cell, numLayers: 2 });
      const whole = model.forwardFrom(
        undefined,
        tokens([
          [1, 2, 3, 4],
          [0, 1, 0, 2],
        ]),
      );
      const first = model.forwardFrom(
        undefined,
        tokens([
          [1, 2],
          [0, 1],
        ]),
      );
      const second = model.forwardFrom(
        first.state,
        tokens([
          [3, 4],
          [0, 2],
        ]),
      );
      expectClose(await second.output.data(), await whole.output.slice(2, 4, { axis: 1 }).data());
      const next = model.nextToken(
        tokens([
          [3, 4],
          [0, 2],
        ]),
        { state: first.state },
      );
      expectClose(await next.logits.data(), await whole.output.select(1, -1).data());
      const swapped = model.selectRows(first.state, tensor([1, 0, 1], { dtype: 'int32' }));
      const again = model.nextToken(
        tokens([
          [0, 2],
          [3, 4],
          [0, 2],
        ]),
        { state: swapped },
      );
      expectClose(
        await again.logits.data(),
        await whole.output.select(1, -1).indexSelect(0, [1, 0, 1]).data(),
      );
    },
  );

  it('scores the same with padding as without, in any order of lengths', async () => {
    const model = new RecurrentLanguageModel({ vocabSize: 5, hiddenSize: 6, numLayers: 2 });
    const rows = [[1], [2, 3, 4, 0], [4, 4]];
    const padded = tokens(rows.map((row) => [...row, 3, 3, 3].slice(0, 4)));
    const { logits } = model.nextToken(padded, { lengths: [1, 4, 2] });
    const outputs = model.forward(rows);
    const lengths = tensor([1, 4, 2], { dtype: 'int32' }); // as `padCollate` adds them
    expectClose(await model.forward(padded, lengths).data(), await outputs.data());
    for (const [i, row] of rows.entries()) {
      const own = outputs.select(0, i).slice(0, row.length);
      expectClose(await own.data(), await model.forward(tokens([row])).data());
      const alone = model.nextToken(tokens([row]), {});
      expectClose(await logits.slice(i, i + 1).data(), await alone.logits.data());
    }
  });
});

describe('training with a state that is carried over', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  const ids = Int32Array.from({ length: 61 }, (_, i) => (i * i) % 5);
  const make = (): RecurrentLanguageModel => {
    manualSeed(3);
    return new RecurrentLanguageModel({ vocabSize: 5, hiddenSize: 6, cell: 'gru' });
  };

  it('has the gradients of truncated backpropagation, and begins each epoch anew', async () => {
    const model = make();
    const byHand = make();
    const data = parallelStreams(ids, { streams: 3, contextLength: 5 });
    const settings = { loss: crossEntropy, epochs: 2, carryState: true, progress: false } as const;
    const history = await fit(model, data, {
      ...settings,
      optimizer: new SGD(model.parameters(), { learningRate: 0.1 }),
    });
    const optimizer = new SGD(byHand.parameters(), { learningRate: 0.1 });
    const means: number[] = [];
    for (let epoch = 0; epoch < 2; epoch++) {
      let state: Tensor | undefined;
      const losses: number[] = [];
      for await (const [x, y] of data) {
        const { output, state: after } = byHand.forwardFrom(state, x!);
        const loss = crossEntropy(output, y!);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        losses.push(Number(await loss.item()));
        if (isTensor(after)) state = after.detach().clone();
      }
      means.push(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
    }
    for (const [i, mean] of means.entries()) expect(history.epochs[i]!.loss).toBeCloseTo(mean, 5);
    for (const [i, parameter] of model.parameters().entries())
      expectClose(await parameter.data(), await byHand.parameters()[i]!.data());
  });

  it('evaluates long texts as one, where windows alone know less', async () => {
    const model = make();
    const whole = parallelStreams(ids, { streams: 1, contextLength: 60 });
    const cut = parallelStreams(ids, { streams: 1, contextLength: 10 });
    const { loss } = await evaluate(model, whole, { loss: crossEntropy });
    const carried = await evaluate(model, cut, { loss: crossEntropy, carryState: true });
    expect(carried.loss).toBeCloseTo(loss!, 5);
    expect((await evaluate(model, cut, { loss: crossEntropy })).loss).not.toBeCloseTo(loss!, 5);
  });
});

describe('wrong calls', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it.each<[Partial<RecurrentLanguageModelConfig>, string]>([
    [{ vocabSize: 0 }, '[Embedding] expected vocabSize to be an integer of at least 1, got 0.'],
    [{ tied: true, embedDim: 3 }, 'expected embedDim to be hiddenSize, 4, where embeddings are tied, got 3.'],
    [{ cell: 'LSTM' as never }, '[RecurrentLanguageModel] expected cell to be rnn, gru, lstm, got LSTM.'],
    [{ dropout: 2 }, 'expected a probability from 0 to 1, got 2.'],
    [{ hidden: 3 } as never, 'hidden'],
  ])('refuse %o', (config, message) => {
    expect(() => new RecurrentLanguageModel({ vocabSize: 5, hiddenSize: 4, ...config })).toThrow(message);
  });

  it('say which example is wrong', () => {
    const model = charRNN(5, { hiddenSize: 4 });
    expect(() =>
      model.forward(
        tokens([
          [1, 2],
          [3, 5],
        ]),
      ),
    ).toThrow('[RecurrentLanguageModel] expected tokens from 0 to 4, got 5 (step 1 of example 1).');
    const x = tokens([
      [1, 2],
      [3, 4],
    ]);
    const refused = (lengths: readonly number[], message: string): void =>
      expect(() => model.forward(x, { lengths })).toThrow(message);
    refused(
      [2, 0],
      '[RecurrentLanguageModel] expected lengths from 1 to 2, the padded length, got 0 (example 1).',
    );
    refused([3, 1], 'got 3 (example 0)');
    refused([2], 'expected a length for each of 2 examples, [2], got [1].');
    expect(() => model.forward(tensor([[1, 2]]))).toThrow('expected int32 tokens, got float32.');
    expect(() => model.forward(tensor([1], { dtype: 'int32' }))).toThrow(
      'expected tokens [N, L] of at least one step, got [1].',
    );
    const { state } = model.forwardFrom(undefined, tokens([[1], [2], [3]]));
    expect(() => model.forwardFrom(state, x)).toThrow(
      '[LSTM] expected a hidden state of shape [2, 2, ...], got [2, 3, 4]',
    );
    expect(() => generate(model, [9])).toThrow('expected tokens from 0 to 4, got 9 (token 0).');
  });

  it.each<[title: string, call: (model: RecurrentLanguageModel) => unknown, message: string]>([
    [
      'an empty row',
      (model) => model.forward([[1], []]),
      'at least one token for each example, got none (example 1).',
    ],
    [
      'a token out of range in a row',
      (model) => model.forward([[1], [2, 5]]),
      'from 0 to 4, got 5 (step 1 of example 1).',
    ],
    [
      'no tokens',
      (model) => model.forward(undefined as never),
      'expected a row of tokens for each example, got undefined.',
    ],
    [
      'an option that is not there',
      (model) => model.forward([[1]], { length: [1] } as never),
      'got length. Did you mean lengths?',
    ],
    [
      'lengths that are no integers',
      (model) => model.forward(tokens([[1, 2]]), { lengths: [1.5] }),
      'got 1.5 (example 0).',
    ],
    [
      'the state of another cell',
      (model) => model.forwardFrom(zeros([2, 1, 4]), [[1]]),
      '[LSTM] expected a hidden state of shape [2, 1, ...], got no tensor',
    ],
    [
      'the state of another size',
      (model) => model.forwardFrom({ hidden: zeros([2, 1, 3]), cell: zeros([2, 1, 3]) }, [[1]]),
      'expected a hidden state of shape [1, 4], got [1, 3]',
    ],
  ])('name %s', (_, call, message) => {
    expect(() => call(charRNN(5, { hiddenSize: 4 }))).toThrow(message);
  });
});
