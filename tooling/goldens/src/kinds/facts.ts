import { ArgumentError } from '@neurona/backend';
import { Call } from '../call.js';
import { checkRead } from './check-result.js';
import type { Run } from './kind.js';

/** Checks facts that PyTorch computed from `kwargs`. */
export async function runFacts({ golden, table }: Run): Promise<void> {
  const row = Object.hasOwn(table.facts, golden.callable) ? table.facts[golden.callable] : undefined;
  if (!row) throw new ArgumentError(golden.callable, { expected: 'a row of the table', received: 'none' });
  const kwargs = new Call([], golden.kwargs);
  const problems = await row(kwargs, golden.expected as never);
  checkRead(golden.callable, kwargs);
  if (problems.length === 0) return;
  throw new ArgumentError(golden.callable, { expected: "PyTorch's facts", received: problems.join('; ') });
}
