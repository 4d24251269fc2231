import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { landscapes, type SurfaceName } from '../../surface/landscapes.js';
import type { RaceSnapshot } from './race.js';
import {
  contestantNames,
  type DescentSettings,
  goalHeight,
  initialSettings,
  slopeRates,
} from './settings.js';
import type { SlopeSnapshot } from './slope.js';
import { createDescentTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

async function run(changes: Partial<DescentSettings>, steps: number) {
  const settings = { ...initialSettings, ...changes };
  const trainer = await createDescentTrainer(settings);
  for (let i = 0; i < steps; i++) if (await trainer.step()) break;
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return snapshot;
}
const race = async (surface: SurfaceName, steps: number, changes: Partial<DescentSettings> = {}) =>
  (await run({ surface, start: landscapes[surface].start, ...changes }, steps)) as RaceSnapshot;
const slope = async (learningRate: number, changes: Partial<DescentSettings> = {}) =>
  (await run({ view: 'slope', learningRate, ...changes }, 60)) as SlopeSnapshot;

it('judges by height: who is there stays below the goal, and who is not there is above it', async () => {
  for (const steps of [20, 45, 60, 150]) {
    const { runs, curves } = await race('valley', steps);
    for (const name of contestantNames) {
      const { state, steps: since, height } = runs[name];
      const heights = curves.y[name];
      expect(heights.at(-1)!).toBeCloseTo(Math.max(height, 1e-6), 6);
      if (state === 'arrived') expect(Math.max(...heights.slice(since))).toBeLessThan(goalHeight);
      else expect(Math.max(...heights.slice(-10))).toBeGreaterThan(goalHeight);
    }
  }
  const { runs } = await race('valley', 150);
  expect(Object.values(runs).map(({ state }) => state)).toEqual(Array(6).fill('arrived'));
  expect(runs.nesterov.steps).toBeLessThan(0.8 * runs.sgd.steps);
});

it('lets everyone run on: momentum flies over the goal and comes back', async () => {
  const { runs, curves } = await race('bowl', 200);
  const { steps, trail } = runs.momentum;
  const first = curves.y.momentum.findIndex((height) => height < goalHeight);
  expect(first).toBeLessThan(steps); // it was there before, and left again
  expect(trail.length / 2).toBeGreaterThan(steps + 10);
});

it('tells who stays in a hollow of the ripples from who gets over', async () => {
  const { runs } = await race('ripples', 120);
  expect([runs.sgd.state, runs.momentum.state]).toEqual(['still', 'arrived']);
});

it('tells who leaves the map', async () => {
  const { runs } = await race('valley', 40, { factor: 2 }); // 0.8 · curvature 4 > 2
  expect(runs.sgd.state).toBe('left');
  expect(runs.sgd.trail.every(Number.isFinite)).toBe(true);
});

it('begins every trail at the start, and counts heights from the lowest place', async () => {
  const { runs, curves, relief } = await race('saddle', 3, { start: [2, 1] });
  expect([...runs.adam.trail.slice(0, 2)]).toEqual([2, 1]);
  expect(runs.adam.trail.length).toBe(8);
  expect(curves.x).toEqual([0, 1, 2, 3]);
  expect(curves.y.adam[0]).toBeCloseTo(4 - 1 + 0.1 + 2.5, 5);
  expect(relief.lines.length).toBeGreaterThan(10);
  expect(Math.max(...relief.heights)).toBeCloseTo(1, 5);
});

it.each([
  [0.01, 'creeps'],
  [0.3, 'arrived'],
  [1, 'arrived'],
  [1.9, 'swings'],
  [2, 'cycles'],
  [2.05, 'diverges'],
  [2.5, 'diverges'],
] as const)('says what a learning rate of %f does on the parabola: it %s', async (learningRate, regime) => {
  const trainer = await createDescentTrainer({ ...initialSettings, view: 'slope', learningRate });
  for (let i = 0; i < 20; i++) if (await trainer.step()) break;
  const snapshot = (await trainer.snapshot()) as SlopeSnapshot;
  trainer.dispose();
  expect(snapshot.regime).toBe(regime);
});

it('follows the slope to the last digit', async () => {
  const { w, loss, slope: slopes } = await slope(0.5, { begin: -2 });
  expect(w.slice(0, 4)).toEqual([-2, -1, -0.5, -0.25]);
  expect(loss.slice(0, 3)).toEqual([2, 0.5, 0.125]);

  expect(slopes.slice(0, 3)).toEqual([-2, -1, -0.5]);
});

it('compares all learning rates: too small, right, too large', async () => {
  const { sweep, loss } = await slope(0.1);
  const at = (rate: number) => sweep[slopeRates.indexOf(rate)]!;
  expect(at(0.01)).toBeGreaterThan(0.5 * loss[0]!);
  expect(at(0.01)).toBeCloseTo(4.5 * 0.99 ** 40, 4);
  expect(at(1)).toBe(0);
  expect(at(2)).toBeCloseTo(loss[0]!, 5);
  expect(at(2.2)).toBeGreaterThan(loss[0]!);
});

it('takes a factor over while racing, and begins anew for another start', async () => {
  const trainer = await createDescentTrainer(initialSettings);
  expect(trainer.update!({ ...initialSettings, factor: 2 })).toBe(true);
  expect(trainer.update!({ ...initialSettings, start: [0, 1] })).toBe(false);
  expect(trainer.update!({ ...initialSettings, view: 'slope' })).toBe(false);
  trainer.dispose();
});

it('frees every tensor', async () => {
  await race('beale', 2);
  const before = liveMemory().buffers;
  await race('beale', 5);
  await slope(0.1);
  expect(liveMemory().buffers).toBe(before);
});
