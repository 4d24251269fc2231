import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pages } from './pages.js';

const most = { files: 12, lines: 1200 };

/** What pages from before this bound may have until they are brought down to it: these numbers only get smaller. */
const larger: Readonly<Record<string, Partial<typeof most>>> = {
  plane: { lines: 1450 },
};

it.each(pages.map(({ name }) => name))(
  '%s is a page of at most 12 files and 1,200 lines, in two languages',
  (name) => {
    const folder = fileURLToPath(new URL(`./${name}/`, import.meta.url));
    const files = readdirSync(folder).filter((file) => !/\.test\.ts$|\.md$/.test(file)); // tests and README apart
    const lines = files.reduce(
      (sum, file) => sum + readFileSync(folder + file, 'utf8').split('\n').length - 1,
      0,
    );
    const { files: mostFiles, lines: mostLines } = { ...most, ...larger[name] };
    expect([name, files.length]).toSatisfy(() => files.length <= mostFiles);
    expect([name, lines]).toSatisfy(() => lines <= mostLines);
  },
);
