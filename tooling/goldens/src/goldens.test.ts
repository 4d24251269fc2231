import { describe, expect, it } from 'vitest';
import { nodeBackends } from './backends.js';
import type { CaseResult } from './case-result.js';
import { exceptionFor } from './exceptions.js';
import { openFolder, ownFixtures, variants } from './fixture-folder.js';
import { coveredGroups } from './groups.js';
import { runCases, selectCases } from './run-cases.js';
import { table } from './table/table.js';

const sources = { fixtures: await openFolder(ownFixtures), variants: await openFolder(variants) };

// On the default backend; the command runs the others.
describe.each(Object.entries(sources))('of the %s', (_, source) => {
  const groups = coveredGroups.filter(
    (group) => selectCases(source.manifest.cases, { groups: [group] }).length > 0,
  );

  it.each(groups)('group %s agrees with PyTorch', async (group) => {
    const cases = selectCases(source.manifest.cases, { groups: [group] });
    const results = await runCases(source, cases, table, await nodeBackends.wasm());
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    const isLater = ({ reasons }: CaseResult): boolean =>
      group === 'architectures' && reasons[0]!.startsWith('not covered yet'); // comes with its package
    const skipped = new Set(
      results.filter((result) => result.status === 'skipped' && !isLater(result)).map(({ id }) => id),
    );
    const leftOut = cases.filter((golden) => {
      const exception = exceptionFor(golden, 'wasm');
      return exception !== undefined && exception.factor === undefined;
    });
    expect(skipped).toEqual(new Set(leftOut.map(({ id }) => id)));
  });
});

it('has a case of every group that the table covers', () => {
  const groups = new Set(sources.fixtures.manifest.cases.map(({ group }) => group));
  expect(coveredGroups.filter((group) => !groups.has(group))).toEqual([]);
});
