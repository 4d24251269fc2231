import type { GoldenCase } from './manifest.js';

/** The result of one case on one backend. */
export interface CaseResult {
  readonly id: string;
  readonly group: string;
  readonly callable: string;
  readonly backend: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** What is wrong, or why it was skipped. */
  readonly reasons: readonly string[];
  /** The largest share of the tolerance that a value used. */
  readonly use: number;
}

/** A result of a case. */
export function resultOf(
  { id, group, callable }: GoldenCase,
  backend: string,
  status: CaseResult['status'],
  reasons: readonly string[] = [],
  use = 0,
): CaseResult {
  return { id, group, callable, backend, status, reasons, use };
}
