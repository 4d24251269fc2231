import { describe, expect, it } from 'vitest';
import { nodeBackends } from './backends.js';
import { exceptionFor } from './exceptions.js';
import { openFolder, ownFixtures } from './fixture-folder.js';
import { coveredGroups } from './groups.js';
import { runCases, selectCases } from './run-cases.js';
import { table } from './table/table.js';

const source = await openFolder(ownFixtures);

describe.each(['cpu', 'wasm'] as const)('on %s', (name) => {
  it.each(coveredGroups)('group %s agrees with PyTorch', async (group) => {
    const cases = selectCases(source.manifest.cases, { groups: [group] });
    expect(cases.length).toBeGreaterThan(0);
    const results = await runCases(source, cases, table, await nodeBackends[name]());
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    const skipped = new Set(results.filter(({ status }) => status === 'skipped').map(({ id }) => id));
    const leftOut = cases.filter((golden) => {
      const exception = exceptionFor(golden, name);
      return exception !== undefined && exception.factor === undefined;
    });
    expect(skipped).toEqual(new Set(leftOut.map(({ id }) => id)));
  });
});
