import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { type AnyModule, type AttentionHeads, attentionHeads } from '@neurona/layers';
import { noGrad, own, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { BERT } from '../bert.js';
import { GPT2 } from '../gpt2.js';
import type { CausalLanguageModel } from '../language-model/causal-language-model.js';
import { Llama } from '../llama.js';
import { joinHeads } from './attend.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const sizes = { vocabSize: 9, contextLength: 8, embedDim: 16, numLayers: 2, numHeads: 4 };
const llama = { ...sizes, feedForwardDim: 20, numKeyValueHeads: 2 };
const tokens = () => tensor([[1, 2, 3, 4, 5]], { dtype: 'int32' });
const masks = () => ({ keyPaddingMask: tensor([[1, 1, 1, 1, 0]], { dtype: 'bool' }) });

const isCausal = (row: number, column: number): boolean => column <= row;
const isNear = (row: number, column: number): boolean => column <= row && column > row - 2;
const isAny = (): boolean => true;
const isText = (_row: number, column: number): boolean => column < 4;

/** Without the mask. */
function open<M extends CausalLanguageModel>(model: M): M {
  model.causal = false;
  return model;
}

const gpt2 = () => new GPT2(sizes);
const grouped = () => new Llama(llama);
const windowed = () => new Llama({ ...llama, slidingWindow: 2 });
const bert = () => new BERT(sizes);

describe('attentionHeads', () => {
  it.each([
    ['GPT2', gpt2, [], 'transformer.h.1.attn', 'cProj', isCausal],
    ['Llama, whose heads share keys', grouped, [], 'model.layers.1.selfAttn', 'oProj', isCausal],
    ['Llama with a sliding window', windowed, [], 'model.layers.0.selfAttn', 'oProj', isNear],
    ['GPT2 without its mask', () => open(gpt2()), [], 'transformer.h.0.attn', 'cProj', isAny],
    ['Llama without its window', () => open(windowed()), [], 'model.layers.0.selfAttn', 'oProj', isAny],
    ['BERT with padding', bert, [masks], 'encoder.layer.1.attention.self', '', isText],
  ] as const)('gives what heads of %s attend with', async (_, make, call, path, next, sees) => {
    const model: AnyModule = make().eval();
    const attention = [...model.namedModules()].find(([own]) => own === path)![1];
    let joined: Tensor | undefined; // what the layer makes of its heads
    if (next === '') attention.onForward((output) => (joined = own(output.detach())));
    else
      (attention as unknown as Record<string, AnyModule>)[next]!.onForward(
        (_output, [x]) => (joined = own(x.detach())),
      );
    const found = attentionHeads(model, tokens(), ...call.map((one) => one()));
    expect(Object.keys(found)).toHaveLength(2);
    const { query, key, value, weights } = found[path] as AttentionHeads;
    expect([query, key, value].map(({ shape }) => shape)).toEqual(Array(3).fill([1, 4, 5, 4]));
    const [heads] = (await weights.array()) as number[][][][];
    for (const [row, shares] of heads![3]!.entries()) {
      expect(shares.map((share) => share > 0)).toEqual(shares.map((_share, column) => sees(row, column)));
      expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
    }
    const expected = await joinHeads(weights.matmul(value)).data();
    await expectClose(await joined!.data(), expected, { rtol: 1e-5, atol: 1e-6 });
  });

  it('refuses a mask that is neither there nor not', () => {
    expect(() => Object.assign(gpt2(), { causal: 'no' })).toThrow('true or false');
  });

  it('leaves nothing on the device but what it returns', () => {
    const model = new Llama(llama).eval();
    const input = tokens();
    const heads = () =>
      noGrad(() => Object.values(attentionHeads(model, input)).flatMap((one) => Object.values(one)));
    for (const part of heads()) part.dispose(); // rotary angles stay
    const before = liveMemory();
    for (const part of heads()) part.dispose();
    expect(liveMemory()).toEqual(before);
  });
});
