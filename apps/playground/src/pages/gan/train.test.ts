import { currentBackend, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { freeConstants, manualSeed } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { compare } from './likeness.js';
import { type GanSettings, ganSchema, pointsAfter, presets } from './settings.js';
import { createGanTrainer } from './train.js';
import { stateOf } from './verdict.js';

beforeAll(async () => {
  await useBackend(wasm());
});

/** Trains for some steps. */
async function train(changes: Partial<GanSettings>, steps: number) {
  manualSeed(1);
  const settings = { ...ganSchema.initial, ...changes };
  const trainer = createGanTrainer(settings);
  for (let step = 0; step < steps; step++) await trainer.step();
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return { ...snapshot, ...stateOf(settings, snapshot) };
}

it('covers the ring, and the answers come to a half', async () => {
  const { isAlike, isHalf, isCollapsed } = await train({}, 800);
  expect({ isAlike, isHalf, isCollapsed }).toEqual({ isAlike: true, isHalf: true, isCollapsed: false });
});

it('leaves clouds out where the discriminator is too strong', async () => {
  const { isCollapsed, covered } = await train(presets.collapse, 200);
  expect(isCollapsed).toBe(true);
  expect(covered).toBeLessThan(0.5);
});

it('waits for points, and takes other settings over where the data stay', async () => {
  const settings = { ...ganSchema.initial, data: 'own' as const };
  const trainer = createGanTrainer(settings);
  expect(await trainer.step()).toBe(false);
  expect((await trainer.snapshot()).near).toBeNaN();
  expect(trainer.update({ ...settings, own: [{ x: 1, y: 0.5 }], lead: 2 })).toBe(true);
  await trainer.step();
  expect((await trainer.snapshot()).real).toEqual(Float32Array.of(1, 0.5));
  expect(trainer.update({ ...settings, loss: 'minimax' })).toBe(false);
  trainer.dispose();
});

it('counts which points have another near them', () => {
  expect(compare(Float32Array.of(0, 0, 1, 1), Float32Array.of(0.1, 0, 0.2, 0, -1, 0, 0, 0.1))).toEqual({
    near: 0.75,
    covered: 0.5,
  });
});

it('adds a point, or erases those near a tap', () => {
  const points = pointsAfter([{ x: 0, y: 0 }], [1, 1], false);
  expect(points).toEqual([
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]);
  expect(pointsAfter(points, [0.1, 0.1], true)).toEqual([{ x: 1, y: 1 }]);
});

it('frees every tensor', async () => {
  freeConstants();
  const before = currentBackend().memory().buffers;
  await train({ discriminatorSteps: 2 }, 3);
  freeConstants();
  expect(currentBackend().memory().buffers).toBe(before);
});
