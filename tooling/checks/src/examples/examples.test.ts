import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publicModules } from '../public-exports.js';
import { publicPackages } from '../workspace.js';
import { findExamples } from './find-examples.js';
import { runExample } from './run-example.js';

/** Which package each public value comes from; of a name that several have, the example's own package wins. */
const owners = new Map<string, string>();
const ownNames = new Map<string, Set<string>>();
for (const { name, folder } of publicPackages()) {
  const values = publicModules(folder).flatMap(({ exports }) => exports.filter(({ isType }) => !isType));
  ownNames.set(name, new Set(values.map((value) => value.name)));
  for (const value of values) if (!owners.has(value.name)) owners.set(value.name, name);
}

const ownerOf = (own: string, name: string): string | undefined =>
  ownNames.get(own)?.has(name) ? own : owners.get(name);

const examples = findExamples();

beforeAll(() => {
  process.chdir(mkdtempSync(join(tmpdir(), 'neurona-examples-'))); // what examples write goes there
});

beforeEach(async () => {
  await useBackend(cpu());
});

describe.each([...new Set(examples.map((example) => example.package.name))])('%s', (name) => {
  for (const { path, line, subject, code } of examples.filter((example) => example.package.name === name)) {
    it(`${subject} (${path}:${line})`, async () => {
      expect(await runExample(code, (identifier) => ownerOf(name, identifier))).toEqual([]);
    }, 120_000);
  }
});
