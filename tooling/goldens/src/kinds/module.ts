import { ArgumentError } from '@neurona/backend';
import { noGrad, scoped, type Tensor } from '@neurona/tensor';
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
  const { module, forward, nameOf = camelCase, isTurned = () => false } = row(ctor);
  const own = module.stateDict();
  const ourName = (name: string): string => (name in own ? name : nameOf(name));
  const names = [...golden.params, ...golden.buffers];
  const turned = (name: string): Tensor => {
    const { tensor } = given.get(name)!;
    return isTurned(name) ? tensor.t() : tensor;
  };
  noGrad(() =>
    scoped(() => {
      module.loadStateDict(Object.fromEntries(names.map((name) => [ourName(name), turned(name)])));
    }),
  );
  for (const name of golden.params) {
    given.get(name)!.tensor.dispose();
    // Its gradient is the module's.
    given.set(name, {
      tensor: own[ourName(name)]!,
      layout: golden.layouts[name],
      isTurned: isTurned(name),
    });
  }
  if (golden.train) module.train();
  else module.eval();
  const result = await forward(call);
  await checkResult(run, result, [ctor, call]);
  for (const name of golden.stateAfter) await run.check('state_after', name, own[ourName(name)]);
}

/** Python's `running_mean` as ours: `runningMean`. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
