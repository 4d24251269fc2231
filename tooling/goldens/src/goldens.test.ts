import { describe, expect, it } from 'vitest';
import { nodeBackends } from './backends.js';
import { exceptions } from './exceptions.js';
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
    const leftOut = exceptions.filter(({ backend, factor }) => backend === name && factor === undefined);
    const skipped = results.filter(({ status }) => status === 'skipped').map(({ id }) => id);
    expect(skipped.filter((id) => !leftOut.some((exception) => id.startsWith(exception.id)))).toEqual([]);
  });
});
