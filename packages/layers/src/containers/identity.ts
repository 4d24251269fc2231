import { ArgumentError } from '@neurona/backend';
import { scoped, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Returns its input: a placeholder for a layer that is left out.
 *
 *     y = x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Identity().forward(tensor([1, 2])).data(); // => [1, 2]
 */
export class Identity extends Module {
  static override readonly kind: string = 'Identity';

  override forward(x: Tensor): Tensor {
    return x;
  }
}

/**
 * A function as a module; it may hold no parameters.
 *
 *     y = fn(x)
 *
 * Shape: that of the function.
 * @param fn - Called with the input.
 * @param label - What printing shows, default the function's name.
 * @throws {@link ArgumentError} if it is no function.
 * @example
 * await new Lambda((x) => x.mul(2)).forward(tensor([1, 2])).data(); // => [2, 4]
 */
export class Lambda extends Module {
  static override readonly kind: string = 'Lambda';

  constructor(
    readonly fn: (x: Tensor) => Tensor,
    readonly label: string = fn?.name ?? '',
  ) {
    super();
    if (typeof fn !== 'function') throw new ArgumentError('Lambda', { expected: 'a function', received: fn });
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => this.fn(x));
  }

  override describe(): string {
    return this.label;
  }
}
