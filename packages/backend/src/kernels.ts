import type { DeviceArray } from './device-array.js';
import type { DType } from './dtype.js';
import type {
  AttentionArrays,
  AttentionOptions,
  AttentionSoftmaxOptions,
  BlockAttentionOptions,
  KeyValueBlock,
  QuantizedFactor,
  QuantizedMatmulOptions,
  QuantizedMatrix,
} from './fused-products.js';
import type { ConvGeometry, PoolGeometry } from './geometry.js';
import type { OptimizerKernels } from './optimizer-kernels.js';
import type { RecurrentStep, RecurrentStepGrad } from './recurrent-step.js';
import type { Shape } from './shape.js';

/**
 * Element-wise functions of one array. Float32 in, float32 out, but `neg`, `abs`, `sign`, `relu`, `square` keep int32,
 * the `is…` tests return bool, and `logicalNot` takes and returns bool. Rounding is half to even; `relu` keeps NaN,
 * `sign` of NaN is 0.
 */
export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'square'
  | 'relu'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'rsqrt'
  | 'reciprocal'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'sigmoid'
  | 'softplus'
  | 'erf'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'isNaN'
  | 'isInf'
  | 'isFinite'
  | 'logicalNot';

/**
 * Element-wise functions of two arrays of one dtype, with broadcasting. Arithmetic keeps the dtype (float32 or int32; `div`,
 * `pow` and `atan2` float32 only); comparisons return bool; `logical…` take and return bool. `maximum` and `minimum`
 * return NaN where either is NaN; `remainder` has the sign of the divisor, as in Python.
 */
export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'maximum'
  | 'minimum'
  | 'remainder'
  | 'atan2'
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessEqual'
  | 'greater'
  | 'greaterEqual'
  | 'logicalAnd'
  | 'logicalOr'
  | 'logicalXor';

/**
 * `sum`, `mean`, `prod` of an empty axis are 0, NaN, 1; `max`, `min` propagate NaN and have no empty axis; `all`, `any` take and
 * return bool, of an empty axis true and false. `mean` is of float32 only.
 */
export type ReduceOp = 'sum' | 'mean' | 'max' | 'min' | 'prod' | 'all' | 'any';

/** What `clampedConv2d` does to the sums of a convolution. */
export interface ClampedConv {
  /** A factor for each output channel `[O]`, default 1; it needs a shift. */
  readonly scale?: DeviceArray | undefined;
  /** What is added to each output channel `[O]`, default 0. */
  readonly shift?: DeviceArray | undefined;
  /** The least result; -∞ for none. */
  readonly min: number;
  /** The greatest result; ∞ for none. */
  readonly max: number;
}

/** State of a stream of random numbers: Philox4x32-10's key and the first counter to use. */
export interface RandomPosition {
  /** An integer from 0 to 2^53 - 1: the key is its low and high 32 bits. */
  readonly seed: number;
  /** An integer from 0 to 2^53 - 1: the counter of elements 0 to 3; each counter yields four elements. */
  readonly offset: number;
}

/**
 * `bits`: int32 with all bits random. `uniform`: float32 (bits >>> 8) · 2^-24, in [0, 1). `normal`: float32, Box–Muller of
 * the words (w0, w1) and (w2, w3): √(-2 ln u) · cos 2πv, then · sin 2πv, u = ((w0 >>> 8) + 1) · 2^-24, v = (w1 >>> 8) · 2^-24.
 */
export type RandomKind = 'bits' | 'uniform' | 'normal';

/** Settings of a matrix product. */
export interface MatmulOptions {
  /** The last two axes of `a` are swapped, default false. */
  readonly transposeA?: boolean;
  /** The last two axes of `b` are swapped, default false. */
  readonly transposeB?: boolean;
  /** A row `[N]` added to every row of the product. */
  readonly bias?: DeviceArray | undefined;
}

/**
 * The kernels that every backend has. All arrays are row-major and belong to the backend. A kernel returns new buffers, never
 * an input's, leaves its inputs as they were, and assumes that they are valid: shapes, dtypes and axes are checked by the
 * caller. Axes are counted from the front. Arrays with no elements are valid inputs everywhere.
 */
export interface Kernels {
  /** Every element is `value`. */
  fill(shape: Shape, value: number, dtype: DType): DeviceArray;
  /** `start + i · step` for i = 0 … size - 1. */
  range(start: number, step: number, size: number, dtype: DType): DeviceArray;
  /** Random numbers; element i uses word i mod 4 of counter offset + ⌊i / 4⌋. */
  random(kind: RandomKind, shape: Shape, position: RandomPosition): DeviceArray;
  /** The same values in a new buffer. */
  copy(x: DeviceArray): DeviceArray;
  /**
   * To int32 towards zero, clamped to its range, NaN becomes 0; to bool: whether it differs from 0 (NaN does).
   */
  cast(x: DeviceArray, dtype: DType): DeviceArray;

  unary(op: UnaryOp, x: DeviceArray): DeviceArray;
  binary(op: BinaryOp, a: DeviceArray, b: DeviceArray): DeviceArray;
  /** `a` where the condition (bool) holds, else `b`; all three broadcast; `a` and `b` have one dtype. */
  select(condition: DeviceArray, a: DeviceArray, b: DeviceArray): DeviceArray;

  /** Reduces the given axes (ascending, at least one), which are removed. Int32 stays int32. */
  reduce(op: ReduceOp, x: DeviceArray, axes: readonly number[]): DeviceArray;
  /** Index (int32) of the first largest or smallest element along an axis, which is removed; NaN counts as the extreme. */
  argReduce(op: 'argmax' | 'argmin', x: DeviceArray, axis: number): DeviceArray;
  /** Cumulative sum or product along an axis. */
  cumulate(op: 'sum' | 'prod', x: DeviceArray, axis: number): DeviceArray;
  /** The k largest (or smallest) along the last axis, in order, ties by ascending index, NaN as largest; indices are int32. */
  topK(x: DeviceArray, k: number, largest: boolean): { values: DeviceArray; indices: DeviceArray };

  /** Axis i of the result is axis `permutation[i]` of x. */
  transpose(x: DeviceArray, permutation: readonly number[]): DeviceArray;
  /** Stretches axes of size 1, and adds axes in front. */
  broadcastTo(x: DeviceArray, shape: Shape): DeviceArray;
  /** `size[i]` elements from `start[i]` on, `step[i]` (at least 1) apart. */
  slice(
    x: DeviceArray,
    start: readonly number[],
    size: readonly number[],
    step: readonly number[],
  ): DeviceArray;
  /** `before` and `after` of each axis filled with `value`. */
  pad(x: DeviceArray, padding: readonly (readonly [number, number])[], value: number): DeviceArray;
  /** Joined along an axis, one dtype. */
  concat(xs: readonly DeviceArray[], axis: number): DeviceArray;
  /** Reversed along the axes. */
  reverse(x: DeviceArray, axes: readonly number[]): DeviceArray;
  /**
   * Rows of an axis by index: x `[outer, n, inner]`, indices int32 `[k]` → `[outer, k, inner]`. An index out of range yields NaN, the
   * least int32 or false: indices on a device can't be checked without waiting for it.
   */
  gather(x: DeviceArray, indices: DeviceArray, axis: number): DeviceArray;
  /**
   * Adds rows to zeros: updates `[outer, k, inner]`, indices int32 `[k]` → `[outer, size, inner]`. A row whose index is out of
   * range is ignored.
   */
  scatterAdd(updates: DeviceArray, indices: DeviceArray, axis: number, size: number): DeviceArray;

  /** Matrix product of the last two axes; leading axes are equal or broadcast. */
  matmul(a: DeviceArray, b: DeviceArray, options: MatmulOptions): DeviceArray;

  /** x `[N, H, W, C]`, w `[KH, KW, C / groups, O]`, bias `[O]` → `[N, OH, OW, O]` (cross-correlation, zero padding). */
  conv2d(x: DeviceArray, w: DeviceArray, geometry: ConvGeometry, bias?: DeviceArray): DeviceArray;
  /** Gradient of `conv2d` with respect to x: grad `[N, OH, OW, O]`, w → `[N, H, W, C]`. */
  conv2dInputGrad(grad: DeviceArray, w: DeviceArray, geometry: ConvGeometry): DeviceArray;
  /** Gradient of `conv2d` with respect to w: x, grad → `[KH, KW, C / groups, O]`. */
  conv2dFilterGrad(x: DeviceArray, grad: DeviceArray, geometry: ConvGeometry): DeviceArray;
  /**
   * Largest of each window (padding counts as -∞, NaN wins) and its index h · W + w (int32, the first of ties or NaN);
   * -∞ and -1 of a window that lies in the padding. */
  maxPool2d(x: DeviceArray, geometry: PoolGeometry): { values: DeviceArray; indices: DeviceArray };
  /** Sums grad `[N, OH, OW, C]` into `[N, H, W, C]` at the indices that `maxPool2d` returned; -1 is ignored. */
  maxPool2dGrad(grad: DeviceArray, indices: DeviceArray, geometry: PoolGeometry): DeviceArray;
  /** Mean of each window, over its whole size or (`countPadding` false) over the part inside x. */
  avgPool2d(x: DeviceArray, geometry: PoolGeometry): DeviceArray;
  /** Gradient of `avgPool2d`: grad `[N, OH, OW, C]` → `[N, H, W, C]`. */
  avgPool2dGrad(grad: DeviceArray, geometry: PoolGeometry): DeviceArray;

  /** exp(x_i - m) / Σ_j exp(x_j - m) along the last axis, m = max_j x_j. */
  softmax(x: DeviceArray): DeviceArray;
  /** x_i - m - log Σ_j exp(x_j - m) along the last axis. */
  logSoftmax(x: DeviceArray): DeviceArray;
}

/**
 * Arrays of one optimizer step, in the order of the parameters. The step changes parameters and state in place. State that the
 * settings don't use (no momentum, no AMSGrad) has an empty list. `maximize` negates the gradient first.
 */
export interface OptimizerArrays<State extends string> {
  readonly params: readonly DeviceArray[];
  readonly grads: readonly DeviceArray[];
  readonly state: Readonly<Record<State, readonly DeviceArray[]>>;
}

/** Settings of `sgdStep`: g += weightDecay · p; with momentum: v = momentum · v + (1 - dampening) · g (first step: v = g). */
export interface SGDStep {
  readonly learningRate: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
  readonly maximize: boolean;
  /** Whether this is the first step, whose velocity is the gradient itself. */
  readonly first: boolean;
}

/** Settings of `adamStep`; `step` counts from 1. Decoupled weight decay is AdamW's. */
export interface AdamStep {
  readonly step: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly decoupled: boolean;
  readonly amsgrad: boolean;
  readonly maximize: boolean;
  /** The update of a variant of Adam: NAdam's or RAdam's. */
  readonly form?: AdamForm | undefined;
}

/** p -= (momentFactor · m + gradFactor · g) / (√v · rootFactor + eps); without a rootFactor nothing is divided. */
export interface AdamForm {
  readonly momentFactor: number;
  readonly gradFactor: number;
  readonly rootFactor?: number | undefined;
}

/** Settings of `adadeltaStep`: s = ρ s + (1 - ρ) g²; δ = √(d + eps) / √(s + eps) · g; d = ρ d + (1 - ρ) δ²; p -= lr · δ. */
export interface AdadeltaStep {
  readonly learningRate: number;
  readonly rho: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/**
 * A smooth activation, x times a gate: `silu` x · σ(x), `gelu` x · Φ(x), `geluTanh` x · σ(2u) with u = √(2/π) (x + 0.044715 x³), which
 * is ½ x (1 + tanh u).
 */
export type SmoothActivation = 'silu' | 'gelu' | 'geluTanh';

/**
 * Optional fused kernels: several operations in one. Where one is missing, the caller composes it.
 */
export interface FusedKernels extends OptimizerKernels {
  /**
   * loss `[N]` = -log softmax(logits `[N, C]`)[target], and its gradient `[N, C]` = softmax - onehot; targets int32 `[N]`. Both are
   * NaN for a target that is no class.
   */
  softmaxCrossEntropy(logits: DeviceArray, targets: DeviceArray): { loss: DeviceArray; grad: DeviceArray };
  /** The gradient of `relu` from its result y: grad where y > 0, else 0. */
  reluGrad(grad: DeviceArray, y: DeviceArray): DeviceArray;
  /** x times a gate from 0 to 1, element by element; x is float32. */
  activation(kind: SmoothActivation, x: DeviceArray): DeviceArray;
  /** The gradient of `activation` from that of its result. */
  activationGrad(kind: SmoothActivation, grad: DeviceArray, x: DeviceArray): DeviceArray;
  /**
   * Attention weights: w = softmax(scale · x) along the last axis of x `[..., L, S]`, over the allowed elements; zeros where none is
   * allowed, or all are -∞; NaN where an allowed one is NaN or ∞.
   */
  attentionSoftmax(x: DeviceArray, options: AttentionSoftmaxOptions): DeviceArray;
  /**
   * y = softmax(scale · q kᵀ) v `[..., L, V]`, and log Σ_s exp(scale · q k_s) `[..., L]`, -∞ where all scores are. Scores are not kept: memory
   * grows with the length, not with its square. A query whose scores are all -∞, or which may attend to no key, gets zeros.
   * @see Dao et al., "FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness", 2022, arXiv:2205.14135
   */
  attention(arrays: AttentionArrays, options: AttentionOptions): { output: DeviceArray; logSum: DeviceArray };
  /** The gradients of `attention` from that of y, and its results. */
  attentionGrad(
    grad: DeviceArray,
    arrays: AttentionArrays,
    results: { readonly output: DeviceArray; readonly logSum: DeviceArray },
    options: AttentionOptions,
  ): { query: DeviceArray; key: DeviceArray; value: DeviceArray };
  /** The gradient of a softmax along the last axis from its result: scale · y · (g - Σ_j g_j y_j). */
  softmaxGrad(grad: DeviceArray, y: DeviceArray, scale: number): DeviceArray;
  /**
   * The product of x `[M, K]` (or `[M, N]` where it is transposed) with a quantised matrix, which is never written out whole. x may be
   * rounded to 16 bits by block, relative to the largest element of the block.
   */
  quantizedMatmul(x: DeviceArray, weight: QuantizedMatrix, options: QuantizedMatmulOptions): DeviceArray;
  /** The products of x `[M, K]` with quantised matrices of the same bits and rows K, as `quantizedMatmul` has them, `[M, N]` each. */
  quantizedProducts(x: DeviceArray, factors: readonly QuantizedFactor[]): DeviceArray[];
  /** The columns of a quantised matrix as floats, `[N, K]`. */
  dequantize(weight: QuantizedMatrix): DeviceArray;
  /** y = (x - m) s along the last axis of x `[..., D]`, s = 1 / √(mean (x - m)² + eps) `[..., 1]`; m = mean x if centred, or 0. */
  standardize(
    x: DeviceArray,
    options: { readonly eps: number; readonly centered: boolean },
  ): { output: DeviceArray; scale: DeviceArray };
  /** The gradient of `standardize`: s (g - mean g - y mean(g y)), without `- mean g` where it was not centred. */
  standardizeGrad(grad: DeviceArray, output: DeviceArray, scale: DeviceArray, centered: boolean): DeviceArray;
  /** y = (x - m) s · weight + bias as in `standardize`, of rows `[D]`. */
  normalizeRows(
    x: DeviceArray,
    weight: DeviceArray,
    bias: DeviceArray | undefined,
    options: { readonly eps: number; readonly centered: boolean },
  ): DeviceArray;
  /**
   * Rotary positions: y_a = x_a cos - x_b sin, y_b = x_b cos + x_a sin with the halves a and b of the last axis of x `[..., L, D]`; cos and sin
   * `[..., L, D / 2]`, whose product A of leading axes divides that of x, B: each is for B / A in a row.
   */
  rotary(x: DeviceArray, cos: DeviceArray, sin: DeviceArray): DeviceArray;
  /** y = silu(gate) · x = gate · σ(gate) · x, of one shape. */
  gatedSilu(gate: DeviceArray, x: DeviceArray): DeviceArray;
  /**
   * y = softmax(scale · q kᵀ) v `[..., L, V]` for few queries `[..., L, D]`, whose keys and values lie in blocks, one after the other, with the
   * leading axes of q. A query that may attend to none gets zeros.
   */
  blockAttention(
    query: DeviceArray,
    blocks: readonly KeyValueBlock[],
    options: BlockAttentionOptions,
  ): DeviceArray;
  /**
   * A convolution with what often follows it, in one pass: y = min(max(conv2d(x, w) · scale + shift, min), max). NaN stays NaN; a zero
   * may keep its sign.
   */
  clampedConv2d(x: DeviceArray, w: DeviceArray, geometry: ConvGeometry, options: ClampedConv): DeviceArray;
  /** One step of a recurrent layer; returns h' `[N, H]`. */
  recurrentStep(step: RecurrentStep): DeviceArray;
  /** One backward step; returns the gradient of q, `[N, G]`. */
  recurrentStepGrad(step: RecurrentStepGrad): DeviceArray;
  sgdStep(arrays: OptimizerArrays<'momentum'>, settings: SGDStep): void;
  adamStep(arrays: OptimizerArrays<'m' | 'v' | 'vMax'>, settings: AdamStep): void;
  adadeltaStep(arrays: OptimizerArrays<'squareAverage' | 'deltaAverage'>, settings: AdadeltaStep): void;
}

/** Everything that a backend can run. */
export type KernelTable = Kernels & Partial<FusedKernels>;

/** The name of a kernel. */
export type KernelName = keyof KernelTable;
