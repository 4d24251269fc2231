import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from './case-result.js';
import { exceptions } from './exceptions.js';
import { coveredGroups } from './groups.js';
import type { Manifest } from './manifest.js';
import { count, groupBy } from './report.js';
import { table } from './table/table.js';

const target = fileURLToPath(new URL('../../../docs/coverage.md', import.meta.url));

/** Writes what was covered to docs/coverage.md and returns the file's path. */
export async function writeCoverage(
  manifest: Manifest,
  results: readonly CaseResult[],
  backends: readonly string[],
): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, describeCoverage(manifest, results, backends));
  return target;
}

/** The coverage as Markdown; the same results give the same text. */
export function describeCoverage(
  manifest: Manifest,
  results: readonly CaseResult[],
  backends: readonly string[],
): string {
  const covered = results.filter(({ group }) => coveredGroups.includes(group));
  const open = groupBy(results.filter(isOpen), ({ group }) => group);
  const lines = [
    '# Parity with PyTorch',
    '',
    '<!-- Written by `npm run goldens`; do not edit. -->',
    '',
    'Values and gradients of every golden case (`tooling/goldens/fixtures`, PyTorch in float64), compared within the',
    "case's own tolerance. `webgpu` is Dawn in Node.js, `webgpu-chromium` the browser, both on a software adapter.",
    '',
    '## Groups',
    '',
    ...rows('Group', 'group', covered, backends),
    '',
    `Not covered yet: ${[...open].map(([group, cases]) => `${group} (${cases.length / backends.length})`).join(', ') || 'nothing'}.`,
    '',
    '## Exceptions',
    '',
    ...describeExceptions(covered.every(({ status }) => status !== 'failed')),
    '',
    '## Functions and modules',
    '',
    ...rows('PyTorch', 'callable', covered, backends),
    '',
    ...describeUntested(manifest, covered),
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether a case's group or architecture is not covered yet. */
const isOpen = ({ group, status, reasons }: CaseResult): boolean =>
  !coveredGroups.includes(group) ||
  (status === 'skipped' && reasons.some((reason) => reason.startsWith('not covered yet')));

/** A table of passed cases out of all, by what `key` says and by backend. */
function rows(
  title: string,
  key: 'group' | 'callable',
  results: readonly CaseResult[],
  backends: readonly string[],
): string[] {
  const lines = [`| ${title} | ${backends.join(' | ')} |`, `| --- |${' ---: |'.repeat(backends.length)}`];
  for (const [name, cases] of groupBy(results, (result) => result[key])) {
    const cells = backends.map((backend) => {
      const ofBackend = cases.filter((result) => result.backend === backend);
      const { passed, failed, skipped } = count(ofBackend);
      const notes = [failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean);
      return `${passed}/${ofBackend.length}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
    });
    lines.push(`| \`${name}\` | ${cells.join(' | ')} |`);
  }
  return lines;
}

function describeExceptions(allPassed: boolean): string[] {
  const listed = exceptions.map(({ backend = 'every backend', cases, factor, reason }) => {
    const what = factor === undefined ? 'left out' : `${factor} times the tolerance`;
    return `- \`${cases}\` on ${backend}: ${what}. ${reason}.`;
  });
  const others = listed.length === 0 ? 'None: every' : 'Every other';
  const verdict = allPassed
    ? `${others} covered case passes on every backend within its tolerance.`
    : 'Cases failed: see the tables.';
  return listed.length === 0 ? [verdict] : [...listed, '', verdict];
}

/** Callables that the table has but no case here runs. */
function describeUntested(manifest: Manifest, covered: readonly CaseResult[]): string[] {
  const tested = new Set(covered.map(({ callable }) => callable));
  const mapped = manifest.callables.filter(
    (name) => !tested.has(name) && Object.values(table).some((rows) => Object.hasOwn(rows, name)),
  );
  if (mapped.length === 0) return [];
  return [`In the table without a case here: ${mapped.map((name) => `\`${name}\``).join(', ')}.`];
}
