import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { attentionWeights, Generator, noGrad, randn, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { attentionHeads, Linear, MultiheadAttention, RotaryPositions, Transformer } from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const sample = (...shape: number[]): Tensor => randn(shape, { rng: new Generator(3) });

describe('attentionHeads', () => {
  it('finds every layer of an encoder and a decoder', async () => {
    const sizes = { numEncoderLayers: 1, numDecoderLayers: 2, feedForwardDim: 8 };
    const model = new Transformer(4, 2, sizes).eval();
    const heads = attentionHeads(model, sample(3, 5, 4), sample(3, 2, 4), { causal: true });
    expect(Object.entries(heads).map(([path, { weights }]) => [path, weights.shape])).toEqual([
      ['encoder.layers.0.selfAttn', [3, 2, 5, 5]],
      ['decoder.layers.0.selfAttn', [3, 2, 2, 2]],
      ['decoder.layers.0.multiheadAttn', [3, 2, 2, 5]],
      ['decoder.layers.1.selfAttn', [3, 2, 2, 2]],
      ['decoder.layers.1.multiheadAttn', [3, 2, 2, 5]],
    ]);
    const { query, key, weights } = heads['decoder.layers.1.selfAttn']!;
    await expectClose(await weights.data(), await attentionWeights(query, key, { causal: true }).data(), {
      rtol: 1e-6,
      atol: 1e-6,
    });
  });

  it('gives what the layer attends with: its output is the last map of the joined heads', async () => {
    const layer = new MultiheadAttention(6, 3, { rotary: new RotaryPositions(2) }).eval();
    const x = sample(2, 4, 6);
    const keyPaddingMask = tensor([
      [true, true, true, false],
      [true, true, true, true],
    ]);
    const { output, weights } = layer.forward(x, { keyPaddingMask, weights: 'perHead' });
    const heads = attentionHeads(layer, x, { keyPaddingMask })['']!;
    expect(await heads.weights.data()).toEqual(await weights!.data());
    const joined = heads.weights.matmul(heads.value).permute([0, 2, 1, 3]).reshape([2, 4, 6]);
    await expectClose(await layer.outProj.forward(joined).data(), await output.data(), {
      rtol: 1e-6,
      atol: 1e-6,
    });
    const one = layer.heads(x.select(0, 1));
    expect(one.key.shape).toEqual([3, 4, 2]);
    expect(await one.weights.data()).toEqual(await heads.weights.select(0, 1).data());
  });

  it('leaves nothing on the device but what it returns', () => {
    const model = new Transformer(4, 2, {
      numEncoderLayers: 1,
      numDecoderLayers: 1,
      feedForwardDim: 8,
    }).eval();
    const [source, target] = [sample(1, 3, 4), sample(1, 2, 4)];
    noGrad(() => model.forward(source, target)).dispose();
    const before = liveMemory();
    const heads = noGrad(() => attentionHeads(model, source, target));
    for (const layer of Object.values(heads)) for (const part of Object.values(layer)) part.dispose();
    expect(liveMemory()).toEqual(before);
  });

  it('says what it expects of a model', () => {
    expect(() => attentionHeads(new Linear(2, 2), sample(1, 2))).toThrow(
      '[attentionHeads] expected a model that calls a MultiheadAttention, or another layer with heads, got Linear.',
    );
    expect(() => attentionHeads({} as Linear, sample(1, 2))).toThrow(
      '[attentionHeads] expected a module, got {}.',
    );
  });
});
