import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { surfaces } from './functions.js';
import { landscapes, surfaceNames } from './landscapes.js';
import { reliefOf, valuesAt } from './relief.js';

beforeAll(async () => {
  await useBackend(cpu());
});

it.each(surfaceNames)('knows the lowest places of %s, and draws it from 0 to 1', async (name) => {
  const { minima, least } = landscapes[name];
  const heights = await valuesAt(
    surfaces[name],
    minima.map((place) => [...place]),
  );
  for (const height of heights) expect(height).toBeCloseTo(least, 4);
  const relief = await reliefOf(surfaces[name], landscapes[name]);
  expect(Math.max(...relief.heights)).toBeCloseTo(1, 5);
  expect(relief.lines.length).toBeGreaterThan(10);
});
