import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publicModules } from '../public-exports.js';
import { publicPackages } from '../workspace.js';
import { type CompiledExample, compileExample } from './compile-example.js';
import { findExamples } from './find-examples.js';
import { mismatch } from './match-value.js';

/** Which package each public value comes from; of a name that several have, the example's own package wins. */
const owners = new Map<string, string>();
const ownNames = new Map<string, Set<string>>();
for (const { name, folder } of publicPackages()) {
  const values = publicModules(folder).flatMap(({ exports }) => exports.filter(({ isType }) => !isType));
  ownNames.set(name, new Set(values.map((value) => value.name)));
  for (const value of values) if (!owners.has(value.name)) owners.set(value.name, name);
}

/** The exports that an example uses, by name. */
async function scopeOf(
  own: string,
  { identifiers, imports }: CompiledExample,
): Promise<Map<string, unknown>> {
  const scope = new Map<string, unknown>();
  for (const [name, specifier] of imports) {
    const exports = (await import(/* @vite-ignore */ specifier)) as Record<string, unknown>;
    scope.set(name, exports[name]);
  }
  for (const identifier of identifiers) {
    const owner = ownNames.get(own)?.has(identifier) ? own : owners.get(identifier);
    if (owner === undefined) continue;
    const exports = (await import(/* @vite-ignore */ owner)) as Record<string, unknown>;
    if (!(identifier in exports))
      throw new Error(`${owner} does not export ${identifier}; run \`pnpm generate\`.`);
    scope.set(identifier, exports[identifier]);
  }
  return scope;
}

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
      const compiled = compileExample(code);
      const { body, expectations } = compiled;
      const scope = await scopeOf(name, compiled);
      const failures: string[] = [];
      let compared = 0;
      const compare = async (value: unknown, expected: string): Promise<void> => {
        compared++;
        const failure = await mismatch(value, expected);
        if (failure !== undefined) failures.push(failure);
      };
      const run = new Function('__expect', ...scope.keys(), body);
      await run(compare, ...scope.values());
      expect(failures.join('\n')).toBe('');
      expect(compared).toBeGreaterThanOrEqual(expectations);
    }, 120_000);
  }
});
