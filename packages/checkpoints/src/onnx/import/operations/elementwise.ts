// internal
import {
  abs, acos, acosh, asin, asinh, atan, atanh, ceil, clamp, cos, cosh, equal, erf, exp, floor, greater, greaterEqual, isInf, less,
  lessEqual, log, logicalAnd, logicalNot, logicalOr, logicalXor, maximum, minimum, neg, pow, reciprocal, remainder, round, sign, sin,
  sinh, sqrt, type Tensor, tan, where,
} from '@neurona/tensor'; // biome-ignore format: a list
import { HostValue } from '../host-value.js';
import { type NodeCall, type Operation, typeOf } from '../node-call.js';

const unary =
  (of: (x: Tensor) => Tensor): Operation =>
  (call) =>
    of(call.tensor(0));

const binary =
  (of: (a: Tensor, b: Tensor) => Tensor): Operation =>
  (call) =>
    of(call.tensor(0), call.tensor(1));

const folded =
  (of: (a: Tensor, b: Tensor) => Tensor): Operation =>
  (call) =>
    call.inputs.map((_, i) => call.tensor(i)).reduce(of);

const areIntegers = (a: Tensor, b: Tensor): boolean => a.dtype === 'int32' && b.dtype === 'int32';

/** Integers are divided towards zero. */
const divided = (a: Tensor, b: Tensor): Tensor => (areIntegers(a, b) ? a.div(b).cast('int32') : a.div(b));

/** The sign is the divisor's, with `fmod` the dividend's. */
const modulo: Operation = (call) => {
  const [a, b] = [call.tensor(0), call.tensor(1)];
  return call.attribute('fmod', 0) === 0 ? remainder(a, b) : a.sub(a.div(b).trunc().mul(b));
};

const clip: Operation = (call) => {
  const bound = (name: string, i: number): number | Tensor | undefined => {
    const value = call.node.attributes.get(name);
    return typeof value === 'number' ? value : call.optional(i);
  };
  return clamp(call.tensor(0), { min: bound('min', 1), max: bound('max', 2) });
};

const cast: Operation = (call) => {
  const type = typeOf(call, call.attribute('to', 1));
  return call.tensor(0).cast(type === 'int64' ? 'int32' : type);
};

/** What runs element by element. */
export const elementwise: Readonly<Record<string, Operation>> = {
  Identity: (call) => call.inputs[0] ?? call.tensor(0),
  Abs: unary(abs), Acos: unary(acos), Acosh: unary(acosh), Asin: unary(asin), Asinh: unary(asinh), Atan: unary(atan),
  Atanh: unary(atanh), Ceil: unary(ceil), Cos: unary(cos), Cosh: unary(cosh), Erf: unary(erf), Exp: unary(exp), Floor: unary(floor),
  IsInf: unary(isInf), IsNaN: unary((x) => x.isNaN()), Log: unary(log), Neg: unary(neg), Not: unary(logicalNot), Reciprocal: unary(reciprocal),
  Round: unary(round), Sign: unary(sign), Sin: unary(sin), Sinh: unary(sinh), Sqrt: unary(sqrt), Tan: unary(tan),
  Add: binary((a, b) => a.add(b)), Sub: binary((a, b) => a.sub(b)), Mul: binary((a, b) => a.mul(b)), Div: binary(divided),
  Pow: binary(pow), Mod: modulo, Max: folded(maximum), Min: folded(minimum), Sum: folded((a, b) => a.add(b)),
  Mean: (call) => call.inputs.map((_, i) => call.tensor(i)).reduce((a, b) => a.add(b)).div(call.inputs.length),
  Equal: binary(equal), Less: binary(less), LessOrEqual: binary(lessEqual), Greater: binary(greater),
  GreaterOrEqual: binary(greaterEqual), And: binary(logicalAnd), Or: binary(logicalOr), Xor: binary(logicalXor),
  Where: (call) => where(call.tensor(0), call.tensor(1), call.tensor(2)),
  Clip: clip,
  Cast: cast,
  Constant: constant,
}; // biome-ignore format: a table

/** Values of the file; a number alone, or a list of them, may be an attribute. */
function constant(call: NodeCall): Tensor | HostValue {
  const [name, value] = [...call.node.attributes][0] ?? ['', undefined];
  if (name === 'value_int') return new HostValue([], [call.attribute(name, 0)]);
  if (name === 'value_float') return new HostValue([], [call.attribute(name, 0)], 'float32');
  if (name === 'value_ints') return new HostValue([call.list(name)!.length], call.list(name)!);
  if (name === 'value_floats') return new HostValue([call.list(name)!.length], call.list(name)!, 'float32');
  throw call.failure('a tensor or numbers', name || value);
}
