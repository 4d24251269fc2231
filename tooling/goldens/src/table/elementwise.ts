import type { Tensor, TensorLike } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';
import { channelsLast } from './channels.js';

const unary =
  (operation: (x: Tensor) => Tensor): FunctionRow =>
  (call) =>
    operation(call.tensor(0));

const binary =
  (operation: (a: TensorLike, b: TensorLike) => Tensor): FunctionRow =>
  (call) =>
    operation(call.operand(0, 'input'), call.operand(1, 'other'));

/** An operand times `alpha`. */
function scaled(call: Call, operand: TensorLike): TensorLike {
  const alpha = call.number(2, 'alpha', 1);
  return alpha === 1 ? operand : ops.mul(operand, alpha);
}

/** a / b, rounded as `rounding_mode` says; integers stay so. */
function quotient(call: Call): Tensor {
  const [a, b] = [call.operand(0, 'input'), call.operand(1, 'other')];
  const rounding = call.text(2, 'rounding_mode');
  const exact = ops.div(a, b);
  if (rounding === undefined) return exact;
  const rounded = rounding === 'floor' ? exact.floor() : exact.trunc();
  return [a, b].every((x) => ops.isTensor(x) && x.dtype === 'int32') ? rounded.cast('int32') : rounded;
}

/** A bound that may be missing. */
const bound = (call: Call, position: number, name: string): TensorLike | undefined =>
  call.get(position, name) === undefined ? undefined : call.operand(position, name);

const F = 'torch.nn.functional';

/** Group `elementwise`: arithmetic, comparison and logic element by element, and activations. */
export const elementwise: Readonly<Record<string, FunctionRow>> = {
  'torch.add': (call) => ops.add(call.operand(0, 'input'), scaled(call, call.operand(1, 'other'))),
  'torch.sub': (call) => ops.sub(call.operand(0, 'input'), scaled(call, call.operand(1, 'other'))),
  'torch.rsub': (call) => ops.sub(call.operand(1, 'other'), scaled(call, call.tensor(0))),
  'torch.mul': binary(ops.mul),
  'torch.div': quotient,
  'Tensor.__rtruediv__': (call) => ops.div(call.operand(1, 'other'), call.tensor(0)),
  'torch.pow': (call) => ops.pow(call.operand(0, 'input'), call.operand(1, 'exponent')),
  'torch.maximum': binary(ops.maximum),
  'torch.minimum': binary(ops.minimum),
  'torch.remainder': binary(ops.remainder),
  'torch.fmod': binary(ops.fmod),
  'torch.atan2': binary(ops.atan2),
  'torch.hypot': binary(ops.hypot),
  'torch.logaddexp': binary(ops.logAddExp),
  'torch.where': (call) => ops.where(call.tensor(0), call.operand(1, 'input'), call.operand(2, 'other')),
  'torch.lerp': (call) => ops.lerp(call.tensor(0), call.tensor(1, 'end'), call.operand(2, 'weight')),
  'torch.addcmul': (call) =>
    ops.addcmul(call.tensor(0), call.tensor(1), call.tensor(2), { value: call.number(3, 'value', 1) }),
  'torch.addcdiv': (call) =>
    ops.addcdiv(call.tensor(0), call.tensor(1), call.tensor(2), { value: call.number(3, 'value', 1) }),
  'torch.masked_fill': (call) =>
    ops.maskedFill(call.tensor(0), call.tensor(1, 'mask'), call.operand(2, 'value')),
  'torch.clamp': (call) =>
    ops.clamp(call.tensor(0), given({ min: bound(call, 1, 'min'), max: bound(call, 2, 'max') })),
  'torch.nan_to_num': (call) => {
    const [nan, posInf, negInf] = [call.number(1, 'nan'), call.number(2, 'posinf'), call.number(3, 'neginf')];
    return ops.nanToNum(call.tensor(0), given({ nan, posInf, negInf }));
  },

  'torch.exp': unary(ops.exp),
  'torch.exp2': unary(ops.exp2),
  'torch.expm1': unary(ops.expm1),
  'torch.log': unary(ops.log),
  'torch.log2': unary(ops.log2),
  'torch.log10': unary(ops.log10),
  'torch.log1p': unary(ops.log1p),
  'torch.sqrt': unary(ops.sqrt),
  'torch.rsqrt': unary(ops.rsqrt),
  'torch.square': unary(ops.square),
  'torch.neg': unary(ops.neg),
  'torch.abs': unary(ops.abs),
  'torch.sign': unary(ops.sign),
  'torch.reciprocal': unary(ops.reciprocal),
  'torch.sin': unary(ops.sin),
  'torch.cos': unary(ops.cos),
  'torch.tan': unary(ops.tan),
  'torch.asin': unary(ops.asin),
  'torch.acos': unary(ops.acos),
  'torch.atan': unary(ops.atan),
  'torch.sinh': unary(ops.sinh),
  'torch.cosh': unary(ops.cosh),
  'torch.tanh': unary(ops.tanh),
  'torch.asinh': unary(ops.asinh),
  'torch.acosh': unary(ops.acosh),
  'torch.atanh': unary(ops.atanh),
  'torch.erf': unary(ops.erf),
  'torch.erfc': unary(ops.erfc),
  'torch.sigmoid': unary(ops.sigmoid),
  'torch.floor': unary(ops.floor),
  'torch.ceil': unary(ops.ceil),
  'torch.trunc': unary(ops.trunc),
  'torch.round': (call) => {
    const scale = 10 ** call.number(1, 'decimals', 0);
    return scale === 1 ? ops.round(call.tensor(0)) : call.tensor(0).mul(scale).round().div(scale);
  },
  'torch.frac': unary(ops.frac),

  'torch.eq': binary(ops.equal),
  'torch.ne': binary(ops.notEqual),
  'torch.lt': binary(ops.less),
  'torch.le': binary(ops.lessEqual),
  'torch.gt': binary(ops.greater),
  'torch.ge': binary(ops.greaterEqual),
  'torch.logical_and': binary(ops.logicalAnd),
  'torch.logical_or': binary(ops.logicalOr),
  'torch.logical_xor': binary(ops.logicalXor),
  'torch.logical_not': unary(ops.logicalNot),
  'torch.isnan': unary(ops.isNaN),
  'torch.isinf': unary(ops.isInf),
  'torch.isfinite': unary(ops.isFinite),

  [`${F}.relu`]: unary(ops.relu),
  [`${F}.relu6`]: unary(ops.relu6),
  [`${F}.selu`]: unary(ops.selu),
  [`${F}.silu`]: unary(ops.silu),
  [`${F}.mish`]: unary(ops.mish),
  [`${F}.softsign`]: unary(ops.softsign),
  [`${F}.logsigmoid`]: unary(ops.logSigmoid),
  [`${F}.hardswish`]: unary(ops.hardswish),
  [`${F}.hardsigmoid`]: unary(ops.hardsigmoid),
  [`${F}.tanhshrink`]: unary(ops.tanhshrink),
  [`${F}.leaky_relu`]: (call) =>
    ops.leakyRelu(call.tensor(0), { negativeSlope: call.number(1, 'negative_slope', 0.01) }),
  [`${F}.rrelu`]: (call) =>
    ops.rrelu(call.tensor(0), {
      lower: call.number(1, 'lower', 1 / 8),
      upper: call.number(2, 'upper', 1 / 3),
      training: call.flag(3, 'training'),
    }),
  [`${F}.prelu`]: (call) => {
    const x = call.tensor(0); // its channels are axis 1
    const y = ops.prelu(channelsLast(x), call.tensor(1, 'weight'));
    return x.ndim > 1 ? ops.moveAxis(y, -1, 1) : y;
  },
  [`${F}.elu`]: (call) => ops.elu(call.tensor(0), { alpha: call.number(1, 'alpha', 1) }),
  [`${F}.celu`]: (call) => ops.celu(call.tensor(0), { alpha: call.number(1, 'alpha', 1) }),
  [`${F}.softplus`]: (call) =>
    ops.softplus(call.tensor(0), {
      beta: call.number(1, 'beta', 1),
      threshold: call.number(2, 'threshold', 20),
    }),
  [`${F}.hardtanh`]: (call) =>
    ops.hardtanh(call.tensor(0), { min: call.number(1, 'min_val', -1), max: call.number(2, 'max_val', 1) }),
  [`${F}.softshrink`]: (call) => ops.softshrink(call.tensor(0), { lambda: call.number(1, 'lambd', 0.5) }),
  [`${F}.hardshrink`]: (call) => ops.hardshrink(call.tensor(0), { lambda: call.number(1, 'lambd', 0.5) }),
  [`${F}.threshold`]: (call) =>
    ops.threshold(call.tensor(0), call.number(1, 'threshold')!, call.number(2, 'value')!),
  [`${F}.gelu`]: (call) =>
    ops.gelu(call.tensor(0), { approximate: (call.text(1, 'approximate') ?? 'none') as 'none' | 'tanh' }),
  [`${F}.glu`]: (call) => ops.glu(call.tensor(0), { axis: call.number(1, 'dim', -1) }),
};
