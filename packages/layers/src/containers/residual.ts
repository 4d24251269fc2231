import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { checkTensor, concat, scoped, type Tensor } from '@neurona/tensor';
import { checkModule, Module } from '../module.js';

/**
 * Residual connection: adds the input to a module's output.
 *
 *     y = shortcut(x) + body(x)
 *
 * Shape: x `[...]` → that of the body, which is the shortcut's. State: under `body` and `shortcut`.
 * @param shortcut - Applied to the input before it is added, where the body changes the shape; default none.
 * @throws {@link ShapeError} in `forward` if the two shapes differ.
 * @example
 * await new Residual(new ReLU()).forward(tensor([-1, 2])).data(); // => [-1, 4]
 * @see He et al., "Deep Residual Learning for Image Recognition", 2015, arXiv:1512.03385
 */
export class Residual extends Module {
  static override readonly kind: string = 'Residual';

  constructor(
    readonly body: Module,
    readonly shortcut?: Module,
  ) {
    super();
    checkModule('Residual', body);
    if (shortcut !== undefined) checkModule('Residual', shortcut);
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => {
      const y = this.body.forward(x);
      const base = this.shortcut ? this.shortcut.forward(x) : x;
      if (sameShape(y.shape, base.shape)) return base.add(y);
      throw new ShapeError('Residual', {
        expected: `a body that returns the shortcut's shape ${describeShape(base.shape)}`,
        received: describeShape(y.shape),
        hint: 'Give a shortcut that changes the shape as the body does.',
      });
    });
  }
}

/** Settings of {@link Parallel}. */
export interface ParallelOptions {
  /** How results are combined: joined along an axis (default), added, or multiplied. */
  readonly combine?: 'concat' | 'add' | 'mul';
  /** The axis along which they are joined, default the last: channels. */
  readonly axis?: number;
}

const parallelOptions: OptionTable<ParallelOptions> = { combine: 'concat', axis: -1 };

/**
 * Calls several modules with the same input and combines their results.
 *
 *     y = [branch_0(x), branch_1(x), ...]
 *
 * Shape: x `[...]` → the branches' shapes, joined along an axis. State: under `branches.0` and so on.
 * @throws {@link ArgumentError} if there is no branch, or no such way to combine; {@link ShapeError} in `forward` if shapes
 * don't fit.
 * @example
 * new Parallel([new Linear(4, 2), new Linear(4, 3)]).forward(ones([8, 4])).shape; // => [8, 5]
 * @see Szegedy et al., "Going Deeper with Convolutions", 2014, arXiv:1409.4842
 */
export class Parallel extends Module {
  static override readonly kind: string = 'Parallel';

  readonly combine: 'concat' | 'add' | 'mul';
  readonly axis: number;

  constructor(
    readonly branches: readonly Module[],
    options: ParallelOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, parallelOptions);
    const { combine = 'concat', axis = -1 } = options;
    for (const branch of checkArgument('Parallel', 'branches', branches, 'list'))
      checkModule('Parallel', branch);
    if (branches.length === 0) {
      throw new ArgumentError('Parallel', { expected: 'at least one branch', received: 'none' });
    }
    if (combine !== 'concat' && combine !== 'add' && combine !== 'mul') {
      throw new ArgumentError('Parallel', {
        expected: "combine to be 'concat', 'add' or 'mul'",
        received: combine,
      });
    }
    this.combine = combine;
    this.axis = axis;
  }

  override forward(x: Tensor): Tensor {
    checkTensor('Parallel', x);
    const { combine, axis } = this;
    return scoped(() => {
      const results = this.branches.map((branch) => branch.forward(x));
      if (combine === 'concat') return concat(results, { axis });
      return results.reduce((y, result) => (combine === 'add' ? y.add(result) : y.mul(result)));
    });
  }
}
