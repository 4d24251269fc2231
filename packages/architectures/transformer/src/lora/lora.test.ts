import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { CheckpointError } from '@neurona/checkpoints';
import { crossEntropy, quantize } from '@neurona/layers';
import { AdamW } from '@neurona/optimizers';
import { full, manualSeed, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import logits from '../../fixtures/lora/logits.json' with { type: 'json' };
import { GPT2 } from '../gpt2.js';
import { fromPretrained } from '../pretrained/from-pretrained.js';
import { loadLora, saveLora } from './adapter-files.js';
import { lora, mergeLora } from './lora.js';

const fixtures = fileURLToPath(new URL('../../fixtures/lora', import.meta.url));

const text = (): Tensor =>
  tensor(
    [
      [1, 2, 3, 4, 5, 6],
      [8, 7, 0, 1, 1, 2],
    ],
    { dtype: 'int32' },
  );

const make = (): GPT2 => {
  manualSeed(3);
  return new GPT2({ vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 2, numHeads: 3, dropout: 0 });
};

describe('LoRA', () => {
  beforeAll(() => useBackend(wasm()));

  it.each(['llama', 'gpt2'] as const)('has the logits of PEFT with adapters of PEFT for %s', async (name) => {
    const architecture = name === 'llama' ? 'Llama' : 'GPT2';
    const { model } = await fromPretrained(join(fixtures, name), { architecture });
    const before = await model.forward(text()).data();
    await loadLora(model, join(fixtures, name, 'adapters'));
    const adapted = await model.forward(text()).data();
    expectClose(adapted, logits[name]);
    expect(Math.max(...adapted.map((value, i) => Math.abs(value - before[i]!)))).toBeGreaterThan(0.01);
    expectClose(await mergeLora(model).forward(text()).data(), logits[name]);
    expect(Object.keys(model.stateDict()).some((key) => key.includes('lora'))).toBe(false);
    model.dispose();
  });

  it('trains adapters alone: the weights below stay bit for bit, and merged it computes the same', async () => {
    const model = make();
    const before = await Promise.all(
      Object.entries(model.stateDict()).map(async ([key, value]) => [key, await value.data()] as const),
    );
    const untouched = await model.forward(text()).data();
    lora(model, { rank: 2, targets: ['c_attn', 'c_fc'] });
    expect(await model.forward(text()).data()).toEqual(untouched);
    const learned = model.parameters().filter(({ requiresGrad }) => requiresGrad);
    expect(learned.map(({ shape }) => shape)).toEqual(
      [0, 1].flatMap(() => [
        [12, 2],
        [2, 36],
        [12, 2],
        [2, 48],
      ]),
    );
    const optimizer = new AdamW(model.parameters(), { learningRate: 0.05, weightDecay: 0.1 });
    const losses: number[] = [];
    for (let step = 0; step < 20; step++) {
      using loss = scoped(() => {
        optimizer.zeroGrad();
        const shown = model.forward(text().narrow(1, 0, 5));
        const result = crossEntropy(shown, text().narrow(1, 1, 5));
        result.backward();
        optimizer.step();
        return result.detach();
      });
      losses.push(await loss.item());
    }
    optimizer.zeroGrad();
    expect(losses.at(-1)!).toBeLessThan(0.95 * losses[0]!);
    const state = model.stateDict();
    for (const [key, values] of before) {
      const path = state[key] ? key : key.replace(/\.(weight|bias)$/, '.baseLayer.$1');
      expect(await state[path]!.data(), key).toEqual(values);
    }
    optimizer.dispose();
    const adapted = await model.eval().forward(text()).data();
    mergeLora(model);
    const merged = await model.forward(text()).data();
    expect(Math.max(...merged.map((value, i) => Math.abs(value - adapted[i]!)))).toBeLessThan(1e-5);
    expect(Object.keys(model.stateDict())).toEqual(before.map(([key]) => key));
    expect(model.parameters().every(({ requiresGrad }) => requiresGrad)).toBe(true);
  });

  it('leaves nothing behind when it is merged', () => {
    const model = make();
    const before = liveMemory();
    mergeLora(lora(model, { rank: 2, dropout: 0.1 }));
    expect(liveMemory()).toEqual(before);
    model.dispose();
  });

  describe('in files', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lora-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('has nothing but adapters, and they are read again', async () => {
      const model = lora(make(), { rank: 2, alpha: 3, targets: /attn\.c_attn$/, dropout: 0.25 }).eval();
      for (const [path, parameter] of model.namedParameters())
        if (path.includes('lora_B')) noGrad(() => scoped(() => parameter.set(parameter.add(0.1))));
      await saveLora(model, folder, { baseModel: 'openai-community/gpt2' });
      const config = JSON.parse(await readFile(join(folder, 'adapter_config.json'), 'utf8'));
      expect(config).toMatchObject({
        peft_type: 'LORA',
        r: 2,
        lora_alpha: 3,
        lora_dropout: 0.25,
        target_modules: ['transformer.h.0.attn.c_attn', 'transformer.h.1.attn.c_attn'],
        fan_in_fan_out: true,
        base_model_name_or_path: 'openai-community/gpt2',
      });
      const other = (await loadLora(make(), folder)).eval();
      expect(await other.forward(text()).data()).toEqual(await model.forward(text()).data());
    });

    it('knows by their values the weights that adapters were trained on', async () => {
      await saveLora(lora(make(), { rank: 2 }), folder);
      const other = make();
      const weightOf = (model: GPT2, end: string) =>
        [...model.namedParameters()].findLast(([path]) => path.endsWith(end))![1];
      noGrad(() => scoped(() => weightOf(other, 'cAttn.weight').set(full([12, 36], 0.1))));
      const refused = loadLora(other, folder);
      await expect(refused).rejects.toThrow(CheckpointError);
      await expect(refused).rejects.toThrow(
        '[loadLora] expected the model that the adapters were trained for, got one whose weights are others (',
      );
      expect([...other.namedParameters()].some(([path]) => path.includes('lora'))).toBe(false);
      await loadLora(other, folder, { anyBase: true });
      const further = make(); // other weights than those below adapters may have gone on
      noGrad(() => scoped(() => weightOf(further, 'wte.weight').set(full([9, 12], 0.1))));
      await loadLora(further, folder);
      await loadLora(quantize(make(), { bits: 8 }), folder);
    });

    it('says where adapters are of another kind, or of another model', async () => {
      await saveLora(lora(make(), { rank: 2 }), folder);
      const { model: llama } = await fromPretrained(join(fixtures, 'llama'));
      await expect(loadLora(llama, folder)).rejects.toThrow(
        '[loadLora] expected adapters of linear maps and convolutions that the model has, got transformer.h.0.attn.c_attn',
      );
      const wide = new GPT2({ vocabSize: 9, contextLength: 8, embedDim: 24, numLayers: 2, numHeads: 3 });
      await expect(loadLora(wide, folder)).rejects.toThrow(
        'expected base_model.model.transformer.h.0.attn.c_attn.lora_A.weight [2, 24], got [2, 12]',
      );
      expect([...wide.namedParameters()].some(([path]) => path.includes('lora'))).toBe(false);
      const path = join(folder, 'adapter_config.json');
      const config = JSON.parse(await readFile(path, 'utf8'));
      await writeFile(path, JSON.stringify({ ...config, peft_type: 'IA3' }));
      await expect(loadLora(make(), folder)).rejects.toThrow('expected peft_type to be LORA, got IA3');
      await rm(path);
      await expect(loadLora(make(), folder)).rejects.toThrow('adapter_config.json in the folder');
    });
  });

  it('refuses what has no adapters, has them already, or no such maps', async () => {
    expect(() => lora(make(), { targets: ['q_proj'] })).toThrow(
      '[lora] expected targets among the linear maps and convolutions c_attn, c_proj, c_fc, got [q_proj].',
    );
    expect(() => lora(lora(make()))).toThrow('[lora] expected a model without adapters');
    expect(() => lora(make(), { rank: 0 })).toThrow('expected rank to be an integer of at least 1, got 0.');
    expect(() => lora(make(), { alpha: 0 })).toThrow('expected alpha over 0, got 0.');
    expect(() => lora(make(), { r: 2 } as never)).toThrow('got r');
    expect(() => mergeLora(make())).toThrow('[mergeLora] expected a model with adapters, got one without.');
    await expect(saveLora(make(), 'nowhere')).rejects.toThrow('[saveLora] expected a model with adapters');
  });
});
