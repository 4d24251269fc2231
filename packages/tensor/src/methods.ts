import { backward } from './autograd/backward.js';
import { abs, ceil, floor, neg, reciprocal, relu, round, rsqrt, sign, sqrt, square, trunc } from './ops/arithmetic.js';
import {
  add, atan2, div, equal, greater, greaterEqual, less, lessEqual, logicalAnd, logicalOr, logicalXor, maximum, minimum,
  mul, notEqual, pow, remainder, sub,
} from './ops/binary.js';
import { broadcastTo } from './ops/broadcast-to.js';
import { cast } from './ops/cast.js';
import { erf, exp, expm1, log, log1p, sigmoid } from './ops/exponential.js';
import { isFinite, isInf, isNaN, logicalNot } from './ops/predicates.js';
import { all, any, max, mean, min, sum } from './ops/reduce.js';
import { reshape } from './ops/reshape.js';
import { acos, acosh, asin, asinh, atan, atanh, cos, cosh, sin, sinh, tan, tanh } from './ops/trigonometric.js';
import { where } from './ops/where.js';
import { flatten, unflatten } from './ops/flatten.js';
import { indexSelect } from './ops/index-select.js';
import { matmul } from './ops/matmul.js';
import { oneHot } from './ops/one-hot.js';
import { moveAxis, permute, t, transpose } from './ops/permute.js';
import { narrow, select, slice } from './ops/slice.js';
import { squeeze, unsqueeze } from './ops/squeeze.js';
import { Tensor } from './tensor.js';

/** Operations that are methods too: one line each. */
const methods = {
  backward,
  abs, ceil, floor, neg, reciprocal, relu, round, rsqrt, sign, sqrt, square, trunc,
  add, atan2, div, equal, greater, greaterEqual, less, lessEqual, logicalAnd, logicalOr, logicalXor, maximum, minimum,
  mul, notEqual, pow, remainder, sub,
  broadcastTo,
  cast,
  erf, exp, expm1, log, log1p, sigmoid,
  isFinite, isInf, isNaN, logicalNot,
  all, any, max, mean, min, sum,
  reshape,
  acos, acosh, asin, asinh, atan, atanh, cos, cosh, sin, sinh, tan, tanh,
  where,
  flatten, unflatten,
  indexSelect,
  matmul,
  oneHot,
  moveAxis, permute, t, transpose,
  narrow, select, slice,
  squeeze, unsqueeze,
};

type Method<F> = F extends (x: infer _X, ...rest: infer Rest) => infer Result ? (...rest: Rest) => Result : never;
type Methods<T> = { [Name in keyof T]: Method<T[Name]> };

/** Operations as methods: the first argument is the tensor. */
export interface TensorMethods extends Methods<typeof methods> {}

for (const [name, operation] of Object.entries(methods)) {
  const call = operation as (x: Tensor, a?: unknown, b?: unknown, c?: unknown) => unknown;
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, a?: unknown, b?: unknown, c?: unknown) {
      return call(this, a, b, c);
    },
    writable: true,
    configurable: true,
  });
}
