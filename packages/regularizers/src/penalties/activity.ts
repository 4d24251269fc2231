import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { full, scoped, type Tensor } from '@neurona/tensor';
import { checkStrength } from './penalty.js';

/** An object that reports its outputs: a module. */
export interface WithForward {
  onForward(hook: (output: Tensor) => void): () => void;
}

/** Settings of {@link activity}. */
export interface ActivityOptions {
  /** Strength of the L1 penalty, default 0. */
  readonly l1?: number;
  /** Strength of the L2 penalty, default 0. */
  readonly l2?: number;
}

const activityOptions: OptionTable<ActivityOptions> = { l1: 0, l2: 0 };

/** A penalty on the modules' outputs in the current step; `stop()` stops observing the modules. */
export interface ActivityPenalty {
  (): Tensor;
  stop(): void;
}

/**
 * L1 and L2 penalties of module outputs, per example: keeps activations small or sparse.
 *
 *     penalty = (l1 · Σ |y| + l2 · Σ y²) / N        y: outputs since the last call, N: the length of their first axis
 *
 * @param modules - Modules whose outputs are penalised. Outputs computed without recording gradients, as in evaluation, don't count.
 * @throws {@link ArgumentError} if there are no modules, a strength is negative, or both are 0.
 * @example
 * const layer = new Linear(2, 2);
 * const penalty = activity([layer], { l2: 0.1 });
 * layer.forward(tensor([[1, 2]]));
 * penalty().shape; // => []
 * @see Olshausen, Field, "Emergence of Simple-Cell Receptive Field Properties by Learning a Sparse Code", 1996
 */
export function activity(modules: Iterable<WithForward>, options: ActivityOptions): ActivityPenalty {
  const { l1 = 0, l2 = 0 } = checkOptions('activity', options, activityOptions);
  checkStrength('activity', l1, 'l1');
  checkStrength('activity', l2, 'l2');
  if (l1 === 0 && l2 === 0) {
    throw new ArgumentError('activity', { expected: 'l1 or l2 above 0', received: 'neither' });
  }
  let outputs: Tensor[] = [];
  const stops = Array.from(modules, (module) =>
    module.onForward((output) => {
      outputs = outputs.filter((before) => !before.isDisposed); // of a step that was never finished
      if (output.requiresGrad) outputs.push(output);
    }),
  );
  if (stops.length === 0)
    throw new ArgumentError('activity', { expected: 'at least one module', received: 'none' });
  const term = (y: Tensor): Tensor => {
    const sizes = l1 === 0 ? undefined : y.abs().sum().mul(l1);
    const squares = l2 === 0 ? undefined : y.square().sum().mul(l2);
    return (sizes && squares ? sizes.add(squares) : (sizes ?? squares!)).mul(1 / (y.shape[0] ?? 1));
  };
  const penalty = (): Tensor => {
    const seen = outputs.filter((output) => !output.isDisposed);
    outputs = [];
    return scoped(() =>
      seen.length === 0 ? full([], 0) : seen.map(term).reduce((sum, value) => sum.add(value)),
    );
  };
  return Object.assign(penalty, {
    stop: () => {
      for (const stop of stops) stop();
      outputs = [];
    },
  });
}
