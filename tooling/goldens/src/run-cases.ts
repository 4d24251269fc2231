import { type Backend, type BackendCandidate, useBackend } from '@neurona/backend';
import { type CaseResult, resultOf } from './case-result.js';
import { exceptionFor } from './exceptions.js';
import type { GoldenSource } from './golden-source.js';
import { coveredGroups } from './groups.js';
import type { Table } from './kinds/kind.js';
import type { GoldenCase } from './manifest.js';
import { runCase } from './run-case.js';

/** A filter of the cases of a folder. */
export interface CaseFilter {
  /** Groups by name, default all. */
  readonly groups?: readonly string[] | undefined;
  /** Part of the case's id, default any. */
  readonly text?: string | undefined;
}

/** The cases that match a filter, in the order of the manifest. */
export const selectCases = (cases: readonly GoldenCase[], { groups, text }: CaseFilter): GoldenCase[] =>
  cases.filter(
    ({ id, group }) => (groups?.includes(group) ?? true) && (text === undefined || id.includes(text)),
  );

/** Runs cases one after the other on a backend. */
export async function runCases(
  source: GoldenSource,
  cases: readonly GoldenCase[],
  table: Table,
  candidate: BackendCandidate,
  label: string = candidate.name,
): Promise<CaseResult[]> {
  let backend = await useBackend(candidate);
  const results: CaseResult[] = [];
  for (const golden of cases) {
    const exception = exceptionFor(golden, label);
    if (!coveredGroups.includes(golden.group)) {
      results.push(resultOf(golden, label, 'skipped', ['not covered yet']));
    } else if (exception && exception.factor === undefined) {
      results.push(resultOf(golden, label, 'skipped', [exception.reason]));
    } else {
      try {
        const arrays = golden.file ? await source.tensors(golden.file) : new Map();
        const result = await runCase(golden, arrays, table, backend, label);
        results.push(result);
        if (result.status === 'failed') backend = await restartIfLost(backend, candidate);
      } catch (error) {
        results.push(
          resultOf(golden, label, 'failed', [error instanceof Error ? error.message : String(error)]),
        );
      }
    }
  }
  backend.dispose();
  return results;
}

/** A device with an error returns no valid results any more: the next case gets a new one. */
async function restartIfLost(backend: Backend, candidate: BackendCandidate): Promise<Backend> {
  try {
    await backend.sync();
    return backend;
  } catch {
    backend.dispose();
    return useBackend(candidate);
  }
}
