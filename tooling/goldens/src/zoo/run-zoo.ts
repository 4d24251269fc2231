import { ArgumentError, type Backend } from '@neurona/backend';
import { fromTorchStateDict, toTorchStateDict } from '@neurona/checkpoints';
import { type HostArray, hostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { Call } from '../call.js';
import { checkRead } from '../kinds/check-result.js';
import { fromTorchAxes, toTorchAxes } from '../layout.js';
import type { ZooRow } from './architectures.js';
import type { Values } from './compare-output.js';
import { fill } from './fill.js';
import type { ZooCase } from './model-case.js';

/** The results of a zoo case by name, in PyTorch's layout. */
export async function runZoo(golden: ZooCase, row: ZooRow, backend: Backend): Promise<Map<string, Values>> {
  const kwargs = new Call([], golden.kwargs);
  kwargs.named('init_weights'); // how weights begin; all are filled
  const { module, logits } = row(kwargs);
  checkRead(golden.callable, kwargs);
  const inputShape = [...golden.input.slice(0, 1), ...golden.input.slice(2), golden.input[1]!];
  await fillState(module, inputShape);
  module.train(golden.train);
  const x = images(golden, backend);
  const output = logits(x);
  const results = new Map<string, Values>([['logits', await read(output)]]);
  scoped(() => {
    const { shape } = output;
    output.backward(tensor(fill('upstream', shape), { shape, backend }));
  });
  results.set('grad.input', await read(toTorchAxes(x.grad!, 'NCHW')));
  if (golden.outputs.some((name) => name.startsWith('after.'))) {
    for (const [name, array] of Object.entries(await toTorchStateDict(module, { inputShape }))) {
      results.set(`after.${name}`, array);
    }
  }
  for (const [name, array] of Object.entries(await gradients(module, inputShape))) {
    results.set(`grad.${name}`, array);
  }
  for (const one of [output, x]) one.dispose();
  module.dispose();
  const missing = golden.outputs.filter((name) => !results.has(name));
  if (missing.length === 0) return results;
  throw new ArgumentError(golden.callable, { expected: `results ${missing.join(', ')}`, received: 'none' });
}

/** Fills every tensor of a model by the formula of its name in PyTorch. */
async function fillState(module: AnyModule, inputShape: readonly number[]): Promise<void> {
  const theirs = Object.entries(await toTorchStateDict(module, { inputShape }));
  const filled = theirs.map(([key, { shape, dtype }]): [string, HostArray] => {
    const values = fill(key, shape);
    return [key, hostArray(dtype === 'int32' ? Int32Array.from(values) : values, shape)];
  });
  const { state } = fromTorchStateDict(module, Object.fromEntries(filled), { inputShape });
  noGrad(() =>
    scoped(() => {
      const ours = Object.entries(state).map(([name, { values, shape, dtype }]) => [
        name,
        tensor(values, { shape, dtype }),
      ]);
      module.loadStateDict(Object.fromEntries(ours));
    }),
  );
}

/** The images of a case, with channels last. */
function images({ input }: ZooCase, backend: Backend): Tensor {
  const x = scoped(() =>
    fromTorchAxes(tensor(fill('input', input), { shape: input, backend }), 'NCHW').clone(),
  );
  x.requiresGrad = true;
  return x;
}

/** The gradients of the parameters in PyTorch's names and layout: they take the parameters' places. */
async function gradients(
  module: AnyModule,
  inputShape: readonly number[],
): Promise<Record<string, HostArray>> {
  for (const [, parameter] of module.namedParameters()) {
    scoped(() => parameter.set(parameter.grad ?? parameter.detach().mul(0)));
  }
  return toTorchStateDict(module, { inputShape });
}

const read = async (x: Tensor): Promise<Values> => ({ shape: x.shape, values: await x.data() });
