import { concat, Generator, grad, noGrad, ones, randn, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  LearnedPositions,
  MultiheadAttention,
  RotaryPositions,
  SinusoidalPositions,
  Transformer,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

const attention = (path: string, size: number) => ({
  [`${path}inProjWeight`]: [size, 3 * size],
  [`${path}inProjBias`]: [3 * size],
  [`${path}outProj.weight`]: [size, size],
  [`${path}outProj.bias`]: [size],
});
const linear = (path: string, inputs: number, outputs: number) => ({
  [`${path}.weight`]: [inputs, outputs],
  [`${path}.bias`]: [outputs],
});
const norm = (path: string, size: number) => ({ [`${path}.weight`]: [size], [`${path}.bias`]: [size] });
const feedForward = { ...linear('linear1', 4, 3), ...linear('linear2', 3, 4) };

describeLayer('MultiheadAttention', {
  make: () => new MultiheadAttention(4, 2),
  cases: {
    self: { inputs: [[2, 3, 4]], output: [2, 3, 4] },
    cross: {
      inputs: [
        [2, 3, 4],
        [2, 2, 4],
      ],
      output: [2, 3, 4],
    },
    'without a batch': { inputs: [[3, 4]], output: [3, 4] },
  },
  call: (layer, [query, key]) => layer.forward(query, { key }).output,
  state: attention('', 4),
  wrong: [
    [
      [[2, 3, 5]],
      '[MultiheadAttention] expected query [N, L, 4], key [N, S, 4] and value [N, S, 4], got [2, 3, 5], [2, 3, 5], [2, 3, 5].',
    ],
    [
      [
        [2, 3, 4],
        [3, 3, 4],
      ],
      '[MultiheadAttention] expected query [N, L, 4], key [N, S, 4] and value [N, S, 4], got [2, 3, 4], [3, 3, 4], [3, 3, 4].',
    ],
  ],
});

describeLayer('MultiheadAttention with dropout, other sizes and rotary positions', {
  make: () =>
    new MultiheadAttention(4, 1, {
      dropout: 0.5,
      bias: false,
      keyDim: 3,
      valueDim: 2,
      rotary: new RotaryPositions(4),
    }),
  cases: {
    cross: {
      inputs: [
        [2, 3, 4],
        [2, 3, 3],
        [2, 3, 2],
      ],
      output: [
        [2, 3, 4],
        [2, 3, 3],
      ],
    },
  },
  call: (layer, [query, key, value]) => layer.forward(query, { key, value, causal: true, weights: 'mean' }),
  random: true,
  state: { qProjWeight: [4, 4], kProjWeight: [3, 4], vProjWeight: [2, 4], 'outProj.weight': [4, 4] },
});

describeLayer('MultiheadAttention with added keys', {
  make: () => new MultiheadAttention(4, 2, { addBiasKV: true, addZeroAttn: true }),
  cases: {
    self: {
      inputs: [[2, 3, 4]],
      output: [
        [2, 3, 4],
        [2, 2, 3, 5],
      ],
    },
  },
  call: (layer, [x]) => layer.forward(x, { causal: true, weights: 'perHead' }),
  state: {
    inProjWeight: [4, 12],
    inProjBias: [12],
    biasK: [1, 1, 4],
    biasV: [1, 1, 4],
    'outProj.weight': [4, 4],
    'outProj.bias': [4],
  },
});

describeLayer('TransformerEncoderLayer', {
  make: () => new TransformerEncoderLayer(4, 2, { feedForwardDim: 3, activation: 'gelu', dropout: 0 }),
  cases: { batch: { inputs: [[2, 3, 4]], output: [2, 3, 4] } },
  state: { ...attention('selfAttn.', 4), ...feedForward, ...norm('norm1', 4), ...norm('norm2', 4) },
});

describeLayer('TransformerDecoderLayer', {
  make: () =>
    new TransformerDecoderLayer(4, 1, {
      feedForwardDim: 3,
      activation: 'gelu',
      normFirst: true,
      dropout: 0.2,
    }),
  cases: {
    batch: {
      inputs: [
        [2, 2, 4],
        [2, 3, 4],
      ],
      output: [2, 2, 4],
    },
  },
  call: (layer, [x, memory]) => layer.forward(x, memory, { causal: true }),
  random: true,
  state: {
    ...attention('selfAttn.', 4),
    ...attention('multiheadAttn.', 4),
    ...feedForward,
    ...norm('norm1', 4),
    ...norm('norm2', 4),
    ...norm('norm3', 4),
  },
});

describeLayer('SinusoidalPositions', {
  make: () => new SinusoidalPositions(4),
  cases: { batch: { inputs: [[2, 3, 4]], output: [2, 3, 4] } },
  wrong: [[[[4]], '[SinusoidalPositions] expected x of shape [..., L, E], got [4].']],
});

describeLayer('LearnedPositions', {
  make: () => new LearnedPositions(5, 4),
  cases: { batch: { inputs: [[2, 3, 4]], output: [2, 3, 4] } },
  state: { weight: [5, 4] },
  wrong: [
    [[[2, 6, 4]], '[LearnedPositions] expected at most 5 positions, got 6 (x has shape [2, 6, 4]).'],
    [[[2, 3, 5]], '[LearnedPositions] expected 4 features on the last axis, got 5 (x has shape [2, 3, 5]).'],
  ],
});

describeLayer('RotaryPositions', {
  make: () => new RotaryPositions(4, { interleaved: true }),
  cases: { heads: { inputs: [[2, 2, 3, 4]], output: [2, 2, 3, 4] } },
});

describe('attention', () => {
  forEachBackend(() => {
    const close = { rtol: 1e-5, atol: 1e-5 };
    const expectSame = async (a: Tensor, b: Tensor) => expectClose(await a.data(), await b.data(), close);
    const sample = (...shape: number[]) => randn(shape, { rng: new Generator(11) });
    const causalMask = () =>
      tensor([
        [true, false, false],
        [true, true, false],
        [true, true, true],
      ]);

    it('does not look at padding', async () => {
      const layer = new MultiheadAttention(4, 2);
      const x = sample(2, 3, 4);
      const keyPaddingMask = tensor([
        [true, true, false],
        [true, true, true],
      ]);
      const { output, weights } = layer.forward(x, { keyPaddingMask, weights: 'perHead' });
      expect(weights!.shape).toEqual([2, 2, 3, 3]);
      const short = layer.forward(x.slice(0, 1).slice(0, 2, { axis: 1 })).output;
      await expectSame(output.slice(0, 1).slice(0, 2, { axis: 1 }), short);
      expect(new Set(await weights!.slice(0, 1).select(-1, 2).data())).toEqual(new Set([0]));
    });

    it('takes a causal mask as a flag, as booleans and as numbers alike', async () => {
      const layer = new MultiheadAttention(4, 2);
      const x = sample(2, 3, 4);
      const causal = causalMask();
      const flag = layer.forward(x, { causal: true, weights: 'mean' });
      const truth = layer.forward(x, { mask: causal });
      const added = layer.forward(x, { mask: causal.where(0, -Infinity) });
      const perHead = layer.forward(x, { mask: causal.broadcastTo([4, 3, 3]) });
      for (const { output } of [truth, added, perHead]) await expectSame(output, flag.output);
      await expectSame(flag.weights!.sum({ axis: -1 }), ones([2, 3]));
    });

    it('is not touched by padding that is not finite, nor are the gradients', async () => {
      const models = {
        attention: new MultiheadAttention(4, 2),
        encoder: new TransformerEncoder(4, 2, 2, { feedForwardDim: 6, dropout: 0 }),
        decoder: new TransformerDecoderLayer(4, 2, { feedForwardDim: 6, dropout: 0, normFirst: true }),
      };
      const keyPaddingMask = tensor([
        [true, true, false],
        [true, true, true],
      ]);
      const counts = keyPaddingMask.unsqueeze(-1);
      for (const [name, model] of Object.entries(models)) {
        const derive = (padding: number): Tensor[] => {
          const x = counts.where(sample(2, 3, 4), padding);
          x.requiresGrad = true;
          const output =
            name === 'attention'
              ? models.attention.forward(x, { keyPaddingMask }).output
              : name === 'encoder'
                ? models.encoder.forward(x, { keyPaddingMask, causal: true })
                : models.decoder.forward(x, x, { keyPaddingMask, memoryKeyPaddingMask: keyPaddingMask });
          const seen = counts.where(output, 0);
          seen.square().sum().backward();
          const grads = [x, ...model.parameters()].map(({ grad }) => grad!.clone());
          for (const parameter of model.parameters()) parameter.grad = undefined;
          return [seen, ...grads];
        };
        const expected = derive(0);
        for (const padding of [Number.NaN, Number.POSITIVE_INFINITY]) {
          for (const [i, value] of derive(padding).entries()) await expectSame(value, expected[i]!);
        }
      }
    });

    it('adds a learned key and one of zeros, which masks never hide', async () => {
      // PyTorch 1.13: nn.MultiheadAttention(2, 1, bias=False, add_bias_kv=True, add_zero_attn=True), identities for its weights,
      // bias_k [1, 2], bias_v [3, 4], x [[1, 0], [0, 1]], and a causal mask.
      const layer = new MultiheadAttention(2, 1, { bias: false, addBiasKV: true, addZeroAttn: true });
      const identity = tensor([
        [1, 0],
        [0, 1],
      ]);
      layer.inProjWeight!.set(concat([identity, identity, identity], { axis: 1 }));
      layer.outProj.weight.set(identity);
      layer.biasK!.set(tensor([[[1, 2]]]));
      layer.biasV!.set(tensor([[[3, 4]]]));
      const expectedOutput = [
        [1.604448, 1.604448],
        [1.638515, 2.270027],
      ];
      const expectedWeights = [
        [0.401112, 0.0, 0.401112, 0.197776],
        [0.12283, 0.249112, 0.505229, 0.12283],
      ];
      const mask = identity.cast('bool').logicalOr(tensor([[false], [true]]));
      for (const call of [{ causal: true }, { mask }, { mask: mask.where(0, -Infinity) }]) {
        const { output, weights } = layer.forward(identity, { ...call, weights: 'mean' });
        expectClose(await output.data(), expectedOutput.flat(), close);
        expectClose(await weights!.data(), expectedWeights.flat(), close);
      }
    });

    it('gives zeros where everything is masked, with finite gradients', async () => {
      const layer = new MultiheadAttention(4, 2, { bias: false });
      const x = sample(1, 3, 4);
      x.requiresGrad = true;
      const { output } = layer.forward(x, { keyPaddingMask: tensor([[false, false, false]]) });
      expect(new Set(await output.data())).toEqual(new Set([0]));
      output.sum().backward();
      expect((await x.grad!.data()).every(Number.isFinite)).toBe(true);
    });

    it('depends on distances alone with rotary positions', async () => {
      const rotary = new RotaryPositions(4);
      const [q, k] = [sample(1, 4), sample(2, 4).slice(1, 2)];
      const near = rotary
        .forward(q, { offset: 1 })
        .mul(rotary.forward(k, { offset: 3 }))
        .sum();
      const far = rotary
        .forward(q, { offset: 8 })
        .mul(rotary.forward(k, { offset: 10 }))
        .sum();
      await expectSame(near, far);
    });

    it('lets a causal encoder see no later elements', async () => {
      const encoder = new TransformerEncoder(4, 2, 2, { feedForwardDim: 8, dropout: 0, normFirst: true });
      const x = sample(1, 4, 4);
      const whole = encoder.forward(x, { causal: true });
      const part = encoder.forward(x.slice(0, 2, { axis: 1 }), { causal: true });
      await expectSame(whole.slice(0, 2, { axis: 1 }), part);
      expect(encoder.norm).toBeDefined();
    });

    it('has the initial matrices of the paper', async () => {
      const model = new Transformer(8, 2, { numEncoderLayers: 1, numDecoderLayers: 1, feedForwardDim: 16 });
      const bounds: Readonly<Record<string, number>> = {
        'encoder.layers.0.linear1.weight': Math.sqrt(6 / 24),
        'decoder.layers.0.selfAttn.inProjWeight': Math.sqrt(6 / 32),
      };
      const state = model.stateDict();
      for (const [name, bound] of Object.entries(bounds)) {
        const largest = Math.max(...(await state[name]!.abs().data()));
        expect(largest).toBeLessThanOrEqual(bound);
        expect(largest).toBeGreaterThan(0.9 * bound);
      }
      expect(new Set(await state['encoder.layers.0.selfAttn.outProj.bias']!.data())).toEqual(new Set([0]));
    });
  });
});

describe('wrong attention', () => {
  forEachBackend(() => {
    const x = () => ones([2, 3, 4]);
    const cases: [title: string, call: () => unknown, message: string][] = [
      [
        'heads',
        () => new MultiheadAttention(4, 3),
        '[MultiheadAttention] expected numHeads to divide embedDim, got 3 for 4.',
      ],
      [
        'dropout',
        () => new MultiheadAttention(4, 2, { dropout: -1 }),
        '[MultiheadAttention] expected a dropout probability from 0 to 1, got -1.',
      ],
      [
        'padding',
        () => new MultiheadAttention(4, 2).forward(x(), { keyPaddingMask: tensor([[true]]) }),
        '[MultiheadAttention] expected a keyPaddingMask of shape [2, 3], got [1, 1].',
      ],
      [
        'mask',
        () => new MultiheadAttention(4, 2).forward(x(), { mask: ones([2, 2]) }),
        '[MultiheadAttention] expected a mask of shape [3, 3] or [4, 3, 3], got [2, 2].',
      ],
      [
        'mask of integers',
        () => new MultiheadAttention(4, 2).forward(x(), { mask: ones([3, 3], { dtype: 'int32' }) }),
        "[MultiheadAttention] expected a mask of dtype bool or float32, got int32. Use mask.cast('bool'): true is where attention is allowed.",
      ],
      [
        'activation',
        () => new TransformerEncoderLayer(4, 2, { activation: 'sin' as never }),
        "[TransformerEncoderLayer] expected activation to be 'relu', 'gelu' or a function, got sin.",
      ],
      [
        'rotary size',
        () => new RotaryPositions(3),
        '[RotaryPositions] expected an even number of features, got 3.',
      ],
    ];
    for (const [title, call, message] of cases) it(title, () => expect(call).toThrow(message));
  });
});

describe('MultiheadAttention of long sequences', () => {
  forEachBackend((name) => {
    it('has the values and gradients that it has with weights', async () => {
      const rng = new Generator(5);
      const layer = new MultiheadAttention(8, 2);
      const x = randn([2, 100, 8], { rng });
      const [plain, weighed] = await Promise.all(
        ([undefined, 'mean'] as const).map(async (weights) => {
          const { output } = layer.forward(x, { causal: true, weights });
          const [g] = grad(output.square().sum(), [layer.inProjWeight!]);
          return [await output.data(), await g!.data()] as const;
        }),
      );
      expectClose(plain![0], weighed![0], { rtol: 1e-4, atol: 1e-5 });
      expectClose(plain![1], weighed![1], { rtol: 1e-4, atol: 2e-4 }); // sums of 200 rows
    });

    it('takes memory that grows with the length, not with its square', () => {
      const layer = new MultiheadAttention(8, 2);
      const lengths = name === 'wasm' ? [128, 512] : [96, 160];
      const extra = lengths.map((length) => {
        const x = randn([1, length, 8], { rng: new Generator(5) });
        const { backend } = x;
        const before = backend.memory().bytes;
        let most = 0;
        const stop = backend.listen(() => {
          most = Math.max(most, backend.memory().bytes);
        });
        noGrad(() => scoped(() => void layer.forward(x, { causal: true })));
        stop();
        return (most - before) / length;
      });
      expect(extra[1]! / extra[0]!).toBeLessThan(1.1);
    });
  });
});
