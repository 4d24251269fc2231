import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { passOf } from '../../network/pass.js';
import { optimizerNames } from '../../optimizer/names.js';
import type { ClassedPoint } from '../../plane/points-csv.js';
import type { Transferred } from '../../worker/transfer.js';
import { splitOwn } from './data.js';
import { initialSettings, type PlaneSettings, presets } from './settings.js';
import { createPlaneTrainer, type PlaneSnapshot, PlaneTrainer } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const corners: ClassedPoint[] = [
  { x: -1, y: -1, label: 0 },
  { x: 1, y: 1, label: 0 },
  { x: -1, y: 1, label: 1 },
  { x: 1, y: -1, label: 1 },
];

/** Trains for some epochs, or until the test accuracy is reached. */
async function train(changes: Partial<PlaneSettings>, epochs: number, goal = 2) {
  manualSeed(1);
  const trainer = new PlaneTrainer({ ...initialSettings, ...changes });
  let best = 0;
  for (let epoch = 0; epoch < epochs && best < goal; epoch++) {
    await trainer.step();
    best = Math.max(best, (await trainer.snapshot()).curves.y.testAccuracy.at(-1)!);
  }
  const snapshot = await trainer.snapshot();
  trainer.dispose();
  return { best, ...snapshot };
}

it.each([
  ['moons', {}, 0.95, 60],
  ['circles', presets.rings, 0.95, 120],
  ['spirals', presets.spirals, 0.9, 150],
  ['blobs', { data: 'blobs', hidden: [], activations: [] }, 0.95, 60],
] as const)('learns %s', async (_, changes, goal, epochs) => {
  const { best } = await train(changes, epochs, goal);
  expect(best).toBeGreaterThanOrEqual(goal);
});

it('does not learn XOR with one line, and does with a layer', async () => {
  expect((await train(presets.line, 40)).best).toBeLessThan(0.8);
  expect(
    (await train({ data: 'xor', hidden: [4], activations: ['tanh'], learningRate: 0.03 }, 120, 0.9)).best,
  ).toBeGreaterThan(0.87);
});

it.each(optimizerNames)('lowers the loss with %s', async (optimizer) => {
  const learningRate = { sgd: 0.1, momentum: 0.03, adadelta: 1 }[optimizer as string] ?? 0.01;
  const { curves } = await train({ optimizer, learningRate }, 8);
  expect(curves.y.trainLoss.at(-1)!).toBeLessThan(curves.y.trainLoss[0]!);
});

it('keeps weights small with L2 and more so with a stronger one', async () => {
  const sizes = [];
  for (const strength of [0, 0.003, 0.03]) {
    const { layers } = await train({ regularizer: 'l2', strength }, 15);
    sizes.push(layers.flatMap(({ weight }) => weight.flat()).reduce((sum, w) => sum + w * w, 0));
  }
  expect(sizes[1]!).toBeLessThan(sizes[0]!);
  expect(sizes[2]!).toBeLessThan(sizes[1]!);
});

it('leaves units out only while it learns', async () => {
  manualSeed(1);
  const trainer = new PlaneTrainer({ ...initialSettings, regularizer: 'dropout', strength: 0.5 });
  await trainer.step();
  const [first, second] = [await trainer.snapshot(), await trainer.snapshot()];
  trainer.dispose();
  expect(second.field.values).toEqual(first.field.values);
});

it('gives a field for each unit, inputs first', async () => {
  const { units, field, layers } = await train({ hidden: [3, 2] }, 1);
  expect(units.values.length).toBe((2 + 3 + 2) * units.size ** 2);
  expect([units.values[0], units.values[units.size - 1]]).toEqual([-1, 1]); // x₁ from left to right
  expect(field.values.length).toBe(field.size ** 2);
  expect(layers.map(({ weight, bias }) => [weight.length, bias.length])).toEqual([
    [2, 3],
    [3, 2],
    [2, 1],
  ]);
});

it('takes own points, optimizer and regularizer over, and begins anew for another network', async () => {
  manualSeed(1);
  const own: PlaneSettings = { ...initialSettings, data: 'own', own: corners.slice(0, 2) };
  const trainer = new PlaneTrainer(own);
  await trainer.step();
  expect(trainer.update({ ...own, own: corners, optimizer: 'sgd', regularizer: 'l1' })).toBe(true);
  await trainer.step();
  const { points, curves } = await trainer.snapshot();
  expect(points.train.labels.length + points.test.labels.length).toBe(4);
  expect(curves.x).toEqual([1, 2]);
  expect(trainer.update({ ...own, hidden: [2] })).toBe(false);
  trainer.dispose();
});

it('waits while there are no points', async () => {
  const trainer = new PlaneTrainer({ ...initialSettings, data: 'own' });
  expect(await trainer.step()).toBe(false);
  expect((await trainer.snapshot()).curves.x).toEqual([]);
  trainer.dispose();
});

it('leaves each own point in its part when others come', () => {
  const many = Array.from({ length: 50 }, (_, i): ClassedPoint => ({ x: i, y: 0, label: 0 }));
  const [few, all] = [splitOwn(many.slice(0, 20), 0.3), splitOwn(many, 0.3)];
  expect(all.test.labels.length).toBe(12); // three of ten, after the first ten
  expect([...all.test.inputs].slice(0, few.test.inputs.length)).toEqual([...few.test.inputs]);
});

it('trains on the first own points, and holds none of them out', () => {
  const own = Array.from({ length: 12 }, (_, i): ClassedPoint => ({ x: i, y: 0, label: 0 }));
  for (let count = 0; count <= 10; count++) {
    const { train, test } = splitOwn(own.slice(0, count), 0.5);
    expect([train.labels.length, test.labels.length]).toEqual([count, 0]);
  }
  expect(splitOwn(own, 0.5).test.labels.length).toBe(1);
});

it('gives each layer its own activation', async () => {
  manualSeed(1);
  const mixed: PlaneSettings = { ...initialSettings, hidden: [3, 2], activations: ['relu', 'sigmoid'] };
  const trainer = new PlaneTrainer(mixed);
  const { layers } = await trainer.snapshot();
  const { answers } = passOf({ layers, bends: ['relu', 'sigmoid', 'sigmoid'] }, [0.5, -1], 1);
  const values = trainer.model.hiddenValues(tensor([[0.5, -1]]));
  for (const [l, value] of values.entries()) {
    expect(Array.from(await value.data())).toEqual(answers[l]!.map((answer) => expect.closeTo(answer, 5)));
    value.dispose();
  }
  expect(trainer.update({ ...mixed, activations: ['relu', 'tanh'] })).toBe(false);
  trainer.dispose();
});

it('trains two networks beside each other, alike but for the setting that they differ in', async () => {
  const run = async (changes: Partial<PlaneSettings>) => {
    const settings: PlaneSettings = { ...initialSettings, hidden: [3], activations: ['tanh'], ...changes };
    const trainer = await createPlaneTrainer(settings, 5, { onProgress: () => {} });
    for (let epoch = 0; epoch < 3; epoch++) await trainer.step();
    const { value } = (await trainer.snapshot()) as Transferred<PlaneSnapshot[]>;
    expect(trainer.update!({ ...settings, learningRate: 0.02 })).toBe(true);
    expect(trainer.update!({ ...settings, against: 'shallow' })).toBe(settings.against !== 'nothing');
    trainer.dispose();
    return value.map(({ layers }) => layers);
  };
  const [alone] = await run({});
  const [own, same] = await run({ against: 'unregularized' }); // as it is anyway: the same batches in the same order
  expect([own, same]).toEqual([alone, alone]);
  const [, penalized] = await run({ against: 'l2' });
  const size = (layers: typeof alone) =>
    layers!.flatMap(({ weight }) => weight.flat()).reduce((sum, w) => sum + w * w, 0);
  expect(size(penalized)).toBeLessThan(size(alone));
});

it('lets weights be overwritten', async () => {
  const trainer = new PlaneTrainer({ ...initialSettings, hidden: [], activations: [] });
  const layers = [{ weight: [[2], [-1]], bias: [0.5] }];
  trainer.answers.setLayers(layers);
  expect((await trainer.snapshot()).layers).toEqual(layers);
  trainer.dispose();
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  await train({ regularizer: 'l1' }, 2);
  await train({ regularizer: 'dropout', strength: 0.2, hidden: [], activations: [] }, 2);
  expect(liveMemory().buffers).toBe(before);
});
