import { describeShape, ShapeError, sameShape } from '@neurona/backend';
import { type TensorLike, toTensor } from './convert.js';
import { scoped } from './memory/scope.js';
import { Storage } from './memory/storage.js';
import { cast } from './ops/elementwise/cast.js';
import { own, Tensor } from './tensor.js';

/**
 * A tensor that is learned: it requires a gradient, belongs to the object that holds it and not to a memory scope, and can be
 * overwritten in place.
 * @example
 * const weight = new Parameter(tensor([1, 2]));
 * [weight.requiresGrad, weight.isLeaf]; // => [true, true]
 */
export class Parameter extends Tensor {
  /** Copies the values of `initial`; a tensor given is still the caller's. */
  constructor(initial: TensorLike) {
    const values = toTensor('Parameter', initial);
    const { backend } = values;
    super(new Storage(backend, backend.kernels.copy(values)), values.shape, values.dtype);
    own(this);
    this.requiresGrad = true;
    if (values !== initial) values.dispose();
  }

  /**
   * Overwrites the values in place. Integers and booleans become float32.
   * @throws {@link ShapeError} if the shapes differ.
   * @example
   * const weight = new Parameter(tensor([1, 2]));
   * weight.set([3, 4]);
   * await weight.data(); // => [3, 4]
   */
  set(values: TensorLike): void {
    scoped(() => {
      const source = cast(toTensor('Parameter.set', values, this), this.dtype);
      if (!sameShape(source.shape, this.shape)) {
        throw new ShapeError('Parameter.set', {
          expected: `shape ${describeShape(this.shape)}`,
          received: describeShape(source.shape),
        });
      }
      this.assign(source);
    });
  }
}
