import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { nodeBackends } from './backends.js';
import type { CaseResult } from './case-result.js';
import { openFolder } from './fixture-folder.js';
import { describeRun } from './report.js';
import { runCases, selectCases } from './run-cases.js';
import { table } from './table/table.js';
import { floats, type OneCase, rightCase, writeGoldenFolder } from './testing/golden-folder.js';

/** Runs a case from a folder that holds it alone. */
async function run(golden: OneCase, change?: (file: Uint8Array) => Uint8Array): Promise<CaseResult> {
  const folder = await writeGoldenFolder(golden, change);
  const source = await openFolder(folder);
  const [result] = await runCases(source, source.manifest.cases, table, await nodeBackends.cpu());
  await rm(folder, { recursive: true });
  return result!;
}

it('passes a right case and says how much of the tolerance it used', async () => {
  expect(await run(rightCase)).toMatchObject({ status: 'passed', reasons: [], use: 0 });
});

it.each<[string, Partial<OneCase>, string]>([
  ['a wrong value', { out: floats([2], 9, 1.001) }, 'outputs/out: expected 1.00'],
  ['a wrong gradient', { gradient: floats([2], 6, 4) }, 'grads/x: expected 4 at [1], got -4'],
  ['a wrong shape', { out: floats([1, 2], 9, 1) }, 'outputs/out: expected shape [1, 2], got [2]'],
  [
    'a wrong dtype',
    { out: { ...floats([2], 9, 1), dtype: 'int32', values: Int32Array.of(9, 1) } },
    'expected int32, got float32',
  ],
  ['a wrong cotangent', { upstream: floats([2], 1, 1) }, 'grads/x: expected -4 at [1], got -2'],
  [
    'a missing callable',
    { callable: 'torch.nothing' },
    '[torch.nothing] expected a row of the table, got none.',
  ],
  [
    'a callable named like a property of every object',
    { callable: 'toString' },
    '[toString] expected a row of the table',
  ],
  [
    'an argument that the row does not read',
    { args: ['$x', 2] },
    "expected a row that reads every argument, got one that doesn't read 1",
  ],
])('fails %s', async (_, change, reason) => {
  const result = await run({ ...rightCase, ...change });
  expect(result.status).toBe('failed');
  expect(result.reasons.join('\n')).toContain(reason);
});

it('fails a case whose file is cut short', async () => {
  const result = await run(rightCase, (file) => file.subarray(0, -1));
  expect(result.status).toBe('failed');
  expect(result.reasons.join('\n')).toContain('The file is cut short');
});

it('fails a case whose file lacks a tensor', async () => {
  const result = await run(rightCase, (file) =>
    Buffer.from(Buffer.from(file).toString('latin1').replace('/grads/x', '/grads/y'), 'latin1'),
  );
  expect(result.reasons).toEqual(['[elementwise/case] expected a tensor grads/x in the file, got none.']);
});

it('counts cases of a group that is not covered yet as skipped, and reports one line for the group', async () => {
  const result = await run({ ...rightCase, group: 'later' });
  expect(result).toMatchObject({ status: 'skipped', reasons: ['not covered yet'] });
  expect(describeRun('cpu', [result, { ...result, id: 'later/other' }], 0.26)).toEqual([
    'skipped cpu later: not covered yet (2 cases)',
    'cpu: 0 passed, 0 failed, 2 skipped in 0.3 s',
  ]);
});

it('lists few failures one by one and sums up many with one reason', async () => {
  const failed = await run({ ...rightCase, callable: 'torch.nothing' });
  const many = ['a', 'b', 'c', 'd'].map((id) => ({ ...failed, id, reasons: ['broken'] }));
  expect(describeRun('cpu', many.slice(0, 2), 0)[0]).toBe('FAILED cpu a, b: broken');
  expect(describeRun('cpu', many, 0)[0]).toBe('FAILED cpu a and 3 more: broken');
});

it('selects cases by group and by part of the name', async () => {
  const folder = await writeGoldenFolder(rightCase);
  const { manifest } = await openFolder(folder);
  await rm(folder, { recursive: true });
  expect(selectCases(manifest.cases, { groups: ['elementwise'], text: 'cas' })).toHaveLength(1);
  expect(selectCases(manifest.cases, { groups: ['conv'] })).toHaveLength(0);
  expect(selectCases(manifest.cases, { text: 'other' })).toHaveLength(0);
});
