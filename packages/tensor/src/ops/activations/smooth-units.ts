import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { elementwise } from '../define-composite.js';
import { type UnaryFunction, unary } from '../elementwise/define-unary.js';
import { fusedActivation } from './fused-activation.js';

const siluOp = fusedActivation('silu', 'silu', {
  value: (x) => x.mul(x.sigmoid()),
  slope: (x, y) => {
    const s = x.sigmoid();
    return s.add(y.mul(s.neg().add(1)));
  },
});

/**
 * Sigmoid linear unit, also called swish, element by element.
 *
 *     y = x · σ(x)        dy/dx = σ(x) + y (1 - σ(x))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await silu(tensor([-1, 2])).data(); // => [-0.2689, 1.7616]
 * @see Elfwing, Uchibe, Doya, "Sigmoid-Weighted Linear Units", 2017, arXiv:1702.03118
 */
export const silu = (x: TensorLike): Tensor => siluOp(x);

const softplusOp: UnaryFunction = unary('softplus', 'float32', {
  saves: 'x',
  backward: (grad, x) => grad.mul(x.sigmoid()),
});

const scaledSoftplusOp = elementwise<{ readonly beta: number; readonly threshold: number }>('softplus', {
  value: (x, { beta, threshold }) => {
    const z = x.mul(beta);
    return z.greater(threshold).where(x, softplusOp(z).div(beta));
  },
  slope: (x, _y, { beta, threshold }) => {
    const z = x.mul(beta);
    return z.greater(threshold).where(1, z.sigmoid());
  },
});

/** Settings of {@link softplus}. */
export interface SoftplusFunctionOptions {
  /** Steepness: the larger, the closer to a ReLU. Default 1. */
  readonly beta?: number;
  /** Above `beta · x` = threshold the result is x itself, default 20. */
  readonly threshold?: number;
}

const softplusOptions: OptionTable<SoftplusFunctionOptions> = { beta: 1, threshold: 20 };

/**
 * Softplus, a smooth ReLU, element by element.
 *
 *     y = ln(1 + e^(βx)) / β, x itself where βx > threshold        dy/dx = σ(βx)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `beta` (not 0, default 1), `threshold` (default 20).
 * @throws {@link ArgumentError} if beta is 0.
 * @example
 * await softplus(tensor([-1, 0, 100])).data(); // => [0.3133, 0.6931, 100]
 */
export function softplus(x: TensorLike, options: SoftplusFunctionOptions = {}): Tensor {
  const { beta = 1, threshold = 20 } = checkOptions('softplus', options, softplusOptions);
  if (beta === 0) throw new ArgumentError('softplus', { expected: 'a beta other than 0', received: beta });
  // From 17 on ln(1 + eˣ) and x are the same float32.
  return beta === 1 && threshold >= 17 ? softplusOp(x) : scaledSoftplusOp(x, { beta, threshold });
}

const logSigmoidOp = elementwise<undefined>('logSigmoid', {
  value: (x) => softplusOp(x.neg()).neg(),
  slope: (x) => x.neg().sigmoid(),
});

/**
 * Logarithm of the logistic function, without underflow, element by element.
 *
 *     y = ln σ(x) = -ln(1 + e⁻ˣ)        dy/dx = σ(-x)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await logSigmoid(tensor([-100, 0])).data(); // => [-100, -0.6931]
 */
export const logSigmoid = (x: TensorLike): Tensor => logSigmoidOp(x, undefined);

const mishOp = elementwise<undefined>('mish', {
  value: (x) => x.mul(softplusOp(x).tanh()),
  slope: (x) => {
    const t = softplusOp(x).tanh();
    return t.add(x.mul(x.sigmoid()).mul(t.square().neg().add(1)));
  },
});

/**
 * Mish, element by element.
 *
 *     y = x · tanh(ln(1 + eˣ))        dy/dx = t + x σ(x) (1 - t²), t = tanh(ln(1 + eˣ))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await mish(tensor([-1, 2])).data(); // => [-0.3034, 1.944]
 * @see Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019, arXiv:1908.08681
 */
export const mish = (x: TensorLike): Tensor => mishOp(x, undefined);

const bell = 1 / Math.sqrt(2 * Math.PI);

const geluOp = fusedActivation('gelu', 'gelu', {
  value: (x) => x.mul(normalCdf(x)),
  slope: (x) => normalCdf(x).add(x.mul(x.square().mul(-0.5).exp()).mul(bell)),
});

/** Φ(x), the probability that a standard normal number is below x. */
const normalCdf = (x: Tensor): Tensor => x.mul(Math.SQRT1_2).erf().add(1).mul(0.5);

const cubic = 0.044715;

const geluTanhOp = fusedActivation('geluTanh', 'gelu', {
  value: (x) => x.mul(tanhGate(x)),
  slope: (x) => {
    const gate = tanhGate(x);
    const bend = x.mul(gate).mul(tanhGate(x.neg())); // 0 before the polynomial can overflow
    const steeper = bend
      .mul(x)
      .mul(x)
      .mul(cubic * 3); // with bend, of x + 0.044715 x³; bend first, as x² may overflow
    return gate.add(bend.add(steeper).mul(Math.sqrt(8 / Math.PI)));
  },
});

/** ½ (1 + tanh u) = σ(2u), u = √(2/π) (x + 0.044715 x³): exact also where tanh is almost -1. */
const tanhGate = (x: Tensor): Tensor =>
  x
    .mul(x.square().mul(cubic).add(1))
    .mul(Math.sqrt(8 / Math.PI))
    .sigmoid();

/** Settings of {@link gelu}. */
export interface GELUFunctionOptions {
  /** `none` is exact; `tanh` is the approximation that GPT-2 uses. Default none. */
  readonly approximate?: 'none' | 'tanh';
}

const geluOptions: OptionTable<GELUFunctionOptions> = { approximate: 'none' };

/**
 * Gaussian error linear unit, element by element.
 *
 *     y = x · Φ(x)        dy/dx = Φ(x) + x φ(x)
 *     tanh: y = ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
 *
 * Shape: x `[...]` → same shape.
 * @param options - `approximate`: `none` (default) or `tanh`.
 * @throws {@link ArgumentError} if `approximate` is something else.
 * @example
 * await gelu(tensor([-1, 2])).data(); // => [-0.1587, 1.9545]
 * @see Hendrycks, Gimpel, "Gaussian Error Linear Units", 2016, arXiv:1606.08415
 */
export function gelu(x: TensorLike, options: GELUFunctionOptions = {}): Tensor {
  const { approximate = 'none' } = checkOptions('gelu', options, geluOptions);
  if (approximate !== 'none' && approximate !== 'tanh') {
    throw new ArgumentError('gelu', { expected: "approximate 'none' or 'tanh'", received: approximate });
  }
  return approximate === 'none' ? geluOp(x) : geluTanhOp(x);
}

const softsignOp = elementwise<undefined>('softsign', {
  value: (x) => x.div(x.abs().add(1)),
  slope: (x) => x.abs().add(1).reciprocal().square(),
});

/**
 * Softsign, element by element: like tanh with longer tails.
 *
 *     y = x / (1 + |x|)        dy/dx = 1 / (1 + |x|)²
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await softsign(tensor([-1, 3])).data(); // => [-0.5, 0.75]
 */
export const softsign = (x: TensorLike): Tensor => softsignOp(x, undefined);

const bipolarSigmoidOp = elementwise<undefined>('bipolarSigmoid', {
  value: (x) => x.mul(0.5).tanh(),
  slope: (_x, y) => y.square().neg().add(1).mul(0.5),
});

/**
 * Logistic function stretched to run from -1 to 1, element by element.
 *
 *     y = 2 σ(x) - 1 = tanh(x / 2)        dy/dx = (1 - y²) / 2
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await bipolarSigmoid(tensor([0, 2])).data(); // => [0, 0.7616]
 */
export const bipolarSigmoid = (x: TensorLike): Tensor => bipolarSigmoidOp(x, undefined);
