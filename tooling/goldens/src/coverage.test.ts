import { expect, it } from 'vitest';
import { type CaseResult, resultOf } from './case-result.js';
import { describeCoverage } from './coverage.js';
import { openFolder, ownFixtures, variants } from './fixture-folder.js';
import { table } from './table/table.js';

const { manifest } = await openFolder(ownFixtures);
const backends = ['cpu', 'wasm'];

/** Results of a run in which everything passes but what `fails` names. */
const resultsOf = (fails: string): CaseResult[] =>
  backends.flatMap((backend) =>
    manifest.cases.map((golden) => {
      if (golden.group === 'rnn')
        return resultOf({ ...golden, group: 'later' }, backend, 'skipped', ['not covered yet']);
      return resultOf(golden, backend, golden.id === fails ? 'failed' : 'passed');
    }),
  );

it('counts cases by group, by callable and by backend', () => {
  const text = describeCoverage(manifest, resultsOf('conv/conv2d/same'), backends);
  expect(text).toContain('| `elementwise` | 176/176 | 176/176 |');
  expect(text).toContain('| `conv` | 45/46 (1 failed) | 45/46 (1 failed) |');
  expect(text).toContain('| `torch.nn.functional.conv2d` | 21/22 (1 failed) | 21/22 (1 failed) |');
  expect(text).toContain('later (45)');
});

it('says the same of the same results', () => {
  expect(describeCoverage(manifest, resultsOf(''), backends)).toBe(
    describeCoverage(manifest, resultsOf(''), backends),
  );
});

it('counts what is skipped as not covered yet, which is no failure', () => {
  const results = resultsOf('').map((result) =>
    result.group === 'architectures'
      ? { ...result, status: 'skipped' as const, reasons: ['not covered yet: it has no row'] }
      : result,
  );
  const text = describeCoverage(manifest, results, backends);
  expect(text).toContain('architectures (9)');
  expect(text).toContain('covered case passes on every backend');
});

it('claims that everything passes only where it does', () => {
  const claim = 'covered case passes on every backend';
  expect(describeCoverage(manifest, resultsOf(''), backends)).toContain(claim);
  expect(describeCoverage(manifest, resultsOf('conv/conv2d/same'), backends)).not.toContain(claim);
});

it('has a row for every callable that a complete run exercises', () => {
  const rows = new Set(Object.values(table).flatMap((part: object) => Object.keys(part)));
  const clips = ['torch.nn.utils.clip_grad_norm_', 'torch.nn.utils.clip_grad_value_']; // a kind of their own
  expect(manifest.callables.filter((name) => !rows.has(name))).toEqual(clips);
});

/** Rows whose callables nothing here exercises: random ones, and what the generator's PyTorch lacks. */
const unexercised = [
  ...['lp_pool3d', 'dropout1d', 'dropout3d'].map((name) => `torch.nn.functional.${name}`),
  ...['LPPool3d', 'Dropout1d', 'Dropout2d', 'Dropout3d'].map((name) => `torch.nn.${name}`),
];

it('has rows only for callables that a complete run or a case of our own exercises', async () => {
  const ours = (await openFolder(variants)).manifest;
  const optimizers = ours.cases.flatMap(({ optimizer }) => optimizer?.callable ?? []);
  const exercised = new Set([...manifest.callables, ...ours.callables, ...optimizers]);
  const rows = Object.values(table).flatMap((part: object) => Object.keys(part));
  expect(rows.filter((name) => !exercised.has(name))).toEqual(unexercised);
});
