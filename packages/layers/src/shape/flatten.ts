import { checkArgument } from '@neurona/backend';
import { checkTensor, flatten, type Tensor, unflatten } from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Merges a range of axes into one; by default all but the first.
 *
 * Shape: x `[N, ...]` → `[N, D]`.
 * @param startAxis - First axis of the range, default 1.
 * @param endAxis - Last axis of the range, included, default the last.
 * @throws {@link ShapeError} in `forward` if x lacks the axes.
 * @example
 * new Flatten().forward(ones([2, 3, 4])).shape; // => [2, 12]
 */
export class Flatten extends Module {
  static override readonly kind: string = 'Flatten';

  constructor(
    readonly startAxis = 1,
    readonly endAxis = -1,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    checkTensor('Flatten', x);
    // A batch of plain numbers has one feature each.
    if (this.startAxis === 1 && x.ndim < 2) return x.reshape([x.shape[0] ?? 1, 1]); // [N, 1]
    return flatten(x, this.startAxis, this.endAxis);
  }

  override describe(): string {
    return this.startAxis === 1 && this.endAxis === -1 ? '' : `${this.startAxis}, ${this.endAxis}`;
  }
}

/**
 * Splits one axis into several.
 *
 * Shape: x `[..., A, ...]` → `[..., ...sizes, ...]`, the product of the sizes being A.
 * @param sizes - One may be -1: it is computed from the others.
 * @throws {@link ShapeError} in `forward` if x lacks the axis, or the sizes don't multiply to it.
 * @example
 * new Unflatten(1, [4, 4, 2]).forward(ones([8, 32])).shape; // => [8, 4, 4, 2]
 */
export class Unflatten extends Module {
  static override readonly kind: string = 'Unflatten';

  constructor(
    readonly axis: number,
    readonly sizes: readonly number[],
  ) {
    super();
    checkArgument('Unflatten', 'sizes', sizes, 'list');
  }

  override forward(x: Tensor): Tensor {
    return unflatten(x, this.axis, this.sizes);
  }

  override describe(): string {
    return `${this.axis}, [${this.sizes.join(', ')}]`;
  }
}
