import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pages } from './pages.js';

const most = { files: 12, lines: 1200 };

it.each(pages.map(({ name }) => name))(
  '%s is a page of at most 12 files and 1,200 lines, in two languages',
  (name) => {
    const folder = fileURLToPath(new URL(`./${name}/`, import.meta.url));
    const files = readdirSync(folder).filter((file) => !/\.test\.ts$|\.md$/.test(file)); // tests and README apart
    const lines = files.reduce(
      (sum, file) => sum + readFileSync(folder + file, 'utf8').split('\n').length - 1,
      0,
    );
    expect([name, files.length]).toSatisfy(() => files.length <= most.files);
    expect([name, lines]).toSatisfy(() => lines <= most.lines);
  },
);
