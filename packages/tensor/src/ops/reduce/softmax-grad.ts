// internal
import { defineOp } from '../../autograd/define-op.js';
import { isGradEnabled } from '../../autograd/grad-mode.js';
import type { Tensor } from '../../tensor.js';

const softmaxGradOp = defineOp<readonly [Tensor, Tensor], number>({
  name: 'softmaxGrad',
  forward: (kernels, [grad, y], scale) => ({ output: kernels.softmaxGrad!(grad, y, scale) }),
});

/** The gradient of softmax(scale · x) along the last axis, from its result: scale · y · (g - Σ_j g_j y_j). */
export function softmaxGrad(grad: Tensor, y: Tensor, scale = 1): Tensor {
  // Where it is to be differentiated it is composed.
  if (grad.backend.kernels.softmaxGrad && !isGradEnabled()) return softmaxGradOp([grad, y], scale);
  const slope = y.mul(grad.sub(grad.mul(y).sum({ axis: -1, keepDims: true })));
  return scale === 1 ? slope : slope.mul(scale);
}
