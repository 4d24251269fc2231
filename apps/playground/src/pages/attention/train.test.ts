import { currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { freeConstants } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { knownText } from '../../weights/attention-sizes.js';
import { backHead, meanOf, presets } from './judge.js';
import { attentionSchema } from './settings.js';
import { createAttentionTrainer } from './train.js';

const { initial } = attentionSchema;

beforeAll(async () => {
  await useBackend(cpu());
});

it('reads a sentence with the network that the page brings along', async () => {
  const reader = createAttentionTrainer(initial);
  const snapshot = await reader.snapshot();
  const { tokens, layers, next, nats } = snapshot;
  expect(tokens.join('')).toBe('To be, or not to be');
  expect(
    layers.map((layer) =>
      [layer.query, layer.weights].map((x) => [x.length, x[0]!.length, x[0]![0]!.length]),
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
  const reader = createAttentionTrainer(initial);
  reader.update(presets.mask);
  const { layers } = await reader.snapshot();
  expect(layers[0]!.weights[0]![0]!.every((weight) => weight > 0)).toBe(true);
  reader.update({ text: 'Qué será™', causal: true });
  expect((await reader.snapshot()).tokens.join('')).toBe('Que sera');
  reader.update({ text: '', causal: true });
  expect((await reader.snapshot()).tokens).toEqual([' ']);
  expect(knownText('ñandú, 100 €')).toBe('nandu,  ');
  reader.dispose();
});

it('frees every tensor', async () => {
  freeConstants();
  const before = currentBackend().memory().buffers;
  const reader = createAttentionTrainer(initial);
  await reader.snapshot();
  reader.dispose();
  freeConstants();
  expect(currentBackend().memory().buffers).toBe(before);
});
