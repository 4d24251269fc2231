/** How a project went. */
export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

/** A line for each project, those that failed at the end, and one for all of them. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const sorted = [...outcomes].sort((a, b) => Number(b.ok) - Number(a.ok));
  const passed = outcomes.filter(({ ok }) => ok).length;
  const total = outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
  const rows = [
    ['project', 'result', 'seconds'],
    ...sorted.map(({ name, ok, seconds }) => [name, ok ? 'passed' : 'FAILED', seconds.toFixed(0)]),
    [`${outcomes.length} projects`, `${passed} passed, ${outcomes.length - passed} failed`, total.toFixed(0)],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(([name, result, seconds]) =>
      [name!.padEnd(widths[0]!), result!.padEnd(widths[1]!), seconds!.padStart(widths[2]!)].join('  '),
    )
    .join('\n');
}
