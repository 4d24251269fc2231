import { currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { encodeSafetensors, toTorchStateDict } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { freeConstants } from '@neurona/tensor';
import { BERT, GPT2, trainBPE, trainWordPiece } from '@neurona/transformer';
import { beforeAll, expect, it } from 'vitest';
import { knownText } from '../../weights/attention-sizes.js';
import { backHead, meanOf, presets } from './judge.js';
import { attentionSchema } from './settings.js';
import { type AttentionReader, createAttentionTrainer } from './train.js';

const { initial } = attentionSchema;

const begin = (): AttentionReader => createAttentionTrainer(initial, 0, { onProgress() {} });

beforeAll(async () => {
  await useBackend(cpu());
});

/** The files of a small published model that has learned nothing. */
async function published(model: AnyModule, config: object, tokenizer: object): Promise<File[]> {
  const weights = encodeSafetensors(await toTorchStateDict(model)) as Uint8Array<ArrayBuffer>;
  const file = (name: string, json: object) => new File([JSON.stringify(json)], name);
  return [
    file('config.json', config),
    new File([weights], 'model.safetensors'),
    file('tokenizer.json', tokenizer),
  ];
}

const words = 'to be or not to be, that is the question';
const sizes = { contextLength: 32, embedDim: 12, numLayers: 3, numHeads: 6 };

it('reads a sentence with the network that the page brings along', async () => {
  const reader = begin();
  const snapshot = await reader.snapshot();
  const { tokens, layers, next, nats } = snapshot;
  expect(tokens.join('')).toBe('To be, or not to be');
  expect(
    layers.map((layer) =>
      [layer!.query, layer!.weights].map((x) => [x.length, x[0]!.length, x[0]![0]!.length]),
    ),
  ).toEqual([
    [
      [4, 19, 16],
      [4, 19, 19],
    ],
    [
      [4, 19, 16],
      [4, 19, 19],
    ],
  ]);
  const { query, key, weights } = layers[1]!;
  const scores = key[2]!.map((one) => one.reduce((sum, value, i) => sum + value * query[2]![5]![i]!, 0) / 4);
  const powers = scores.slice(0, 6).map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  for (const [j, power] of powers.entries()) expect(weights[2]![5]![j]).toBeCloseTo(power / total, 4);
  expect(weights[2]![5]!.slice(6).every((weight) => weight === 0)).toBe(true);
  expect(next[0]).toHaveLength(3);
  expect(meanOf(nats.masked)).toBeLessThan(2.2);
  expect(meanOf(nats.open)).toBeGreaterThan(meanOf(nats.masked));
  expect(backHead(snapshot, 1).share).toBeGreaterThan(0.5);
  reader.dispose();
});

it('sees later characters without the mask, and reads what it has no characters for', async () => {
  const reader = begin();
  reader.update(presets.mask);
  const { layers } = await reader.snapshot();
  expect(layers[0]!.weights[0]![0]!.every((weight) => weight > 0)).toBe(true);
  reader.update({ ...initial, text: 'Qué será™' });
  expect((await reader.snapshot()).tokens.join('')).toBe('Que sera');
  reader.update({ ...initial, text: '' });
  expect((await reader.snapshot()).tokens).toEqual([' ']);
  expect(knownText('ñandú, 100 €')).toBe('nandu,  ');
  reader.dispose();
});

it('reads with a published model, in its tokens, and shows the layer that is looked at', async () => {
  const reader = begin();
  const { json, vocabSize } = trainBPE(words, { vocabSize: 280 });
  const config = {
    model_type: 'gpt2',
    vocab_size: vocabSize,
    n_positions: 32,
    n_embd: 12,
    n_layer: 3,
    n_head: 6,
  };
  const files = await published(new GPT2({ ...sizes, vocabSize }), config, json);
  await expect(reader.answers.load({ files: files.slice(0, 2) })).rejects.toThrow('no tokenizer.json');
  expect(await reader.answers.load({ files })).toBe('gpt2');
  expect(await reader.snapshot()).toMatchObject({ loaded: 'gpt2', isPublished: false });
  reader.update({ ...initial, text: 'to be or not', model: 'published', layer: 3 });
  const { tokens, layers, next, isPublished, isCausal } = await reader.snapshot();
  expect([tokens.join(''), isPublished, isCausal]).toEqual(['to be or not', true, true]);
  expect(tokens.length).toBeLessThan(12);
  expect(layers.map((layer) => layer?.weights.length)).toEqual([undefined, undefined, 6]);
  expect(layers[2]!.weights[5]![0]!.slice(1).every((weight) => weight === 0)).toBe(true);
  expect(next.map((row) => row.length)).toEqual(tokens.map(() => 3));
  reader.update({ ...initial, text: 'to be or not', model: 'published', layer: 3, causal: false });
  const open = await reader.snapshot();
  expect([open.hasMask, open.isCausal]).toEqual([true, false]);
  expect(open.layers[2]!.weights[5]![0]!.every((weight) => weight > 0)).toBe(true);
  reader.update({ ...initial, model: 'published', layer: 90 }); // fewer layers than the address says
  expect((await reader.snapshot()).layers[2]!.key[0]![0]).toHaveLength(2);
  reader.dispose();
});

it('reads in both directions with BERT', async () => {
  const reader = begin();
  const { json, vocabSize } = trainWordPiece(words, { vocabSize: 60 });
  const config = {
    model_type: 'bert',
    vocab_size: vocabSize,
    max_position_embeddings: 32,
    hidden_size: 12,
    num_hidden_layers: 3,
    num_attention_heads: 6,
    intermediate_size: 8,
    type_vocab_size: 2,
  };
  const model = new BERT({ ...sizes, vocabSize, feedForwardDim: 8 });
  await reader.answers.load({ files: await published(model, config, json) });
  reader.update({ ...initial, text: 'not to be', model: 'published' });
  const { tokens, layers, next, hasMask, isCausal } = await reader.snapshot();
  expect([tokens[0], tokens.at(-1), hasMask, isCausal, next]).toEqual(['[CLS]', '[SEP]', false, false, []]);
  expect(layers[0]!.weights[0]![0]!.every((weight) => weight > 0)).toBe(true);
  reader.dispose();
});

it('frees every tensor', async () => {
  freeConstants();
  const before = currentBackend().memory().buffers;
  const reader = begin();
  await reader.snapshot();
  reader.dispose();
  freeConstants();
  expect(currentBackend().memory().buffers).toBe(before);
});
