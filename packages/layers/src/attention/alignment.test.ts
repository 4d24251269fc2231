import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Generator, ones, randn, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { AdditiveAttention, MultiplicativeAttention } from '../index.js';
import { describeLayer } from '../testing/index.js';

type Alignment = AdditiveAttention | MultiplicativeAttention;

/** Queries over keys, of which the last is padding; the keys are the values, or others are given. */
const call = (layer: unknown, [query, key, value]: readonly Tensor[]): unknown => {
  const [batch, count] = key!.shape as [number, number, number];
  const keyPaddingMask = tensor(
    Array.from({ length: batch }, () => Array.from({ length: count }, (_, i) => i < count - 1)),
  );
  return (layer as Alignment).forward(query!, (layer as Alignment).prepare(key!, { value, keyPaddingMask }));
};

const cases = {
  'queries over keys': {
    inputs: [
      [2, 3, 4],
      [2, 3, 5],
    ],
    output: [
      [2, 3, 5],
      [2, 3, 3],
    ],
  },
  'other values': {
    inputs: [
      [2, 1, 4],
      [2, 3, 5],
      [2, 3, 2],
    ],
    output: [
      [2, 1, 2],
      [2, 1, 3],
    ],
  },
} as const;

describeLayer('AdditiveAttention', {
  make: () => new AdditiveAttention(4, 5, { hiddenSize: 3 }),
  cases,
  call,
  state: { v: [3], 'query.weight': [4, 3], 'key.weight': [5, 3] },
  wrong: [
    [
      [
        [2, 3, 4],
        [2, 3, 4],
      ],
      '[AdditiveAttention] expected keys [N, S, 5] and a value for each, got [2, 3, 4] and [2, 3, 4].',
    ],
    [
      [
        [3, 3, 4],
        [2, 3, 5],
      ],
      '[AdditiveAttention] expected queries [2, L, 4], as the memory is of 2 sequences, got [3, 3, 4].',
    ],
  ],
});

describeLayer('MultiplicativeAttention', {
  make: () => new MultiplicativeAttention(4, 5),
  cases,
  call,
  state: { 'key.weight': [5, 4] },
  wrong: [
    [
      [
        [2, 3, 4],
        [2, 3, 5],
        [2, 2, 5],
      ],
      '[MultiplicativeAttention] expected keys [N, S, 5] and a value for each, got [2, 3, 5] and [2, 2, 5].',
    ],
  ],
});

forEachBackend(() => {
  const draw = (): [query: Tensor, key: Tensor] => {
    const rng = new Generator(4);
    return [randn([2, 1, 3], { rng }), randn([2, 4, 3], { rng })];
  };

  it('weighs keys by the equation of additive attention', async () => {
    const [query, key] = draw();
    const layer = new AdditiveAttention(3, 3, { hiddenSize: 2 });
    const { weights, output } = layer.forward(query, layer.prepare(key));
    const features = query.matmul(layer.query.weight).add(key.matmul(layer.key.weight)).tanh(); // one query: [2, 4, 2]
    const expected = features.matmul(layer.v).softmax(); // [2, 4]
    expectClose(await weights.data(), await expected.data());
    expectClose(await output.data(), await expected.unsqueeze(-1).mul(key).sum({ axis: 1 }).data());
  });

  it('weighs keys by the inner product, learned or not', async () => {
    const [query, key] = draw();
    const general = new MultiplicativeAttention(3, 3);
    const dot = new MultiplicativeAttention(3, 3, { score: 'dot' });
    const expected = (keys: Tensor): Tensor => keys.mul(query).sum({ axis: -1 }).softmax(); // [2, 4]
    const learned = expected(key.matmul(general.key!.weight));
    expectClose(await general.forward(query, general.prepare(key)).weights.data(), await learned.data());
    expectClose(await dot.forward(query, dot.prepare(key)).weights.data(), await expected(key).data());
  });

  it.each([
    ['additive', AdditiveAttention],
    ['multiplicative', MultiplicativeAttention],
  ] as const)('gives padding no influence, even NaN (%s)', async (_, Attention) => {
    const layer = new Attention(3, 3);
    const [query, key] = draw();
    const keyPaddingMask = tensor([
      [true, true, false, false],
      [true, false, false, false],
    ]);
    const run = (filler: number): Tensor[] => {
      const keys = keyPaddingMask.unsqueeze(-1).where(key, filler);
      keys.requiresGrad = true;
      const { output } = layer.forward(query, layer.prepare(keys, { keyPaddingMask }));
      output.square().sum().backward();
      const parameters = layer.parameters().map((parameter) => parameter.grad!);
      for (const parameter of layer.parameters()) parameter.grad = undefined;
      return [output, keys.grad!, ...parameters];
    };
    const expected = run(0);
    for (const [i, value] of run(Number.NaN).entries())
      expectClose(await value.data(), await expected[i]!.data());
    const short = layer.forward(query, layer.prepare(key.slice(0, 2, { axis: 1 }))).output;
    expectClose(await expected[0]!.select(0, 0).data(), await short.select(0, 0).data());
  });
});

describe('wrong calls', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('say what was expected', () => {
    expect(() => new AdditiveAttention(0, 3)).toThrow(
      '[AdditiveAttention] expected queryDim to be an integer of at least 1, got 0.',
    );
    expect(() => new MultiplicativeAttention(2, 3, { score: 'dot' })).toThrow(
      "expected queries and keys of one size for score: 'dot', got 2 and 3.",
    );
    expect(() => new MultiplicativeAttention(2, 3, { score: 'concat' as never })).toThrow(
      'expected score to be general or dot, got concat.',
    );
    const layer = new MultiplicativeAttention(2, 3);
    const keys = ones([2, 4, 3]);
    expect(() => layer.prepare(keys, { keyPaddingMask: ones([2, 4]) })).toThrow(
      'expected a keyPaddingMask of dtype bool, got float32.',
    );
    expect(() => layer.prepare(keys, { keyPaddingMask: ones([2, 3]).greater(0) })).toThrow(
      'expected a keyPaddingMask of shape [2, 4], got [2, 3].',
    );
    expect(() => layer.prepare([[1]] as never)).toThrow('[MultiplicativeAttention] expected a tensor');
  });
});
