import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pages } from './pages.js';

it.each(pages.map(({ name }) => name))('%s is tested in every window', (name) => {
  const text = readFileSync(new URL(`./${name}/${name}.page.test.ts`, import.meta.url), 'utf8');
  expect(text).toContain(`itFits('${name}'`);
});
