import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import { writingTexts } from '../../weights/writing-texts.js';
import { type WritingSettings, writingSchema } from './settings.js';
import { createWritingTrainer, type WritingTrainer, type WrittenPart } from './train.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const begin = (changes: Partial<WritingSettings> = {}) => {
  manualSeed(1);
  return createWritingTrainer({ ...writingSchema.initial, ...changes });
};

async function write(trainer: WritingTrainer, prompt: string, length: number): Promise<WrittenPart[]> {
  const written: WrittenPart[] = [];
  for await (const part of trainer.answers.write({ prompt, length })) written.push(part);
  return written;
}

const wordsOf = (text: string) => text.toLowerCase().match(/\p{L}+/gu) ?? [];

it.each([
  ['quijote', 'En un '],
  ['sonnets', 'When '],
] as const)('writes in the words of %s before any training', async (text, prompt) => {
  const trainer = await begin({ text, temperature: 0.1 });
  const { alphabet } = trainer.snapshot();
  const written = await write(trainer, prompt, 120);
  const words = wordsOf(written.map(({ character }) => character).join('')).slice(0, -1);
  const known = new Set(wordsOf(writingTexts[text]));
  expect(words.filter((word) => known.has(word)).length).toBeGreaterThan(0.8 * words.length);
  for (const { character, probabilities } of written) {
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    expect(probabilities[alphabet.indexOf(character)]).toBeGreaterThan(0);
  }
  trainer.dispose();
});

it('learns from random weights, and holds a tenth out', async () => {
  const trainer = await begin({ from: 'random', rate: 0.01 });
  const before = trainer.snapshot();
  expect(before.heldOut).toBeCloseTo(Math.log(before.alphabet.length), 0);
  for (let i = 0; i < 30; i++) await trainer.step();
  const after = trainer.snapshot();
  expect(after.heldOut).toBeLessThan(before.heldOut - 1);
  expect(after.curves.x.at(-1)).toBe(30);
  trainer.dispose();
});

it('finds a unit that knows where it is in a word, and one for spaces', async () => {
  const trainer = await begin();
  for (const knowledge of ['word', 'space'] as const) {
    const { unit, correlation } = await trainer.answers.find(knowledge);
    expect(unit).toBeGreaterThan(0);
    expect(Math.abs(correlation)).toBeGreaterThan(0.4);
  }
  trainer.dispose();
});

it('trains on a text of one’s own, takes temperature and rate over, and keeps its memory constant', async () => {
  const own = 'Uno, dos, tres: una voz cuenta ☃ otra vez. '.repeat(8);
  const trainer = await begin({ text: 'own', own });
  expect(trainer.snapshot().length).toBeLessThan(own.length);
  await trainer.step();
  await write(trainer, 'Uno', 2);
  const before = liveMemory();
  for (let i = 0; i < 3; i++) await trainer.step();
  await write(trainer, 'Uno', 5);
  expect(liveMemory()).toEqual(before);
  const settings = { ...writingSchema.initial, text: 'own', own } as const;
  expect(trainer.update({ ...settings, temperature: 1.5, rate: 0.01 })).toBe(true);
  expect(trainer.update({ ...settings, from: 'random' })).toBe(false);
  trainer.dispose();
});
