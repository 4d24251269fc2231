import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beamSearch, type GenerateOptions, generate } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { manualSeed, noteHostValues, ones, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DecoderAttention, EncoderDecoder, type EncoderDecoderConfig } from './encoder-decoder.js';

const tokens = (rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

const attentions: readonly DecoderAttention[] = ['additive', 'dot', 'general', 'none'];

const make = (config: Partial<EncoderDecoderConfig> = {}): EncoderDecoder => {
  manualSeed(2);
  return new EncoderDecoder({
    sourceVocabSize: 9,
    targetVocabSize: 7,
    hiddenSize: 8,
    embedDim: 5,
    ...config,
  });
};

const check = {
  inputs: [
    { shape: [3, 5], dtype: 'int32', low: 0, high: 9 },
    { shape: [3, 4], dtype: 'int32', low: 0, high: 7 },
  ],
  output: [3, 4, 7],
  targets: { shape: [3, 4], dtype: 'int32', low: 0, high: 7 },
  loss: crossEntropy,
  learningRate: 0.05,
  steps: 40,
} as const;

describeArchitecture('EncoderDecoder with additive attention', {
  ...check,
  make: () => new EncoderDecoder({ sourceVocabSize: 9, targetVocabSize: 7, hiddenSize: 24, cell: 'gru' }),
});

describeArchitecture('EncoderDecoder with multiplicative attention', {
  ...check,
  make: () =>
    new EncoderDecoder({
      sourceVocabSize: 9,
      targetVocabSize: 7,
      hiddenSize: 24,
      attention: 'general',
    }),
});

const sources = [[1], [2, 3, 4, 8], [5, 6]];
const lengths = sources.map((row) => row.length);
const padded = (filler: number): Tensor =>
  tokens(sources.map((row) => [...row, filler, filler, filler].slice(0, 4)));
/** Each begins with token 1; -1 is padding, in no loss. */
const targets = [
  [1, 2, 3],
  [1, 4, 5],
  [1, 6, 0],
];
const next = (): Tensor =>
  tokens([
    [2, 3, 0],
    [4, -1, -1],
    [6, 0, -1],
  ]);

async function tokensOf(
  model: EncoderDecoder,
  which: readonly number[],
  options: GenerateOptions,
): Promise<number[][]> {
  const found: number[][] = which.map(() => []);
  const conditioned = model.conditionedOn(which.map((i) => sources[i]!));
  for await (const { prompt, token } of generate(
    conditioned,
    which.map(() => [1]),
    options,
  ))
    found[prompt]!.push(token);
  return found;
}

forEachBackend((backend) => {
  const shown = backend === 'webgpu' ? attentions.slice(0, 2) : attentions; // a GPU in software

  it.each(shown)('pads without a change to any result (attention: %s)', async (attention) => {
    const model = make({ attention, cell: attention === 'dot' ? 'rnn' : 'lstm' });
    const { output, weights } = model.forwardWithWeights(padded(7), tokens(targets), lengths);
    const ofRows = model.forward(sources, [
      [1, 2, 3],
      [1, 4, 5],
      [1, 6],
    ]);
    expectClose(await ofRows.data(), await output.data());
    for (const [i, source] of sources.entries()) {
      const alone = model.forwardWithWeights([source], tokens([targets[i]!]));
      expectClose(await output.select(0, i).data(), await alone.output.data());
      if (attention === 'none') continue;
      const seen = weights!.select(0, i); // [T, S]
      expectClose(await seen.slice(0, source.length, { axis: 1 }).data(), await alone.weights!.data());
      expectClose(await seen.sum({ axis: 1 }).data(), [1, 1, 1]);
    }
  });

  it.each(shown)('pads without a change to any gradient (attention: %s)', async (attention) => {
    const model = make({ attention, cell: 'gru', numLayers: 2 });
    const gradients = async (): Promise<number[][]> => {
      const found = model.parameters().map(async ({ grad }) => Array.from(await grad!.data(), Number));
      const values = await Promise.all(found);
      for (const parameter of model.parameters()) parameter.grad = undefined;
      return values;
    };
    const loss = (logits: Tensor, wanted: Tensor): Tensor =>
      crossEntropy(logits, wanted, { ignoreIndex: -1, reduction: 'sum' });
    loss(model.forward(padded(7), tokens(targets), lengths), next()).backward();
    const together = await gradients();
    for (const [i, source] of sources.entries()) {
      const length = [3, 1, 2][i]!; // without the padding of the target
      const own = tokens([targets[i]!.slice(0, length)]);
      loss(
        model.forward([source], own),
        next()
          .slice(i, i + 1)
          .slice(0, length, { axis: 1 }),
      ).backward();
    }
    for (const [i, gradient] of (await gradients()).entries()) expectClose(together[i]!, gradient);
  });

  it.each(shown)('goes on token by token as it reads the whole target (attention: %s)', async (attention) => {
    const model = make({ attention, cell: 'gru' });
    const conditioned = model.conditionedOn(sources);
    const whole = model.forward(sources, tokens(targets));
    const first = conditioned.nextToken(
      tokens([
        [1, 2],
        [1, 0],
        [1, 6],
      ]),
      { lengths: [2, 1, 2] },
    );
    expectClose(await first.logits.select(0, 0).data(), await whole.select(0, 0).select(0, 1).data());
    expectClose(await first.logits.select(0, 1).data(), await whole.select(0, 1).select(0, 0).data());
    const state = conditioned.selectRows(first.state, tensor([2, 0, 2], { dtype: 'int32' }));
    const then = conditioned.nextToken(tokens([[0], [3], [0]]), { state });
    expectClose(await then.logits.data(), await whole.select(1, 2).indexSelect(0, [2, 0, 2]).data());
  });

  if (backend === 'webgpu') return; // the same calls as above
  it('writes several targets as it does each alone, and leaves nothing behind', async () => {
    const model = make({ numLayers: 2, dropout: 0.5 });
    for (const ending of [{ maxNewTokens: 6 }, { maxNewTokens: 6, stopTokens: [3] }]) {
      const before = liveMemory();
      const options = { ...ending, temperature: 0 };
      const together = await tokensOf(model, [0, 1, 2], options);
      for (const i of [0, 1, 2]) expect(together[i]).toEqual((await tokensOf(model, [i], options))[0]);
      const [greedy] = await beamSearch(model.conditionedOn([sources[1]!]), [1], { ...ending, beams: 1 });
      expect(greedy!.tokens).toEqual(together[1]);
      expect(liveMemory()).toEqual(before);
    }
    const sampled = { seed: 3, maxNewTokens: 6 };
    expect(await tokensOf(model, [0, 1, 2], sampled)).toEqual(await tokensOf(model, [0, 1, 2], sampled));
    const found = await beamSearch(model.conditionedOn([sources[1]!]), [1], { beams: 4, maxNewTokens: 3 });
    expect(found).toHaveLength(4);
    expect(model.training).toBe(true);
  });
});

describe('wrong calls', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it.each<[Partial<EncoderDecoderConfig>, string]>([
    [{ targetVocabSize: 0 }, '[Embedding] expected vocabSize to be an integer of at least 1, got 0.'],
    [
      { hiddenSize: 7 },
      '[EncoderDecoder] expected an even hiddenSize, as each direction of the encoder has half of it, got 7.',
    ],
    [
      { attention: 'luong' as never },
      '[EncoderDecoder] expected attention to be additive, dot, general, none, got luong.',
    ],
    [{ cell: 'LSTM' as never }, 'expected cell to be rnn, gru, lstm, got LSTM.'],
    [{ vocabSize: 3 } as never, 'vocabSize'],
  ])('refuse %o', (config, message) => {
    expect(() => make(config)).toThrow(message);
  });

  const target = (): Tensor =>
    tokens([
      [1, 2],
      [1, 3],
    ]);
  const known = (rows: readonly (readonly number[])[]): Tensor =>
    noteHostValues(tokens(rows), Int32Array.from(rows.flat()));
  it.each<[title: string, call: (model: EncoderDecoder) => unknown, message: string]>([
    [
      'an empty source',
      (model) => model.forward([[1], []], target()),
      '[SequenceEncoder] expected at least one token for each example, got none (example 1).',
    ],
    ['no sources', (model) => model.forward([], target()), 'expected a row of tokens for each example'],
    [
      'one source that is no row',
      (model) => model.conditionedOn([1, 2] as never),
      'Put the tokens of one example into another array: [tokens].',
    ],
    [
      'a source token out of range',
      (model) => model.forward([[1], [3, 9]], target()),
      'expected tokens from 0 to 8, got 9 (step 1 of example 1).',
    ],
    [
      'the same in a tensor',
      (model) =>
        model.forward(
          known([
            [1, 2],
            [-1, 4],
          ]),
          target(),
        ),
      '[SequenceEncoder] expected tokens from 0 to 8, got -1 (step 0 of example 1).',
    ],
    [
      'a token that is no integer',
      (model) => model.conditionedOn([[1], [2.5]]),
      'got 2.5 (step 0 of example 1).',
    ],
    [
      'lengths beside rows',
      (model) => model.forward([[1], [2]], target(), [1, 1]),
      'expected no lengths beside rows',
    ],
    [
      'a length of 0',
      (model) =>
        model.forward(
          tokens([
            [1, 2],
            [3, 4],
          ]),
          target(),
          [2, 0],
        ),
      'expected lengths from 1 to 2, the padded length, got 0 (example 1).',
    ],
    [
      'a length beyond the padding',
      (model) =>
        model.forward(
          tokens([
            [1, 2],
            [3, 4],
          ]),
          target(),
          [3, 1],
        ),
      'got 3 (example 0)',
    ],
    [
      'a target token out of range',
      (model) =>
        model.forward(
          [[1], [2]],
          known([
            [1, 7],
            [1, 2],
          ]),
        ),
      '[EncoderDecoder] expected tokens from 0 to 6, got 7 (step 1 of example 0).',
    ],
    [
      'targets of another batch',
      (model) => model.forward([[1], [2], [3]], target()),
      '[EncoderDecoder] expected target tokens for each of 3 sources, [3, T], got [2, 2].',
    ],
    [
      'targets that are no integers',
      (model) => model.forward([[1]], ones([1, 2])),
      'expected int32 tokens, got float32.',
    ],
  ])('name %s', (_, call, message) => {
    expect(() => call(make())).toThrow(message);
  });

  it('says that there must be a prompt for each source', async () => {
    const run = generate(make().conditionedOn([[1], [2]]), [1]).next();
    await expect(run).rejects.toThrow('expected target tokens for each of 2 sources, [2, T], got [1, 1].');
  });
});
