import { readFileSync } from 'node:fs';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { missingData, useDataFolder } from './data-folder.js';
import { staleHandouts } from './handouts.js';
import { judge, shortForm } from './judge.js';
import { languages } from './lesson.js';
import { lessons } from './lessons.js';
import { regionsOf } from './regions.js';

beforeAll(async () => {
  useDataFolder();
  await useBackend(wasm({ threads: 1 })); // the other packages are tested at the same time
});

const source = (name: string): string =>
  readFileSync(new URL(`../lessons/${name}/lesson.ts`, import.meta.url), 'utf8');

describe.each(lessons.map((entry) => [entry.name, entry] as const))('the lesson %s', (name, entry) => {
  const missing = missingData(entry.data);
  const title = 'comes out as expected in its short form';
  it.skipIf(missing !== undefined)(missing ? `${title} (skipped: ${missing})` : title, async () => {
    const lesson = shortForm(await entry.load());
    const pictures: string[] = [];
    const outcome = await judge(lesson, lesson.settings, {
      print: () => {},
      draw: (_, svg) => pictures.push(svg),
      progress: false,
    });
    expect(outcome.verdicts.filter(({ holds }) => !holds)).toEqual([]);
    expect(outcome.verdicts.length).toBeGreaterThan(0);
    for (const svg of pictures) expect(svg).toMatch(/^<svg /);
  });

  it('explains each region of its code, in order, in every language', async () => {
    const { texts } = await entry.load();
    const marked = Object.keys(regionsOf(source(name)));
    for (const language of languages) expect(Object.keys(texts[language].regions)).toEqual(marked);
  });
});

it('has its lessons in docs/lessons as they are (npm run lessons -- --write)', async () => {
  expect(await staleHandouts()).toEqual([]);
});
