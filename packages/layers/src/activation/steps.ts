import { checkOptions, type OptionTable } from '@neurona/backend';
import { type HardtanhFunctionOptions, hardtanh, relu6, step, type Tensor, threshold } from '@neurona/tensor';
import { describeOptionsAlone } from '../describe-options.js';
import { type ChannelMap, Module } from '../module.js';

/** Settings of {@link Hardtanh}. */
export type HardtanhOptions = HardtanhFunctionOptions;

/**
 * Step function: whether a value is at least 0. Its gradient is 0 everywhere, so layers before it are not trained.
 *
 *     y = 1 where x ≥ 0, else 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Step().forward(tensor([-1, 0, 2])).data(); // => [0, 1, 1]
 * @see Rosenblatt, "The Perceptron", 1958
 */
export class Step extends Module {
  static override readonly kind: string = 'Step';

  override forward(x: Tensor): Tensor {
    return step(x);
  }
}

const hardtanhOptions: OptionTable<HardtanhOptions> = { min: -1, max: 1 };

/**
 * Clamps values to two bounds; the gradient at the bounds is 0.
 *
 *     y = min(max(x, min), max)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `min` (-1), `max` (1).
 * @throws {@link ArgumentError} in `forward` unless min < max.
 * @example
 * await new Hardtanh().forward(tensor([-3, 0.5, 3])).data(); // => [-1, 0.5, 1]
 */
export class Hardtanh extends Module {
  static override readonly kind: string = 'Hardtanh';

  constructor(readonly options: HardtanhOptions = {}) {
    super();
    checkOptions(this.kind, options, hardtanhOptions);
  }

  override forward(x: Tensor): Tensor {
    return hardtanh(x, this.options);
  }

  /** @internal */
  override channelMap(): ChannelMap | undefined {
    const { min = -1, max = 1 } = this.options;
    return this.forward === Hardtanh.prototype.forward && min < max ? { min, max } : undefined;
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/**
 * ReLU with a maximum of 6.
 *
 *     y = min(max(x, 0), 6)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new ReLU6().forward(tensor([-1, 3, 8])).data(); // => [0, 3, 6]
 */
export class ReLU6 extends Module {
  static override readonly kind: string = 'ReLU6';

  override forward(x: Tensor): Tensor {
    return relu6(x);
  }

  /** @internal */
  override channelMap(): ChannelMap | undefined {
    return this.forward === ReLU6.prototype.forward ? { min: 0, max: 6 } : undefined;
  }
}

/**
 * Keeps values above a threshold and replaces the others with one value.
 *
 *     y = x where x > limit, else value
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Threshold(1, -5).forward(tensor([0, 2])).data(); // => [-5, 2]
 */
export class Threshold extends Module {
  static override readonly kind: string = 'Threshold';

  constructor(
    readonly limit: number,
    readonly value: number,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return threshold(x, this.limit, this.value);
  }

  override describe(): string {
    return `${this.limit}, ${this.value}`;
  }
}
