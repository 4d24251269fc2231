// internal
import type { DType, UnaryOp } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from './cast.js';

/** A function of one tensor, element by element. */
export type UnaryFunction = (x: TensorLike) => Tensor;

/** ∂L/∂x of y = f(x), from the gradient of y and x or y. */
export interface UnaryDerivative {
  /** What the derivative needs, nothing by default. */
  readonly saves?: 'x' | 'y';
  backward(grad: Tensor, saved: Tensor): Tensor;
}

/**
 * Makes an element-wise function of a kernel. `domain` is what the kernel takes: float32 alone, any number, or bool alone;
 * others are cast.
 */
export function unary(
  name: UnaryOp,
  domain: 'float32' | 'number' | 'bool',
  derivative?: UnaryDerivative,
): UnaryFunction {
  const { saves } = derivative ?? {};
  const op = defineOp<readonly [Tensor], undefined>({
    name,
    forward(kernels, [x]) {
      const output = kernels.unary(name, x);
      return saves ? { output, saved: [saves === 'x' ? x : output] } : { output };
    },
    ...(derivative && { backward: ([saved], grad) => [derivative.backward(grad, saved!)] }),
  });
  return (x) => {
    const input = toTensor(name, x);
    return op([cast(input, dtypeIn(domain, input.dtype))], undefined);
  };
}

function dtypeIn(domain: 'float32' | 'number' | 'bool', dtype: DType): DType {
  if (domain !== 'number') return domain;
  return dtype === 'bool' ? 'int32' : dtype;
}
