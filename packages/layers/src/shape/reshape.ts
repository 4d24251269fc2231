import { checkArgument, checkCount, describeShape, type Shape, ShapeError } from '@neurona/backend';
import { broadcastTo, checkTensor, permute, scoped, type Tensor } from '@neurona/tensor';
import { type AnyModule, checkModule, Module } from '../module.js';

/**
 * Reshapes each example.
 *
 * Shape: x `[N, ...]` → `[N, ...shape]`, with as many elements.
 * @param shape - Of an example, without the batch axis. One size may be -1: it is computed from the others.
 * @throws {@link ShapeError} in `forward` if the number of elements differs.
 * @example
 * new Reshape([4, -1]).forward(ones([8, 32])).shape; // => [8, 4, 8]
 */
export class Reshape extends Module {
  static override readonly kind: string = 'Reshape';

  constructor(readonly shape: Shape) {
    super();
    checkArgument('Reshape', 'shape', shape, 'list');
  }

  override forward(x: Tensor): Tensor {
    checkTensor('Reshape', x);
    return x.reshape([x.shape[0] ?? 1, ...this.shape]); // [N, ...shape]
  }

  override describe(): string {
    return describeShape(this.shape);
  }
}

/**
 * Reorders axes.
 *
 *     axis i of y is axis axes[i] of x
 *
 * Shape: x `[...]` → `[...]`.
 * @param axes - All of them, the batch axis included.
 * @throws {@link ShapeError} in `forward` if x has other axes.
 * @example
 * new Permute([0, 2, 3, 1]).forward(ones([8, 3, 32, 24])).shape; // => [8, 32, 24, 3]
 */
export class Permute extends Module {
  static override readonly kind: string = 'Permute';

  constructor(readonly axes: readonly number[]) {
    super();
    checkArgument('Permute', 'axes', axes, 'list');
  }

  override forward(x: Tensor): Tensor {
    return permute(x, this.axes);
  }

  override describe(): string {
    return `[${this.axes.join(', ')}]`;
  }
}

/**
 * Repeats each vector to a sequence, for example as the input of a decoder.
 *
 *     y[n, l, d] = x[n, d]
 *
 * Shape: x `[N, D]` → `[N, length, D]`.
 * @throws {@link ArgumentError} if the length is not an integer of at least 1; {@link ShapeError} in `forward` if x is no
 * matrix.
 * @example
 * await new RepeatVector(2).forward(tensor([[1, 2]])).array(); // => [[[1, 2], [1, 2]]]
 */
export class RepeatVector extends Module {
  static override readonly kind: string = 'RepeatVector';

  constructor(readonly length: number) {
    super();
    checkCount('RepeatVector', 'length', length);
  }

  override forward(x: Tensor): Tensor {
    checkTensor('RepeatVector', x);
    if (x.ndim !== 2) {
      throw new ShapeError('RepeatVector', { expected: 'x [N, D]', received: describeShape(x.shape) });
    }
    const [batch, features] = x.shape as readonly [number, number];
    return scoped(() => broadcastTo(x.unsqueeze(1), [batch, this.length, features])); // [N, length, D]
  }

  override describe(): string {
    return String(this.length);
  }
}

/**
 * Calls a module on each step of sequences, as on a larger batch.
 *
 *     y[n, l] = module(x[n, l])
 *
 * Shape: x `[N, L, ...]` → `[N, L, ...]`. State: that of the module, under `module`.
 * @throws {@link ShapeError} in `forward` if x has fewer than two axes.
 * @example
 * new TimeDistributed(new Conv2d(1, 4, 3)).forward(ones([2, 5, 8, 8, 1])).shape; // => [2, 5, 6, 6, 4]
 */
export class TimeDistributed extends Module {
  static override readonly kind: string = 'TimeDistributed';

  constructor(readonly module: AnyModule) {
    super();
    checkModule('TimeDistributed', module);
  }

  override forward(x: Tensor): Tensor {
    checkTensor('TimeDistributed', x);
    if (x.ndim < 2) {
      throw new ShapeError('TimeDistributed', {
        expected: 'x [N, L, ...]',
        received: describeShape(x.shape),
      });
    }
    const [batch, length, ...rest] = x.shape as readonly [number, number, ...number[]];
    return scoped(() => {
      const y: Tensor = this.module.forward(x.reshape([batch * length, ...rest]));
      return y.reshape([batch, length, ...y.shape.slice(1)]); // [N, L, ...]
    });
  }
}
