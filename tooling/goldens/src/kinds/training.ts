import { ArgumentError } from '@neurona/backend';
import { type AnyOptimizer, LBFGS } from '@neurona/optimizers';
import { own as ownTensor, type Parameter, scoped, stack, type Tensor } from '@neurona/tensor';
import { Call } from '../call.js';
import { checkRead } from './check-result.js';
import { clip } from './clip.js';
import type { Run } from './kind.js';
import { loadModule } from './load-module.js';
import { makeSchedule, readSettings, rowOf } from './scheduler.js';

/** Trains a model for some steps; compares losses, norms of gradients, and parameters on the way and at the end. */
export async function runTraining(run: Run): Promise<void> {
  const { golden, table, check } = run;
  const row = Object.hasOwn(table.models, golden.callable) ? table.models[golden.callable] : undefined;
  if (!row) throw new ArgumentError(golden.callable, { expected: 'a row of the table', received: 'none' });
  const ctor = new Call([], golden.ctor);
  const model = row(ctor, golden);
  checkRead(golden.callable, ctor);
  const own = loadModule(run, model);
  const params = new Map(golden.params.map((name) => [name, own.get(name) as Parameter]));
  const inTheirs = (name: string): Tensor => (model.isTurned?.(name) ? own.get(name)!.t() : own.get(name)!);
  model.module.train();
  const optimizer = makeOptimizer(run, params);
  const schedule = golden.scheduler && makeSchedule(table, optimizer, golden.scheduler);
  const records = new Map(golden.outputs.map((name) => [name, [] as Tensor[]]));
  const record = (name: string, value: () => Tensor): void => {
    records.get(name)?.push(ownTensor(scoped(() => value().detach().clone())));
  };
  const norms = (tensors: readonly Tensor[]): Tensor => stack(tensors.map((tensor) => tensor.norm()));
  for (let step = 0; step < golden.steps; step++) {
    const evaluate = (): Tensor => {
      const loss = model.loss((name) => inputOf(run, name, step));
      optimizer.zeroGrad();
      loss.backward();
      return loss;
    };
    scoped(() => {
      const loss = evaluate();
      record('losses', () => loss);
      record('grad_norms', () => norms([...params.values()].map((param) => param.grad ?? param.mul(0))));
    });
    if (golden.clip) clipGradients(golden.clip, [...params.values()]);
    await (optimizer instanceof LBFGS ? optimizer.step(evaluate) : optimizer.step());
    schedule?.step();
    for (const name of golden.params) record(`trajectory.${name}`, () => inTheirs(name));
  }
  for (const name of golden.params) record(`final.${name}`, () => inTheirs(name));
  record('final_norms', () => norms([...params.values()]));
  for (const [name, values] of records) {
    const isSeries = !name.startsWith('final');
    const result = isSeries ? stack(values) : values[0]!.clone();
    await check('outputs', name, result);
    for (const tensor of [result, ...values]) tensor.dispose();
  }
  for (const name of golden.stateAfter) await check('state_after', name, own.get(name));
  optimizer.dispose();
}

/** An input; of those with an axis of steps, this step's part. */
const inputOf = ({ golden, given }: Run, name: string, step: number): Tensor => {
  const { tensor } = given.get(name)!;
  return golden.perStep.includes(name) ? tensor.select(0, step) : tensor;
};

function makeOptimizer({ golden, table }: Run, params: ReadonlyMap<string, Parameter>): AnyOptimizer | LBFGS {
  const { callable, kwargs, param_groups: groups } = golden.optimizer!;
  const row = rowOf(table, callable);
  const settings = readSettings(row, callable, kwargs);
  if (!groups) return row.make([{ params: [...params.values()] }], settings);
  const ours = groups.map(({ params: names, ...overrides }) => ({
    params: names.map((name) => params.get(name)!),
    ...readSettings(row, callable, overrides),
  }));
  return row.make(ours, settings);
}

function clipGradients(kwargs: NonNullable<Run['golden']['clip']>, params: readonly Parameter[]): void {
  const name = 'clip_value' in kwargs ? 'clip_grad_value_' : 'clip_grad_norm_';
  clip(name, params, new Call([], kwargs))?.dispose();
}
