import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { manualSeed, noGrad, randn, scoped, type Tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AnyModule,
  Conv2d,
  ConvTranspose2d,
  DepthwiseConv2d,
  Flatten,
  Linear,
  MultiheadAttention,
  QuantizedLinear,
  quantize,
  ReLU,
  Sequential,
  summary,
  TransformerEncoderLayer,
} from '../index.js';

beforeAll(() => useBackend(cpu()));
beforeEach(() => manualSeed(4));

const network = (): Sequential => new Sequential(new Linear(128, 192), new ReLU(), new Linear(192, 128));

async function outputs(model: AnyModule, x: Tensor): Promise<Float32Array> {
  using y = noGrad(() => scoped(() => model.forward(x) as Tensor));
  return (await y.data()) as Float32Array;
}

/** The root mean square of the difference, as a share of what it should be. */
function distance(a: Float32Array, b: Float32Array): number {
  const squares = (of: (i: number) => number) => a.reduce((sum, _, i) => sum + of(i) ** 2, 0);
  return Math.sqrt(squares((i) => a[i]! - b[i]!) / squares((i) => b[i]!));
}

describe('quantize', () => {
  it.each([
    [16, 16.5, 0.00005, 0.0005],
    [8, 8.5, 0.001, 0.02],
    [4, 4.5, 0.02, 0.2],
  ] as const)(
    'keeps %s bits of each weight, and outputs near those of before',
    async (bits, bitsInAll, least, most) => {
      const x = randn([5, 128]);
      const before = liveMemory().bytes;
      const model = network();
      const whole = liveMemory().bytes - before;
      const expected = await outputs(model, x);
      const biases = 4 * (192 + 128);
      expect(quantize(model, { bits })).toBe(model);
      expect(liveMemory().bytes - before).toBe(((whole - biases) * bitsInAll) / 32 + biases);
      const error = distance(await outputs(model, x), expected);
      expect(error).toBeGreaterThan(least);
      expect(error).toBeLessThan(most);
      model.dispose();
      expect(liveMemory().bytes).toBe(before);
    },
  );

  it('finds layers in any module, and leaves what it is told to keep', async () => {
    const layer = new TransformerEncoderLayer(32, 4, { dropout: 0, feedForwardDim: 64 });
    const x = randn([2, 3, 32]);
    const expected = await outputs(layer.eval(), x);
    quantize(layer, { keep: [layer.linear1] });
    expect(layer.linear1).toBeInstanceOf(Linear);
    expect(layer.linear2).toBeInstanceOf(QuantizedLinear);
    expect(layer.selfAttn).toBeInstanceOf(MultiheadAttention);
    expect(layer.selfAttn.outProj).toBeInstanceOf(QuantizedLinear);
    expect(distance(await outputs(layer, x), expected)).toBeLessThan(0.01);
    expect(String(layer.linear2)).toBe('QuantizedLinear(64, 32, bits: 8)');
  });

  it('loads what it saved', async () => {
    const [model, other] = [quantize(network(), { bits: 4 }), quantize(network(), { bits: 4 })];
    other.loadStateDict(model.stateDict());
    const x = randn([1, 128]);
    expect(await outputs(other, x)).toEqual(await outputs(model, x));
  });

  it('stores convolutions, plain and transposed, where it is asked to and they get smaller', async () => {
    const x = randn([1, 6, 6, 16]);
    x.requiresGrad = true;
    const make = () =>
      new Sequential(
        new Conv2d(16, 24, 3, { stride: 2, paddingMode: 'reflect', padding: 1 }),
        new DepthwiseConv2d(24, 3, { padding: 'same' }),
        new ConvTranspose2d(24, 8, 2, { stride: 2 }),
        new Flatten(),
        new Linear(288, 4),
      );
    const model = make();
    const bytes = (): number => Object.values(model.stateDict()).reduce((sum, { size }) => sum + 4 * size, 0);
    const whole = bytes();
    const expected = await outputs(model, x);
    quantize(model, { bits: 16, convolutions: true });
    const inputs = [144, 96, 288].map((count) => 64 * Math.ceil(count / 64)); // whole blocks
    const rounded = [24, 8, 4].reduce((sum, count, i) => sum + (count * inputs[i]! * 16.5) / 8, 0);
    expect(bytes()).toBe(rounded + 4 * (24 + 9 * 24 + 24 + 8 + 4));
    expect(bytes()).toBeLessThan(0.75 * whole);
    expect(distance(await outputs(model, x), expected)).toBeLessThan(0.001);
    expect(String(summary(model, [1, 6, 6, 16]))).toContain('QuantizedConvolution');
    expect(model.layers.map(String)).toEqual([
      'QuantizedConvolution(16, 24, kernelSize: [3, 3], stride: 2, padding: 1, bits: 16)',
      'DepthwiseConv2d(24, 24, kernelSize: [3, 3], padding: "same", groups: 24)',
      'QuantizedConvolution(24, 8, kernelSize: [2, 2], stride: 2, bits: 16)',
      'Flatten()',
      'QuantizedLinear(288, 4, bits: 16)',
    ]);
    scoped(() => model.forward(x).sum().backward());
    expect((await x.grad!.data()).some((value) => value !== 0)).toBe(true);
    const other = quantize(make(), { bits: 16, convolutions: true });
    other.loadStateDict(model.stateDict());
    expect(await outputs(other, x)).toEqual(await outputs(model, x));
    expect(() => quantize(new Conv2d(2, 2, 3), { convolutions: true })).toThrow(
      '[quantize] expected a model with linear layers or convolutions inside, got Conv2d. A single layer is rounded by new QuantizedConvolution(layer, bits).',
    );
  });

  it('passes gradients on to what is below, in a training whose memory is constant', async () => {
    const model = new Sequential(new Linear(8, 128), ...quantize(network()).layers);
    const x = randn([4, 8]);
    const step = (): void =>
      scoped(() => {
        model.forward(x).square().mean().backward();
      });
    step();
    const { weight } = model.layers[0] as Linear;
    const first = await weight.grad!.data();
    expect(first.some((value) => Math.abs(value) > 1e-6)).toBe(true);
    const live = liveMemory();
    step();
    expect(liveMemory()).toEqual(live);
    expectClose(
      await weight.grad!.data(),
      first.map((value) => 2 * value),
      { rtol: 1e-5, atol: 1e-7 },
    );
  });

  it('refuses what it can not round', () => {
    expect(() => quantize(new Linear(2, 2))).toThrow(
      '[quantize] expected a model with linear layers inside, got Linear. A single layer is rounded by new QuantizedLinear(layer, bits).',
    );
    expect(() => quantize(network(), { bits: 3 as 4 })).toThrow('expected bits to be 16, 8 or 4, got 3.');
    expect(() => quantize(network(), { keep: [{} as Linear] })).toThrow('expected a model: a Module');
  });
});
