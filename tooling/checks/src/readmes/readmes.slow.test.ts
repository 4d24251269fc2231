import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backend, setBackend } from '@neurona/backend';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runExample } from '../examples/run-example.js';
import { programsOf, readmes } from './readme-programs.js';

beforeAll(() => {
  process.chdir(mkdtempSync(join(tmpdir(), 'neurona-readme-'))); // what programs write goes there
});

beforeEach(() => {
  setBackend(undefined as unknown as Backend); // as in a new project: a program chooses its own
});

describe('programs of READMEs', () => {
  for (const { path, line, code } of readmes().flatMap((readme) => programsOf(readme)))
    it(`${path}:${line} runs as it stands`, async () => {
      const program = code.replace(/^export default /m, 'const exported = '); // nobody imports it
      expect(await runExample(program, () => undefined)).toEqual([]);
    });
});
