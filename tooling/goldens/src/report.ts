import type { CaseResult } from './case-result.js';

/** Numbers of results by status. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts results by status. */
export function count(results: readonly CaseResult[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of results) counts[status]++;
  return counts;
}

/** `N passed, N failed, N skipped` */
export const countsLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Results by what `key` says, in order of appearance. */
export function groupBy(
  results: readonly CaseResult[],
  key: (result: CaseResult) => string,
): Map<string, CaseResult[]> {
  const groups = new Map<string, CaseResult[]>();
  for (const result of results) {
    const name = key(result);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(result);
  }
  return groups;
}

const few = 3; // failures for one reason that are still listed one by one

/** What went wrong and what was skipped on one backend: a line for each failure, one for each reason to skip in a group. */
export function describeRun(backend: string, results: readonly CaseResult[], seconds: number): string[] {
  const lines: string[] = [];
  const failed = results.filter(({ status }) => status === 'failed');
  for (const [reason, cases] of groupBy(failed, ({ reasons }) => reasons.join('; '))) {
    const ids = cases.slice(0, cases.length > few ? 1 : few).map(({ id }) => id);
    const more = cases.length > ids.length ? ` and ${cases.length - ids.length} more` : '';
    lines.push(`FAILED ${backend} ${ids.join(', ')}${more}: ${reason}`);
  }
  const skipped = results.filter(({ status }) => status === 'skipped');
  for (const [reason, cases] of groupBy(skipped, ({ group, reasons }) => `${group}: ${reasons.join('; ')}`)) {
    lines.push(`skipped ${backend} ${reason} (${cases.length} ${cases.length === 1 ? 'case' : 'cases'})`);
  }
  lines.push(`${backend}: ${countsLine(count(results))} in ${seconds.toFixed(1)} s`);
  return lines;
}
