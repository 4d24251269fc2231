import type { Module } from '@neurona/layers';
import type { AnyOptimizer, OptimizerState } from '@neurona/optimizers';
import { type Tensor, tensor } from '@neurona/tensor';

/** A tensor's values in JavaScript's memory. */
interface HeldTensor {
  readonly shape: readonly number[];
  readonly dtype: Tensor['dtype'];
  readonly values: Awaited<ReturnType<Tensor['data']>>;
}

type HeldTensors = Readonly<Record<string, HeldTensor>>;

/** What training has made of a network and its optimizer, as plain data: for a trainer's `state` and `restore`. */
export interface TrainedState {
  readonly weights: HeldTensors;
  readonly optimizer: Omit<OptimizerState, 'tensors'> & { readonly tensors: HeldTensors };
}

/** Reads weights and the optimizer's state from the device. */
export async function readTrained(
  model: Pick<Module, 'stateDict'>,
  optimizer: AnyOptimizer,
): Promise<TrainedState> {
  const { tensors, ...rest } = optimizer.stateDict();
  return { weights: await read(model.stateDict()), optimizer: { ...rest, tensors: await read(tensors) } };
}

/** Puts them into a network and an optimizer of the same kind. What does not fit throws. */
export function restoreTrained(
  model: Pick<Module, 'loadStateDict'>,
  optimizer: AnyOptimizer,
  { weights, optimizer: { tensors, ...rest } }: TrainedState,
): void {
  using(weights, (held) => model.loadStateDict(held));
  using(tensors, (held) => optimizer.loadStateDict({ ...rest, tensors: held }));
}

async function read(tensors: Readonly<Record<string, Tensor>>): Promise<HeldTensors> {
  const entries = Object.entries(tensors).map(async ([name, x]) => {
    const { shape, dtype } = x;
    return [name, { shape: [...shape], dtype, values: await x.data() }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Lends the tensors to `take`, and frees them. */
function using(held: HeldTensors, take: (tensors: Readonly<Record<string, Tensor>>) => void): void {
  const tensors = Object.entries(held).map(
    ([name, { values, shape, dtype }]) => [name, tensor(values, { shape, dtype })] as const,
  );
  try {
    take(Object.fromEntries(tensors));
  } finally {
    for (const [, lent] of tensors) lent.dispose();
  }
}
