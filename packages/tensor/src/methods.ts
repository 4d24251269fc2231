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
} from './ops/elementwise/arithmetic.js';
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
} from './ops/elementwise/binary.js';
import { cast } from './ops/elementwise/cast.js';
import { clamp } from './ops/elementwise/clamp.js';
import { clone } from './ops/elementwise/clone.js';
import { lerp } from './ops/elementwise/combine.js';
import { erfc, erfinv } from './ops/elementwise/error-function.js';
import { erf, exp, expm1, log, log1p, sigmoid } from './ops/elementwise/exponential.js';
import { fmod, frac } from './ops/elementwise/fractional.js';
import { allClose, isClose } from './ops/elementwise/is-close.js';
import { maskedFill, nanToNum } from './ops/elementwise/masked-fill.js';
import { exp2, log2, log10 } from './ops/elementwise/other-bases.js';
import { isFinite, isInf, isNaN, logicalNot } from './ops/elementwise/predicates.js';
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
} from './ops/elementwise/trigonometric.js';
import { where } from './ops/elementwise/where.js';
import { at } from './ops/indexing/at.js';
import { gather, scatter, scatterAdd, takeAlongAxis } from './ops/indexing/gather.js';
import { indexAdd, indexSelect } from './ops/indexing/index-select.js';
import { maskedSelect, nonzero } from './ops/indexing/masked-select.js';
import { oneHot } from './ops/indexing/one-hot.js';
import { narrow, select, slice } from './ops/indexing/slice.js';
import { matmul } from './ops/products/matmul.js';
import { countNonzero } from './ops/reduce/count-nonzero.js';
import { cumprod, cumsum } from './ops/reduce/cumulate.js';
import { argmax, argmin, maxWithIndex, minWithIndex } from './ops/reduce/extremes.js';
import { logSumExp } from './ops/reduce/log-sum-exp.js';
import { norm } from './ops/reduce/norm.js';
import { prod } from './ops/reduce/prod.js';
import { all, any, max, mean, min, sum } from './ops/reduce/reduce.js';
import { logSoftmax, softmax } from './ops/reduce/softmax.js';
import { argsort, median, sort, topK } from './ops/reduce/sort.js';
import { std, variance } from './ops/reduce/variance.js';
import { broadcastTo } from './ops/shape/broadcast-to.js';
import { diag, diagonal, trace } from './ops/shape/diagonal.js';
import { expand } from './ops/shape/expand.js';
import { flatten, unflatten } from './ops/shape/flatten.js';
import { flip, roll, rot90 } from './ops/shape/flip.js';
import { pad } from './ops/shape/pad.js';
import { moveAxis, permute, t, transpose } from './ops/shape/permute.js';
import { reshape } from './ops/shape/reshape.js';
import { chunk, split, unbind } from './ops/shape/split.js';
import { squeeze, unsqueeze } from './ops/shape/squeeze.js';
import { repeatInterleave, tile } from './ops/shape/tile.js';
import { tril, triu } from './ops/shape/triangle.js';
import { unfold } from './ops/shape/unfold.js';
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
