import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { beforeAll, expect, it } from 'vitest';
import { judge, shortForm } from './judge.js';
import { lessons } from './lessons.js';

beforeAll(async () => {
  await useBackend(wasm());
});

const withoutFiles = lessons.filter(({ data }) => data.length === 0); // a page has no data folder

it.each(withoutFiles.map((entry) => [entry.name, entry] as const))(
  'the lesson %s comes out as expected in a browser',
  async (_, entry) => {
    const lesson = shortForm(await entry.load());
    const outcome = await judge(lesson, lesson.settings, {
      print: () => {},
      draw: () => {},
      progress: false,
    });
    expect(outcome.verdicts.filter(({ holds }) => !holds)).toEqual([]);
  },
);
