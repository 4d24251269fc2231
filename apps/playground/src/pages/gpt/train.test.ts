import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { decodeSafetensors, encodeSafetensors, toTorchStateDict } from '@neurona/checkpoints';
import { manualSeed, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { GPT2, trainBPE } from '@neurona/transformer';
import { beforeAll, expect, it } from 'vitest';
import { writingTexts } from '../../weights/writing-texts.js';
import type { WrittenToken } from '../../writing/written-token.js';
import { type GptSettings, gptSchema } from './settings.js';
import { createGptTrainer, type GptTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const begin = (changes: Partial<GptSettings> = {}) => {
  manualSeed(1);
  return createGptTrainer({ ...gptSchema.initial, ...changes }, 1, { onProgress: () => {} });
};

async function write(trainer: GptTrainer, prompt: string, length: number): Promise<WrittenToken[]> {
  const written: WrittenToken[] = [];
  for await (const part of trainer.answers.write({ prompt, length })) written.push(part);
  return written;
}

const textOf = (written: readonly WrittenToken[]) => written.map(({ text }) => text).join('');

const weightsOf = async (trainer: GptTrainer) =>
  Promise.all(
    Object.entries(trainer.model.stateDict())
      .filter(([path]) => !path.includes('lora'))
      .map(
        async ([path, value]) => [path.replace('.baseLayer', ''), Array.from(await value.data())] as const,
      ),
  );

it.each(['characters', 'bpe'] as const)('learns a text by %s, and holds a tenth out', async (tokens) => {
  const trainer = await begin({ tokens, rate: 0.01 });
  const before = trainer.snapshot();
  expect(before.heldOut * before.charactersPerToken).toBeCloseTo(Math.log(before.vocabSize), 0);
  for (let i = 0; i < 20; i++) await trainer.step();
  const after = trainer.snapshot();
  expect((before.heldOut - after.heldOut) * after.charactersPerToken).toBeGreaterThan(0.5); // nats a token
  expect([after.curves.x.at(-1), after.trained]).toEqual([20, after.parameters]);
  trainer.dispose();
});

it('writes what top-k and top-p leave, beyond its context, with constant memory', async () => {
  const trainer = await begin({ topK: 3 });
  await write(trainer, 'En', 3);
  const before = liveMemory();
  const written = await write(trainer, 'En un lugar', 90);
  expect(written).toHaveLength(90);
  expect(textOf(written)).toHaveLength(90);
  for (const { names, values, chosen, open } of written) {
    expect(open).toBe(3);
    expect(values.slice(0, 3).reduce((sum, value) => sum + value)).toBeCloseTo(1, 4);
    expect(values.slice(3)).toEqual([0, 0, 0]);
    expect(chosen).toBeLessThan(3);
    expect(names).toHaveLength(6);
  }
  for await (const _ of trainer.answers.write({ prompt: '', length: 50 })) break; // stopped at once
  expect(liveMemory()).toEqual(before);
  trainer.update({ ...gptSchema.initial, topP: 0.05 });
  expect((await write(trainer, 'En', 5)).every(({ open }) => open < 20)).toBe(true);
  trainer.dispose();
});

it('adapts by LoRA with its weights frozen, and is as before without', async () => {
  const trainer = await begin();
  for (let i = 0; i < 3; i++) await trainer.step();
  const before = await weightsOf(trainer);
  const settings = { ...gptSchema.initial, lora: true, text: 'sonnets', rate: 0.01 } as const;
  expect(trainer.update({ ...gptSchema.initial, lora: true })).toBe(true);
  expect(trainer.update(settings)).toBe(true);
  const { trained, parameters, isAdapting, loss } = trainer.snapshot();
  expect([isAdapting, trained / parameters < 0.08]).toEqual([true, true]);
  for (let i = 0; i < 15; i++) await trainer.step();
  const adapted = trainer.snapshot();
  expect(adapted.adaptedSteps).toBe(15);
  expect(adapted.loss).toBeLessThan(loss);
  expect(await weightsOf(trainer)).toEqual(before);
  expect(trainer.update({ ...settings, rank: 2 })).toBe(true);
  expect(trainer.snapshot().trained).toBe(trained / 2);
  expect(trainer.update({ ...settings, rank: 2, lora: false })).toBe(true);
  expect(await weightsOf(trainer)).toEqual(before);
  expect(trainer.update({ ...settings, rank: 2, lora: false, text: 'quijote' })).toBe(false);
  trainer.dispose();
});

/** A small published model, whose texts begin with a token and whose tokenizer has a template for conversations. */
const publishedFiles = async () => {
  manualSeed(5);
  const tokenizer = trainBPE(writingTexts.sonnets, { vocabSize: 300, specials: ['<s>', '</s>'] });
  const sizes = { vocabSize: 300, contextLength: 48, embedDim: 8, numLayers: 1, numHeads: 2 };
  const config = { model_type: 'gpt2', vocab_size: 300, n_positions: 48, n_embd: 8, n_layer: 1, n_head: 2 };
  const post_processor = {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { '<s>': { id: '<s>', ids: [tokenizer.idOf('<s>')], tokens: ['<s>'] } },
  };
  const chat_template =
    '{{ bos_token }}{% for m in messages %}{{ m.role[0] }}: {{ m.content }}{{ eos_token }}{% endfor %}';
  const settings = { bos_token: '<s>', eos_token: '</s>', chat_template };
  const file = (name: string, json: object) => new File([JSON.stringify(json)], name);
  const weights = encodeSafetensors(await toTorchStateDict(new GPT2(sizes))) as Uint8Array<ArrayBuffer>;
  return [
    file('config.json', config),
    new File([weights], 'model.safetensors'),
    file('tokenizer.json', { ...tokenizer.json, post_processor }),
    file('tokenizer_config.json', settings),
  ];
};

const pasted = 'The sea was calm, and the boat went on to the island. '.repeat(20);

it('adapts a published model to one’s own text, and its adapters are saved and loaded', async () => {
  const files = await publishedFiles();
  const trainer = await begin();
  await trainer.answers.load({ files });
  const settings = {
    ...gptSchema.initial,
    text: 'own',
    own: pasted,
    lora: true,
    rate: 0.03,
    rank: 3,
  } as const;
  expect(trainer.update(settings)).toBe(true);
  await trainer.measure();
  const before = trainer.snapshot();
  for (let i = 0; i < 15; i++) await trainer.step();
  await trainer.measure();
  expect(trainer.snapshot().heldOut).toBeLessThan(before.heldOut);
  const saved = await trainer.answers.saveAdapters();
  const config = JSON.parse(new TextDecoder().decode(saved['adapter_config.json']));
  expect(config).toMatchObject({ peft_type: 'LORA', r: 3, fan_in_fan_out: true });
  const { tensors } = decodeSafetensors(saved['adapter_model.safetensors']);
  expect(Object.keys(tensors)).toContain('base_model.model.transformer.h.0.attn.c_attn.lora_A.weight');
  const tokens = tensor([[0, 7, 30, 31]], { dtype: 'int32' });
  const logits = await trainer.model.forward(tokens).data();
  const other = await begin();
  await other.answers.load({ files });
  const plain = await other.model.forward(tokens).data();
  expect(plain).not.toEqual(logits);
  const picked = Object.entries(saved).map(([name, bytes]) => new File([bytes], name.replace('.', ' (1).')));
  expect(await other.answers.loadAdapters(picked)).toBe(3);
  expect(await other.model.forward(tokens).data()).toEqual(logits);
  expect(other.update({ ...settings, lora: true })).toBe(true);
  expect(await other.model.forward(tokens).data()).toEqual(logits);
  await expect(other.answers.loadAdapters(picked.slice(1))).rejects.toThrow('adapter_config.json');
  const wholes = JSON.stringify({ ...config, modules_to_save: ['lm_head'] });
  await expect(
    other.answers.loadAdapters([new File([wholes], 'adapter_config (1).json'), picked[1]!]),
  ).rejects.toThrow('modules_to_save of lm_head');
  expect(await other.model.forward(tokens).data()).toEqual(logits); // those that were there
  expect(other.update({ ...settings, lora: false })).toBe(true);
  expect(await other.model.forward(tokens).data()).toEqual(plain);
  const own = await begin();
  await expect(own.answers.loadAdapters(picked)).rejects.toThrow('[loadLora]');
  expect(own.snapshot().isAdapting).toBe(false);
  for (const one of [trainer, other, own]) one.dispose();
});

it('begins texts as the tokenizer says, and addresses a model by its template, within its context', async () => {
  const trainer = await begin();
  expect(trainer.snapshot().canChat).toBe(false);
  const messages = [{ role: 'user', content: 'When?' }];
  expect(() => trainer.answers.chat({ messages, length: 3 })).toThrow('no chat template');
  await trainer.answers.load({ files: await publishedFiles() });
  expect(trainer.snapshot().canChat).toBe(true);
  const { codec } = trainer;
  expect(codec.begin).toBe(Array.from(codec.chat!(messages))[0]);
  expect(codec.decode(Array.from(codec.chat!(messages)))).toBe('u: When?');
  const turns = Array.from({ length: 9 }, (_, i) => ({
    role: i % 2 === 0 ? 'user' : 'assistant',
    content: 'When forty winters',
  }));
  const before = liveMemory();
  for (const conversation of [messages, turns]) {
    const answer: WrittenToken[] = [];
    for await (const part of trainer.answers.chat({ messages: conversation, length: 60 })) answer.push(part);
    expect(answer.length).toBeGreaterThan(0);
  }
  expect(liveMemory()).toEqual(before);
  await trainer.step();
  trainer.dispose();
});

it('takes a published model from files, and says what it can not use', async () => {
  const trainer = await begin();
  const tokenizer = trainBPE(writingTexts.sonnets, { vocabSize: 300 });
  const sizes = { vocabSize: 300, contextLength: 24, embedDim: 8, numLayers: 1, numHeads: 2 };
  const model = new GPT2(sizes);
  const config = { model_type: 'gpt2', vocab_size: 300, n_positions: 24, n_embd: 8, n_layer: 1, n_head: 2 };
  const file = (name: string, json: object) => new File([JSON.stringify(json)], name);
  const weights = encodeSafetensors(await toTorchStateDict(model)) as Uint8Array<ArrayBuffer>;
  const files = [
    file('config.json', config),
    new File([weights], 'model.safetensors'),
    file('tokenizer.json', tokenizer.json),
  ];
  expect(await trainer.answers.load({ files })).toBe('gpt2');
  const { loaded, vocabSize, contextLength, charactersPerToken } = trainer.snapshot();
  expect([loaded, vocabSize, contextLength, charactersPerToken > 1]).toEqual(['gpt2', 300, 24, true]);
  expect((await write(trainer, 'When', 30)).length).toBeGreaterThan(0);
  expect(trainer.update({ ...gptSchema.initial, lora: true, text: 'sonnets' })).toBe(true);
  await trainer.step();
  expect(trainer.snapshot().isAdapting).toBe(true);
  await expect(trainer.answers.load({ files: files.slice(0, 2) })).rejects.toThrow('no tokenizer.json');
  await expect(trainer.answers.load({ files: files.slice(1) })).rejects.toThrow('config.json');
  trainer.dispose();
});
