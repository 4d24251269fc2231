import { ArgumentError } from '@neurona/backend';
import type { Schedule, Scheduled } from '@neurona/optimizers';
import { Parameter } from '@neurona/tensor';
import { Call } from '../call.js';
import type { NamedCall } from '../manifest.js';
import { checkRead } from './check-result.js';
import type { OptimizerRow, Run, Table } from './kind.js';

/** The rates during each step, and the momentum if the schedule changes it. */
export async function runScheduler({ golden, table, checkNumbers }: Run): Promise<void> {
  const { callable, kwargs } = golden.optimizer ?? { callable: 'torch.optim.SGD' };
  const row = rowOf(table, callable);
  const params = golden.baseRates.map(() => new Parameter(0));
  const groups = params.map((param, i) => ({ params: [param], learningRate: golden.baseRates[i]! }));
  const optimizer = row.make(groups, readSettings(row, callable, kwargs));
  const schedule = makeSchedule(table, optimizer, { callable: golden.callable, kwargs: golden.kwargs });
  const [rates, momenta]: [number[][], number[]] = [[], []];
  for (let step = 0; step < golden.steps; step++) {
    if (step > 0) schedule.step(golden.metrics[step - 1]);
    rates.push([...schedule.rates]);
    momenta.push(momentumOf(optimizer));
  }
  const expected = golden.expected as { lr: readonly (number | number[])[]; momentum?: readonly number[] };
  checkNumbers('lr', rates.flat(), expected.lr.flat());
  if (expected.momentum) checkNumbers('momentum', momenta, expected.momentum);
  for (const param of params) param.dispose();
}

function momentumOf({ groups }: Scheduled): number {
  const { betas, momentum } = groups[0]!.settings as { betas?: readonly number[]; momentum?: number };
  return betas?.[0] ?? momentum ?? 0;
}

/** The optimizer of a callable. */
export function rowOf({ optimizers }: Table, callable: string): OptimizerRow {
  if (Object.hasOwn(optimizers, callable)) return optimizers[callable]!;
  throw new ArgumentError(callable, { expected: 'a row of the table', received: 'none' });
}

/** Settings of a callable's optimizer, all of them read. */
export function readSettings(
  { settings }: OptimizerRow,
  callable: string,
  kwargs: NamedCall['kwargs'] = {},
): Readonly<Record<string, unknown>> {
  const call = new Call([], kwargs);
  const ours = settings(call);
  checkRead(callable, call);
  return ours;
}

/** Makes a schedule as PyTorch's callable would be made. */
export function makeSchedule(table: Table, optimizer: Scheduled, { callable, kwargs }: NamedCall): Schedule {
  const row = Object.hasOwn(table.schedules, callable) ? table.schedules[callable] : undefined;
  if (!row) throw new ArgumentError(callable, { expected: 'a row of the table', received: 'none' });
  const { schedulers = [], ...rest } = kwargs ?? {};
  const inside = schedulers as unknown as readonly NamedCall[];
  const call = new Call([], rest);
  const schedule = row(
    optimizer,
    call,
    inside.map((inner) => makeSchedule(table, optimizer, inner)),
  );
  checkRead(callable, call);
  return schedule;
}
