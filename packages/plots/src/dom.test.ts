import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { newDocument as browserDocument } from './dom.browser.js';
import { errorOf } from './testing/picture.js';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

it('takes the page’s own document in a browser, and leaves linkedom out there', () => {
  const [condition, files] = Object.entries(manifest.imports['#dom'])[0] as [string, Record<string, string>];
  expect(condition).toBe('browser'); // the first that holds is taken
  expect(Object.values(files)).toEqual([
    './src/dom.browser.ts',
    './dist/dom.browser.js',
    './dist/dom.browser.cjs',
  ]);
  expect(readFileSync(new URL('./dom.browser.ts', import.meta.url), 'utf8')).not.toContain('linkedom');
});

it('says in a worker that there is no document', () => {
  expect(errorOf(() => browserDocument())).toBe(
    'TypeError: [plots] expected a document to draw with, got none (a worker has no DOM). ' +
      'Send the numbers to the page and draw them there.',
  );
});
