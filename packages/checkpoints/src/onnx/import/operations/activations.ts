// internal
import {
  celu, elu, gelu, hardswish, leakyRelu, logSoftmax, mish, prelu, relu, selu, sigmoid, softmax, softplus, softsign, 
  type Tensor, tanh, threshold,where,
} from '@neurona/tensor'; // biome-ignore format: a list
import type { NodeCall, Operation } from '../node-call.js';

const unary =
  (of: (x: Tensor) => Tensor): Operation =>
  (call) =>
    of(call.tensor(0));

/** Before version 13 all axes from the given one on are one. */
const along =
  (of: (x: Tensor, options: { axis: number }) => Tensor): Operation =>
  (call) => {
    const x = call.tensor(0);
    const isOld = call.context.opset < 13;
    const axis = call.axis(call.attribute('axis', isOld ? 1 : -1), x.ndim);
    if (!isOld || axis === x.ndim - 1) return of(x, { axis });
    const rows = x.shape.slice(0, axis).reduce((product, size) => product * size, 1);
    return of(x.reshape([rows, -1]), { axis: 1 }).reshape(x.shape);
  };

/** Slopes broadcast from the last axis: those of channels are `[C, 1, 1]`. */
function preluOf(call: NodeCall): Tensor {
  const [x, slope] = [call.tensor(0), call.tensor(1)];
  if (slope.ndim <= 1 && slope.size === 1) return prelu(x, slope.reshape([1]));
  return where(x.less(0), x.mul(slope), x);
}

/** Activations. */
export const activations: Readonly<Record<string, Operation>> = {
  Relu: unary(relu),
  Sigmoid: unary(sigmoid),
  Tanh: unary(tanh),
  Softplus: unary(softplus),
  Softsign: unary(softsign),
  HardSwish: unary(hardswish),
  Mish: unary(mish),
  Selu: unary(selu),
  Elu: (call) => elu(call.tensor(0), { alpha: call.attribute('alpha', 1) }),
  Celu: (call) => celu(call.tensor(0), { alpha: call.attribute('alpha', 1) }),
  LeakyRelu: (call) => leakyRelu(call.tensor(0), { negativeSlope: call.attribute('alpha', 0.01) }),
  ThresholdedRelu: (call) => threshold(call.tensor(0), call.attribute('alpha', 1), 0),
  HardSigmoid: (call) =>
    call
      .tensor(0)
      .mul(call.attribute('alpha', 0.2))
      .add(call.attribute('beta', 0.5))
      .clamp({ min: 0, max: 1 }),
  Gelu: (call) => gelu(call.tensor(0), { approximate: call.text('approximate', 'none') as 'none' | 'tanh' }),
  PRelu: preluOf,
  Softmax: along(softmax),
  LogSoftmax: along(logSoftmax),
};
