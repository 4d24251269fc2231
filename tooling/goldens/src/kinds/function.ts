import { ArgumentError } from '@neurona/backend';
import { Call } from '../call.js';
import { checkResult } from './check-result.js';
import type { Run } from './kind.js';

/** result = callable(args, kwargs) */
export async function runFunction(run: Run): Promise<void> {
  const { golden, table, given } = run;
  const row = Object.hasOwn(table.functions, golden.callable) ? table.functions[golden.callable] : undefined;
  if (!row) throw new ArgumentError(golden.callable, { expected: 'a row of the table', received: 'none' });
  const [first] = golden.outputs;
  const dtype = first === undefined ? undefined : run.expected('outputs', first).dtype;
  const call = new Call(golden.args, golden.kwargs, given, dtype);
  const result = await row(call);
  await checkResult(run, result, [call]);
}
