import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateText } from '@neurona/generation';
import { crossEntropy, quantize } from '@neurona/layers';
import { AdamW } from '@neurona/optimizers';
import { manualSeed, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';
import { loadLora, saveLora } from './adapter-files.js';
import { lora, mergeLora } from './lora.js';

const text = (): Tensor => tensor([[1, 2, 3, 4, 5, 6, 8, 7]], { dtype: 'int32' });

const sizes = { vocabSize: 9, contextLength: 8, embedDim: 72, numLayers: 2, numHeads: 3, dropout: 0 };

const gpt = (): GPT2 => {
  manualSeed(3);
  return new GPT2(sizes);
};

const llama = (): Llama => {
  manualSeed(3);
  return new Llama({ ...sizes, embedDim: 36, feedForwardDim: 130, numKeyValueHeads: 1 });
};

describe('a quantised base', () => {
  forEachBackend(() => {
    it('stays as it is while adapters learn, with memory that is constant', async () => {
      const model = lora(quantize(gpt(), { bits: 4 }), { rank: 2 });
      const frozen = Object.entries(model.stateDict()).filter(([key]) => !key.includes('lora'));
      const before = await Promise.all(frozen.map(([, value]) => value.data()));
      const optimizer = new AdamW(model.parameters(), { learningRate: 0.05 });
      const step = (): Tensor =>
        scoped(() => {
          optimizer.zeroGrad();
          const loss = crossEntropy(model.forward(text().narrow(1, 0, 7)), text().narrow(1, 1, 7));
          loss.backward();
          optimizer.step();
          return loss.detach();
        });
      using first = step();
      step().dispose();
      const live = liveMemory();
      for (let i = 0; i < 4; i++) step().dispose();
      expect(liveMemory()).toEqual(live);
      using last = step();
      expect(await last.item()).toBeLessThan(0.95 * (await first.item()));
      const after = await Promise.all(frozen.map(([, value]) => value.data()));
      expect(after).toEqual(before);
    });

    it('writes token by token what it computes of the whole text', async () => {
      const model = quantize(llama(), { bits: 8 }).eval();
      const whole = await noGrad(() => model.forward(text())).data();
      let state = undefined as ReturnType<Llama['nextToken']>['state'] | undefined;
      const rows: number[] = [];
      for (let i = 0; i < 8; i++) {
        const next = noGrad(() => model.nextToken(text().narrow(1, i, 1), { state }));
        rows.push(...(await next.logits.data()));
        state = next.state;
      }
      // Single rows are rounded to 16 bits.
      expectClose(Float32Array.from(rows), whole, { rtol: 1e-3, atol: 1e-4 });
      const codec = { encode: () => [1, 2], decode: (tokens: readonly number[]) => tokens.join() };
      expect(
        await generateText(model, [1, 2], { tokenizer: codec, maxNewTokens: 3, temperature: 0 }),
      ).not.toBe('');
    });
  });

  it('saves adapters that the model in float32 takes', async () => {
    const model = lora(quantize(gpt(), { bits: 8 }), { rank: 2 }).eval();
    for (const [path, parameter] of model.namedParameters())
      if (path.includes('lora_B')) noGrad(() => scoped(() => parameter.set(parameter.add(0.1))));
    const folder = await mkdtemp(join(tmpdir(), 'qlora-'));
    await saveLora(model, folder);
    const whole = (await loadLora(gpt(), folder)).eval();
    await rm(folder, { recursive: true });
    const [rounded, exact] = [await model.forward(text()).data(), await whole.forward(text()).data()];
    expectClose(rounded, exact, { rtol: 0.05, atol: 0.05 });
    expectClose(await mergeLora(whole).forward(text()).data(), exact, { rtol: 1e-4, atol: 1e-5 });
    expect(() => mergeLora(model)).toThrow(
      '[mergeLora] expected weights in float32, got some of 8 bits, which would be rounded again.',
    );
  });
});
