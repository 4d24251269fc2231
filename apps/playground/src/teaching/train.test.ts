import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { decodeSafetensors } from '@neurona/checkpoints';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { sketch } from '../pictures/sketches.js';
import { firstClasses, madeClass, type TeachSettings } from './classes.js';
import { drawnBytes, examplesOf } from './examples.js';
import { createTeachTrainer, type TeachTrainer } from './train.js';

const initial: TeachSettings = { classes: firstClasses, body: 'frozen', learningRate: 0.01 };

beforeAll(async () => {
  await useBackend(wasm());
});

async function trained(changes: Partial<TeachSettings> = {}): Promise<TeachTrainer> {
  manualSeed(1);
  const trainer = await createTeachTrainer({ ...initial, ...changes });
  while (!(await trainer.step()));
  return trainer;
}

const oneBoat = [...firstClasses, madeClass('boat', 1)];

it('tells three kinds of drawings apart with a head alone', async () => {
  const trainer = await trained();
  const { tested, held, learned } = await trainer.snapshot();
  expect([held, learned]).toEqual([30, 36]);
  expect(tested.accuracy).toBeGreaterThan(0.9);
  const { probabilities } = await trainer.answers.predict({
    bytes: drawnBytes(sketch('fish', 77)),
    asked: 1,
  });
  expect(probabilities[1]).toBeGreaterThan(0.8);
  trainer.dispose();
});

it('takes a class of one example for others, and learns it from twelve; features of what it knows are not computed again', async () => {
  const few = await trained({ classes: oneBoat });
  const first = await few.snapshot();
  few.dispose();
  const many = await trained({ classes: [...firstClasses, madeClass('boat')] });
  const { tested, computed, reused } = await many.snapshot();
  many.dispose();
  expect(first.tested.confusion[3]![3]).toBeLessThan(6);
  expect(tested.confusion[3]![3]).toBeGreaterThan(8);
  expect([computed, reused]).toEqual([11, 77]);
});

it('learns less on a body that was never trained', async () => {
  const classes = [...firstClasses, madeClass('flower'), madeClass('boat')];
  const accuracies: number[] = [];
  for (const body of ['frozen', 'untrained'] as const) {
    const trainer = await trained({ classes, body });
    accuracies.push((await trainer.snapshot()).tested.accuracy);
    trainer.dispose();
  }
  expect(accuracies[0]).toBeGreaterThan(accuracies[1]! + 0.2);
});

it('lets the body learn too', async () => {
  manualSeed(1);
  const trainer = await createTeachTrainer({ ...initial, classes: oneBoat, body: 'whole' });
  const { bytes } = examplesOf(oneBoat).train[0]!;
  const before = await trainer.answers.predict({ bytes, asked: 0 });
  for (let i = 0; i < 3; i++) await trainer.step();
  const after = await trainer.answers.predict({ bytes, asked: 0 });
  expect(after.features).not.toEqual(before.features);
  expect(trainer.update({ ...initial, classes: oneBoat, body: 'whole', learningRate: 0.1 })).toBe(true);
  trainer.dispose();
});

it('holds out every third own picture', () => {
  const bytes = drawnBytes(sketch('sun', 0));
  const own = Array.from({ length: 7 }, (_, i) => ({ id: `own ${i}`, bytes }));
  const { train, test } = examplesOf([madeClass('house', 4), { name: 'mine', made: 0, own }]);
  expect(train.map(({ label }) => label)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1]);
  expect(test.filter(({ label }) => label === 1).map(({ id }) => id)).toEqual(['own 2', 'own 5']);
});

it('saves weights with the names of the classes, and takes them back; other files are refused', async () => {
  const trainer = await trained();
  const bytes = await trainer.answers.save(['Casa', 'Pez', 'Sol']);
  expect(decodeSafetensors(bytes).metadata.classes).toBe('["Casa","Pez","Sol"]');
  expect(trainer.answers.names(bytes)).toEqual({ names: ['Casa', 'Pez', 'Sol'], isPublished: false });
  const { tested } = await trainer.snapshot();
  trainer.dispose();
  const fresh = await createTeachTrainer(initial);
  expect(await fresh.answers.load(bytes)).toBe(tested.accuracy);
  await expect(fresh.answers.load(bytes.subarray(0, 900))).rejects.toThrow();
  expect((await fresh.snapshot()).tested.accuracy).toBe(tested.accuracy);
  fresh.dispose();
});

it('exports ONNX with the names of the classes', async () => {
  const trainer = await trained();
  const bytes = await trainer.answers.onnx(['house', 'fish', 'sun']);
  expect(Buffer.from(bytes).includes('["house","fish","sun"]')).toBe(true);
  trainer.dispose();
});

it('waits for examples where there are none, and takes another learning rate over', async () => {
  const classes = [{ name: 'mine', made: 0, own: [] }];
  const trainer = await createTeachTrainer({ ...initial, classes });
  expect(await trainer.step()).toBe(true);
  expect((await trainer.snapshot()).learned).toBe(0);
  expect(trainer.update({ ...initial, classes, learningRate: 0.1 })).toBe(true);
  expect(trainer.update(initial)).toBe(false);
  trainer.dispose();
});

it('frees every tensor', async () => {
  const before = liveMemory().buffers;
  const trainer = await trained({ classes: oneBoat });
  await trainer.answers.load(await trainer.answers.save(['a', 'b', 'c', 'd']));
  trainer.dispose();
  expect(liveMemory().buffers).toBe(before);
});
