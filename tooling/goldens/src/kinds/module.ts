import { ArgumentError } from '@neurona/backend';
import { Call } from '../call.js';
import { checkResult } from './check-result.js';
import type { Run } from './kind.js';

/** m = callable(ctor); load params and buffers by name; set train; result = m(args, kwargs) */
export async function runModule(run: Run): Promise<void> {
  const { golden, table, given } = run;
  const row = Object.hasOwn(table.modules, golden.callable) ? table.modules[golden.callable] : undefined;
  if (!row) throw new ArgumentError(golden.callable, { expected: 'a row of the table', received: 'none' });
  const ctor = new Call([], golden.ctor);
  const call = new Call(golden.args, golden.kwargs, given);
  const { module, forward } = row(ctor);
  module.loadStateDict(
    Object.fromEntries([...golden.params, ...golden.buffers].map((name) => [name, given.get(name)!.tensor])),
  );
  for (const [name, parameter] of module.namedParameters()) {
    given.get(name)!.tensor.dispose();
    given.set(name, { tensor: parameter, layout: golden.layouts[name] }); // its gradient is the module's
  }
  if (golden.train) module.train();
  else module.eval();
  const result = await forward(call);
  await checkResult(run, result, [ctor, call]);
  const state = module.stateDict();
  for (const name of golden.stateAfter) await run.check('state_after', name, state[name]);
}
