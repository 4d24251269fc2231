// internal
import { defineOp } from '../../autograd/define-op.js';
import type { Tensor } from '../../tensor.js';

const reluGradOp = defineOp<readonly [Tensor, Tensor], undefined>({
  name: 'reluGrad',
  forward: (kernels, [grad, y]) => ({ output: kernels.reluGrad!(grad, y), saved: [y] }),
  // Linear in grad, and flat in y but for the kink.
  backward: ([y], grad) => [reluGrad(grad, y!), undefined],
});

/** The gradient where y > 0, else 0. */
export const reluGrad = (grad: Tensor, y: Tensor): Tensor =>
  grad.backend.kernels.reluGrad ? reluGradOp([grad, y], undefined) : y.greater(0).where(grad, 0);
