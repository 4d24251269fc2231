import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeWeights, WeightsError } from '@neurona/checkpoints';
import { vggConfigs, vggFeatures } from '@neurona/cnn';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { OwnNetwork } from '../../weights/own-network.js';
import { networkOf } from '../../weights/style-network.js';
import { type StyleSettings, styleSchema } from './settings.js';
import { createStyleTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
  manualSeed(1);
});

const small: StyleSettings = { ...styleSchema.initial, side: 64 };

it('comes to have the Gram matrices of the style while the content stays nearer than another picture', async () => {
  const trainer = await createStyleTrainer(small);
  for (let step = 0; step < 40; step++) await trainer.step();
  const { styleShare, contentShare, grams, picture, curves } = await trainer.snapshot();
  expect(styleShare).toBeLessThan(0.05);
  expect(contentShare).toBeLessThan(1);
  expect(grams.map(({ layer, size }) => [layer, size])).toEqual([
    ['relu1_1', 16],
    ['relu2_1', 32],
    ['relu3_1', 64],
  ]);
  expect(picture).toHaveLength(3 * 64 ** 2);
  expect(curves.x.at(-1)).toBe(40);
  trainer.dispose();
});

it('takes another style, other layers and weights over, and begins anew with another content', async () => {
  const trainer = await createStyleTrainer(small);
  for (let step = 0; step < 10; step++) await trainer.step();
  const before = await trainer.snapshot();
  const next: StyleSettings = { ...small, style: 'glass', styleLayers: ['relu1_1'], contentWeight: 0 };
  expect(trainer.update(next)).toBe(true);
  const after = await trainer.snapshot();
  expect(after.picture).toEqual(before.picture);
  expect(after.style).not.toEqual(before.style);
  expect(after.grams.map(({ layer }) => layer)).toEqual(['relu1_1']);
  expect(trainer.update({ ...next, content: 'face' })).toBe(false);
  expect(trainer.update({ ...next, start: 'noise' })).toBe(false);
  trainer.dispose();
});

it('works with the weights of a VGG, its batch norms folded, and refuses other files', async () => {
  const features = vggFeatures(vggConfigs.vgg11.layers, { batchNorm: true });
  const file = new File(
    [new Uint8Array(await encodeWeights(features, { floats: 'F16' }))],
    'vgg11.safetensors',
  );
  features.dispose();
  const network = new OwnNetwork('vgg11', file);
  const trainer = await createStyleTrainer({ ...small, contentLayer: 'relu4_1', network });
  expect(await trainer.step()).toBe(false);
  const { network: name, layers, styleShare } = await trainer.snapshot();
  expect([name, layers.length, layers.at(-1)]).toEqual(['VGG-11', 8, 'relu5_2']);
  expect(styleShare).toBeGreaterThan(0);
  trainer.dispose();
  const other = new File(
    [new Uint8Array(await encodeWeights(vggFeatures([4, 'M', 8])))],
    'other.safetensors',
  );
  await expect(networkOf(new OwnNetwork('other', other))).rejects.toThrow(WeightsError);
});

it('frees every tensor', async () => {
  (await createStyleTrainer(small)).dispose(); // the network is kept for as long as the worker lives
  freeConstants();
  const before = liveMemory().buffers;
  const trainer = await createStyleTrainer(small);
  for (let step = 0; step < 2; step++) await trainer.step();
  await trainer.snapshot();
  trainer.update({ ...small, style: 'dots' });
  await trainer.step();
  trainer.dispose();
  freeConstants();
  expect(liveMemory().buffers).toBe(before);
});
