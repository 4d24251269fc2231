import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backend, setBackend } from '@neurona/backend';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runExample } from '../examples/run-example.js';
import { installLines, programsOf, readmes } from './readme-programs.js';
import { readmeTypes } from './readme-types.js';

beforeAll(() => {
  process.chdir(mkdtempSync(join(tmpdir(), 'neurona-readme-'))); // what programs write goes there
});

beforeEach(() => {
  setBackend(undefined as unknown as Backend); // as in a new project: a program chooses its own
});

describe('programs of READMEs', () => {
  for (const { path, line, code } of readmes().flatMap((readme) => programsOf(readme)))
    it(`${path}:${line} runs as it stands`, { timeout: 120_000 }, async () => {
      expect(await runExample(code, () => undefined)).toEqual([]);
    });

  it('compile under strict', { timeout: 120_000 }, () => {
    expect(readmeTypes()).toEqual([]);
  });

  it('come after a line that installs what they import', () => {
    expect(installLines()).toEqual([]);
  });
});

describe('programsOf', () => {
  it('joins a block without imports to the program before it', () => {
    const text =
      "```ts\nimport { a } from 'a';\n```\ntext\n```sh\nnpm i\n```\n```ts\na();\n```\n```ts\nimport 'b';\n```\n";
    expect(programsOf('README.md', text).map(({ line, code }) => [line, code])).toEqual([
      [1, "import { a } from 'a';\na();\n"],
      [11, "import 'b';\n"],
    ]);
  });

  it('refuses a first block that imports nothing', () => {
    expect(() => programsOf('README.md', '```ts\na();\n```\n')).toThrow(
      'README.md:1: the first block imports nothing',
    );
  });
});
