import { checkOptions, type OptionTable, resolveAxis, ShapeError, sameShape } from '@neurona/backend';
import { defineOp, recordsGradient } from '../../autograd/define-op.js';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { sliceAxis } from '../indexing/box.js';
import { silu } from './smooth-units.js';

/** Settings of {@link glu}. */
export interface GLUFunctionOptions {
  /** The axis that is halved, default the last. */
  readonly axis?: number;
}

const gluOptions: OptionTable<GLUFunctionOptions> = { axis: -1 };

/**
 * Gated linear unit: one half of an axis times the sigmoid of the other.
 *
 *     y = a · σ(b)        x = [a, b] along the axis
 *
 * Shape: x `[..., 2C, ...]` → `[..., C, ...]`.
 * @param options - `axis`, default the last.
 * @throws {@link ShapeError} if the axis isn't there or its size is odd.
 * @example
 * await glu(tensor([4, 6, 0, 100])).data(); // => [2, 6]
 * @see Dauphin, Fan, Auli, Grangier, "Language Modeling with Gated Convolutional Networks", 2016, arXiv:1612.08083
 */
export function glu(x: TensorLike, options: GLUFunctionOptions = {}): Tensor {
  const { axis = -1 } = checkOptions('glu', options, gluOptions);
  const input = cast(toTensor('glu', x), 'float32');
  const halved = resolveAxis('glu', axis, input.ndim);
  const half = input.shape[halved]! / 2;
  if (!Number.isInteger(half)) {
    throw new ShapeError('glu', {
      expected: 'an axis of even size',
      received: 2 * half,
      where: `axis ${halved}`,
    });
  }
  return scoped(() => sliceAxis(input, halved, 0, half).mul(sliceAxis(input, halved, half, half).sigmoid()));
}

const gatedSiluOp = defineOp<readonly [gate: Tensor, x: Tensor], undefined>({
  name: 'swiglu',
  forward: (kernels, [gate, x]) => ({ output: kernels.gatedSilu!(gate, x) }),
});

/**
 * Gate of SwiGLU: one tensor times the SiLU of another, in one kernel where no gradient is recorded.
 *
 *     y = gate · σ(gate) · x
 *
 * Shape: gate and x `[...]`, which broadcast, → `[...]`.
 * @example
 * await swiglu(tensor([0, 100]), tensor([3, 0.5])).data(); // => [0, 50]
 * @see Shazeer, "GLU Variants Improve Transformer", 2020, arXiv:2002.05202
 */
export function swiglu(gate: TensorLike, x: TensorLike): Tensor {
  const factor = cast(toTensor('swiglu', gate, undefined, isTensor(x) ? x : undefined), 'float32');
  const input = cast(toTensor('swiglu', x, factor), 'float32');
  const isFused = factor.backend.kernels.gatedSilu && sameShape(factor.shape, input.shape);
  if (isFused && !recordsGradient([factor, input])) return gatedSiluOp([factor, input], undefined);
  return scoped(() => silu(factor).mul(input));
}
