import { setBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { lengths, longest, type MemorySettings, memorySchema } from './settings.js';
import { createMemoryTrainer } from './train.js';

beforeAll(async () => {
  setBackend(await cpu().create());
});

const begin = (changes: Partial<MemorySettings> = {}) => {
  manualSeed(1);
  return createMemoryTrainer({ ...memorySchema.initial, ...changes }, 1);
};

it('counts with U = W = 1, and shows how the gradient grows or shrinks by W a step', async () => {
  const trainer = await begin({ w: 1 });
  const { bits, count, plain } = await trainer.snapshot();
  expect(count).toBe(bits.reduce((a, b) => a + b));
  expect(plain.values.at(-1)).toBe(count);
  expect([...plain.shares]).toEqual(bits.map(() => 1));
  trainer.dispose();
  for (const [w, power] of [
    [1.5, 8.63],
    [0.5, -14.75],
  ] as const) {
    const other = await begin({ w, length: 50 });
    const { shares } = (await other.snapshot()).plain;
    expect(Math.log10(shares[0]!)).toBeCloseTo(power, 2);
    other.dispose();
  }
});

it('throws plain descent off the cliff, and brings clipping and Rprop to U = W = 1', async () => {
  const trainer = await begin({ u: 0.5, w: 1.5, length: 10 });
  let isOver = false;
  let steps = 0;
  for (; !isOver; steps++) isOver = await trainer.step();
  expect(steps).toBe(longest);
  const { runs } = await trainer.snapshot();
  expect(Object.entries(runs).map(([name, { state }]) => `${name} ${state}`)).toEqual([
    'plain left',
    'clip arrived',
    'rprop arrived',
  ]);
  trainer.dispose();
});

it.each(lengths)('keeps the gradient of an LSTM over %i steps whose forget gate is open', async (length) => {
  const share = async (forget: number) => {
    const trainer = await begin({ forget, length, lstm: true });
    const { lstm } = await trainer.snapshot();
    trainer.dispose();
    return lstm!.shares[0]!;
  };
  expect(await share(5)).toBeGreaterThan(0.1);
  expect(await share(-1)).toBeLessThan(0.02);
});

it('trains an LSTM that is shown', async () => {
  const trainer = await begin({ length: 10, lstm: true });
  for (let i = 0; i < 60; i++) await trainer.step();
  const { curves, lstm, count } = await trainer.snapshot();
  expect(curves.y.lstm.at(-1)).toBeLessThan(0.2 * curves.y.lstm[0]!);
  expect(Math.abs(lstm!.values.at(-1)! - count)).toBeLessThan(3);
  trainer.dispose();
});

it('takes over what only changes what is seen, and keeps its memory constant', async () => {
  const trainer = await begin({ lstm: true });
  await trainer.step();
  await trainer.snapshot();
  const before = liveMemory();
  for (let i = 0; i < 3; i++) {
    await trainer.step();
    await trainer.snapshot();
  }
  expect(liveMemory()).toEqual(before);
  expect(trainer.update({ ...memorySchema.initial, view: 'map' })).toBe(true);
  expect(trainer.update({ ...memorySchema.initial, w: 0.5 })).toBe(false);
  trainer.dispose();
});
