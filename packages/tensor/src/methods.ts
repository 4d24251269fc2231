import { backward } from './autograd/backward.js';
import { elu, selu } from './ops/activations/exponential-units.js';
import { leakyRelu } from './ops/activations/rectifiers.js';
import { gelu, logSigmoid, mish, silu, softplus } from './ops/activations/smooth-units.js';
import {
  abs,
  ceil,
  floor,
  neg,
  reciprocal,
  relu,
  round,
  rsqrt,
  sign,
  sqrt,
  square,
  trunc,
} from './ops/arithmetic.js';
import { at } from './ops/at.js';
import {
  add,
  atan2,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  logicalXor,
  maximum,
  minimum,
  mul,
  notEqual,
  pow,
  remainder,
  sub,
} from './ops/binary.js';
import { broadcastTo } from './ops/broadcast-to.js';
import { cast } from './ops/cast.js';
import { clamp } from './ops/clamp.js';
import { clone } from './ops/clone.js';
import { lerp } from './ops/combine.js';
import { countNonzero } from './ops/count-nonzero.js';
import { cumprod, cumsum } from './ops/cumulate.js';
import { diag, diagonal, trace } from './ops/diagonal.js';
import { erfc, erfinv } from './ops/error-function.js';
import { expand } from './ops/expand.js';
import { erf, exp, expm1, log, log1p, sigmoid } from './ops/exponential.js';
import { argmax, argmin, maxWithIndex, minWithIndex } from './ops/extremes.js';
import { flatten, unflatten } from './ops/flatten.js';
import { flip, roll, rot90 } from './ops/flip.js';
import { fmod, frac } from './ops/fractional.js';
import { gather, scatter, scatterAdd, takeAlongAxis } from './ops/gather.js';
import { indexAdd, indexSelect } from './ops/index-select.js';
import { allClose, isClose } from './ops/is-close.js';
import { logSumExp } from './ops/log-sum-exp.js';
import { maskedFill, nanToNum } from './ops/masked-fill.js';
import { maskedSelect, nonzero } from './ops/masked-select.js';
import { matmul } from './ops/matmul.js';
import { norm } from './ops/norm.js';
import { oneHot } from './ops/one-hot.js';
import { exp2, log2, log10 } from './ops/other-bases.js';
import { pad } from './ops/pad.js';
import { moveAxis, permute, t, transpose } from './ops/permute.js';
import { isFinite, isInf, isNaN, logicalNot } from './ops/predicates.js';
import { prod } from './ops/prod.js';
import { all, any, max, mean, min, sum } from './ops/reduce.js';
import { reshape } from './ops/reshape.js';
import { narrow, select, slice } from './ops/slice.js';
import { logSoftmax, softmax } from './ops/softmax.js';
import { argsort, median, sort, topK } from './ops/sort.js';
import { chunk, split, unbind } from './ops/split.js';
import { squeeze, unsqueeze } from './ops/squeeze.js';
import { repeatInterleave, tile } from './ops/tile.js';
import { tril, triu } from './ops/triangle.js';
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cos,
  cosh,
  sin,
  sinh,
  tan,
  tanh,
} from './ops/trigonometric.js';
import { unfold } from './ops/unfold.js';
import { std, variance } from './ops/variance.js';
import { where } from './ops/where.js';
import { Tensor } from './tensor.js';

/** Operations that are methods too: one line each. */
const methods = {
  backward,
  abs,
  ceil,
  floor,
  neg,
  reciprocal,
  relu,
  round,
  rsqrt,
  sign,
  sqrt,
  square,
  trunc,
  add,
  atan2,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  logicalXor,
  maximum,
  minimum,
  mul,
  notEqual,
  pow,
  remainder,
  sub,
  broadcastTo,
  cast,
  erf,
  exp,
  expm1,
  log,
  log1p,
  sigmoid,
  isFinite,
  isInf,
  isNaN,
  logicalNot,
  all,
  any,
  max,
  mean,
  min,
  sum,
  reshape,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cos,
  cosh,
  sin,
  sinh,
  tan,
  tanh,
  where,
  flatten,
  unflatten,
  indexSelect,
  matmul,
  oneHot,
  moveAxis,
  permute,
  t,
  transpose,
  narrow,
  select,
  slice,
  squeeze,
  unsqueeze,
  clone,
  diag,
  diagonal,
  trace,
  expand,
  flip,
  roll,
  rot90,
  gather,
  scatter,
  scatterAdd,
  takeAlongAxis,
  maskedSelect,
  nonzero,
  pad,
  chunk,
  split,
  unbind,
  repeatInterleave,
  tile,
  tril,
  triu,
  unfold,
  elu,
  gelu,
  leakyRelu,
  logSigmoid,
  mish,
  selu,
  silu,
  softplus,
  clamp,
  lerp,
  maskedFill,
  nanToNum,
  argmax,
  argmin,
  countNonzero,
  cumprod,
  cumsum,
  logSumExp,
  maxWithIndex,
  median,
  minWithIndex,
  norm,
  prod,
  std,
  variance,
  erfc,
  erfinv,
  exp2,
  fmod,
  frac,
  log2,
  log10,
  allClose,
  isClose,
  argsort,
  sort,
  topK,
  logSoftmax,
  softmax,
};

/** Operations that take more than three arguments besides the tensor. */
const longMethods = { at, indexAdd };

type Method<F> = F extends (x: infer _X, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;
type Methods<T> = { [Name in keyof T]: Method<T[Name]> };

/** Operations as methods: the first argument is the tensor. */
export interface TensorMethods extends Methods<typeof methods & typeof longMethods> {}

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

for (const [name, operation] of Object.entries(longMethods)) {
  const call = operation as (x: Tensor, ...rest: unknown[]) => unknown;
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: unknown[]) {
      return call(this, ...rest);
    },
    writable: true,
    configurable: true,
  });
}
