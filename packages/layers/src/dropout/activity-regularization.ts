import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { checkTensor, full, own, scoped, type Tensor } from '@neurona/tensor';
import { type AnyModule, checkModule, Module } from '../module.js';

/** Settings of {@link ActivityRegularization}. */
export interface ActivityRegularizationOptions {
  /** Factor of the sum of absolute values, at least 0. Default 0. */
  readonly l1?: number;
  /** Factor of the sum of squares, at least 0. Default 0. */
  readonly l2?: number;
}

const activityOptions: OptionTable<ActivityRegularizationOptions> = { l1: 0, l2: 0 };

/**
 * Returns its input and penalises its size, which makes activations sparse. In training it keeps the penalty of the last call;
 * {@link activityPenalty} returns the sum over a model.
 *
 *     y = x        penalty = (l1 Σ |x_i| + l2 Σ x_i²) / N
 *
 * Shape: x `[N, ...]` → same shape.
 * @param options - `l1` (0), `l2` (0).
 * @throws {@link ArgumentError} unless both factors are at least 0.
 * @example
 * const layer = new ActivityRegularization({ l1: 0.5 });
 * layer.forward(tensor([[1, -3]]));
 * await activityPenalty(layer).item(); // => 2
 */
export class ActivityRegularization extends Module {
  static override readonly kind: string = 'ActivityRegularization';

  readonly l1: number;
  readonly l2: number;
  #penalty: Tensor | undefined;

  constructor(options: ActivityRegularizationOptions = {}) {
    super();
    checkOptions(this.kind, options, activityOptions);
    const { l1 = 0, l2 = 0 } = options;
    for (const [name, value] of [
      ['l1', l1],
      ['l2', l2],
    ] as const) {
      if (value >= 0) continue;
      throw new ArgumentError('ActivityRegularization', { expected: `${name} ≥ 0`, received: value });
    }
    this.l1 = l1;
    this.l2 = l2;
  }

  /** The penalty of the last call, if it was in training. */
  get penalty(): Tensor | undefined {
    return this.#penalty;
  }

  override forward(x: Tensor): Tensor {
    checkTensor('ActivityRegularization', x);
    const { l1, l2 } = this;
    this.#penalty?.dispose();
    this.#penalty = undefined;
    if (this.training && (l1 > 0 || l2 > 0)) {
      const examples = Math.max(1, x.shape[0] ?? 1);
      const penalty = scoped(() => {
        const absolute =
          l1 > 0
            ? x
                .abs()
                .sum()
                .mul(l1 / examples)
            : undefined;
        const squared =
          l2 > 0
            ? x
                .square()
                .sum()
                .mul(l2 / examples)
            : undefined;
        return absolute && squared ? absolute.add(squared) : (absolute ?? squared!);
      });
      this.#penalty = own(penalty); // it outlives the scope of the forward pass
    }
    return x;
  }

  override dispose(): void {
    super.dispose();
    this.#penalty?.dispose();
    this.#penalty = undefined;
  }

  override describe(): string {
    return `l1: ${this.l1}, l2: ${this.l2}`;
  }
}

/**
 * The sum of the activity penalties of a model's last forward pass in training, 0 if it has none. Add it to the loss, or pass
 * the function to `fit` as a regularizer.
 *
 *     penalty = Σ over the layers of l1 Σ |x_i| / N + l2 Σ x_i² / N
 *
 * @example
 * const model = new Sequential(new Linear(2, 3), new ActivityRegularization({ l2: 0.1 }));
 * model.forward(ones([4, 2]));
 * activityPenalty(model).shape; // => []
 */
export function activityPenalty(model: AnyModule): Tensor {
  checkModule('activityPenalty', model);
  return scoped(() => {
    let sum = full([], 0);
    for (const [, module] of model.namedModules()) {
      if (module instanceof ActivityRegularization && module.penalty) sum = sum.add(module.penalty);
    }
    return sum;
  });
}
