// internal
import type { SmoothActivation } from '@neurona/backend';
import { defineMultiOp, defineOp } from '../../autograd/define-op.js';
import { isGradEnabled } from '../../autograd/grad-mode.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { type Elementwise, elementwise } from '../define-composite.js';
import { cast } from '../elementwise/cast.js';

/** Makes the function of an activation that backends have a kernel of, and composes it where there is none. */
export function fusedActivation(
  kind: SmoothActivation,
  name: string,
  composition: Elementwise<undefined>,
): (x: TensorLike) => Tensor {
  const composed = elementwise<undefined>(name, composition);
  const gradOp = defineMultiOp<readonly [Tensor, Tensor], undefined>({
    name: `${name}Grad`,
    forward: (kernels, [grad, x]) => ({ outputs: [kernels.activationGrad!(kind, grad, x)] }),
  });
  const op = defineOp<readonly [Tensor], undefined>({
    name,
    forward: (kernels, [x]) => ({ output: kernels.activation!(kind, x), saved: [x] }),
    backward: ([x], grad) => {
      // Where the gradient is to be differentiated it is composed.
      if (isGradEnabled())
        return [grad.mul(composition.slope(x!, composition.value(x!, undefined), undefined))];
      return gradOp([grad, x!], undefined);
    },
  });
  return (x) => {
    const input = cast(toTensor(name, x), 'float32');
    const { kernels } = input.backend;
    return kernels.activation && kernels.activationGrad ? op([input], undefined) : composed(input, undefined);
  };
}
