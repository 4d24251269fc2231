import { ArgumentError } from '@neurona/backend';
import { Call, type GivenTensor } from '../call.js';
import { fromTorchAxes, toTorchAxes } from '../layout.js';
import { checkResult, flatten } from './check-result.js';
import type { Result, Run } from './kind.js';

/** result = callable(args, kwargs) */
export async function runFunction(run: Run): Promise<void> {
  const { golden, table, given } = run;
  const isImage = Object.hasOwn(table.imageFunctions, golden.callable);
  const rows = isImage ? table.imageFunctions : table.functions;
  const row = Object.hasOwn(rows, golden.callable) ? rows[golden.callable] : undefined;
  if (!row) throw new ArgumentError(golden.callable, { expected: 'a row of the table', received: 'none' });
  const [first] = golden.outputs;
  const dtype = first === undefined ? undefined : run.expected('outputs', first).dtype;
  const operands = isImage ? given : withTorchAxes(given);
  const call = new Call(golden.args, golden.kwargs, operands, dtype);
  const result = await row(call);
  await checkResult(run, isImage ? result : withOurAxes(run, result), [call]);
}

/** Tensors with PyTorch's axes, so that a row may count axes as PyTorch does. */
function withTorchAxes(given: ReadonlyMap<string, GivenTensor>): ReadonlyMap<string, GivenTensor> {
  const move = ({ tensor, layout }: GivenTensor): GivenTensor => ({
    tensor: toTorchAxes(tensor, layout),
    layout: undefined,
  });
  return new Map(Array.from(given, ([name, one]) => [name, move(one)]));
}

/** Results that have PyTorch's axes with ours. */
const withOurAxes = ({ golden }: Run, result: Result): Result =>
  flatten(result).map((output, i) => fromTorchAxes(output, golden.layouts[golden.outputs[i]!]));
