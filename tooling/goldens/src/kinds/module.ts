import { ArgumentError } from '@neurona/backend';
import { Call } from '../call.js';
import { checkResult } from './check-result.js';
import type { Run } from './kind.js';
import { loadModule } from './load-module.js';

/** m = callable(ctor); load params and buffers by name; set train; result = m(args, kwargs) */
export async function runModule(run: Run): Promise<void> {
  const { golden, table, given } = run;
  const row = Object.hasOwn(table.modules, golden.callable) ? table.modules[golden.callable] : undefined;
  if (!row) throw new ArgumentError(golden.callable, { expected: 'a row of the table', received: 'none' });
  const ctor = new Call([], golden.ctor);
  const call = new Call(golden.args, golden.kwargs, given);
  const ours = row(ctor);
  const own = loadModule(run, ours);
  if (golden.train) ours.module.train();
  else ours.module.eval();
  const result = await ours.forward(call);
  await checkResult(run, result, [ctor, call]);
  for (const name of golden.stateAfter) await run.check('state_after', name, own.get(name));
}
