import { expect, it } from 'vitest';
import * as ops from '../index.js';
import { float64, forEachBackend, ulps } from '../testing/index.js';

const { density, distribution, erf, erfc, sigmoid, softplus } = float64;

type Real = (x: number) => number;

interface Row {
  readonly op: (x: ops.Tensor) => ops.Tensor;
  readonly value: Real;
  readonly slope: Real;
  /** Where it is defined, default everywhere. */
  readonly domain?: (x: number) => boolean;
  /** Most units of the last place that a value and a gradient may be away from float64; measured on all backends, default 4. */
  readonly ulps?: number;
  readonly slopeUlps?: number;
  /** Error that is allowed instead, where something larger cancels, as in PyTorch. */
  readonly error?: (x: number) => number;
  readonly slopeError?: number;
}

const positive = (x: number): boolean => x > 0;
const inside = (x: number): boolean => Math.abs(x) < 1;
const eps = 2 ** -23; // between 1 and the next float32

const root = Math.sqrt(8 / Math.PI);
const gate = (x: number): number => sigmoid(root * (x + 0.044715 * x ** 3));
const tanhOfSoftplus = (x: number): number => Math.tanh(softplus(x));
const power = (p: number): Row => {
  const y = Math.fround(p);
  const domain = Number.isInteger(p) ? {} : { domain: positive };
  return { op: (x) => ops.pow(x, p), value: (x) => x ** y, slope: (x) => y * x ** (y - 1), ...domain };
};
const scaled = (alpha: number, scale: number, stretch = 1): Pick<Row, 'value' | 'slope'> => ({
  value: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x / stretch)),
  slope: (x) => scale * (x > 0 ? 1 : (alpha / stretch) * Math.exp(x / stretch)),
});

/** Gradients made of a result near 1 are off by its rounding, as PyTorch's: those have a `slopeError`. */
const rows: Readonly<Record<string, Row>> = {
  exp: { op: ops.exp, value: Math.exp, slope: Math.exp },
  expm1: { op: ops.expm1, value: Math.expm1, slope: Math.exp, slopeError: eps },
  exp2: { op: ops.exp2, value: (x) => 2 ** x, slope: (x) => Math.LN2 * 2 ** x },
  log: { op: ops.log, value: Math.log, slope: (x) => 1 / x, domain: positive },
  log1p: { op: ops.log1p, value: Math.log1p, slope: (x) => 1 / (1 + x), domain: (x) => x > -1 },
  log2: { op: ops.log2, value: Math.log2, slope: (x) => Math.LOG2E / x, domain: positive },
  log10: { op: ops.log10, value: Math.log10, slope: (x) => Math.LOG10E / x, domain: positive },
  sqrt: { op: ops.sqrt, value: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x), domain: positive },
  rsqrt: {
    op: ops.rsqrt,
    value: (x) => 1 / Math.sqrt(x),
    slope: (x) => -0.5 / Math.sqrt(x) / x,
    domain: positive,
    slopeUlps: 6, // y³
  },
  reciprocal: { op: ops.reciprocal, value: (x) => 1 / x, slope: (x) => -1 / x / x },
  square: { op: ops.square, value: (x) => x * x, slope: (x) => 2 * x },
  abs: { op: ops.abs, value: Math.abs, slope: Math.sign },
  sin: { op: ops.sin, value: Math.sin, slope: Math.cos },
  cos: { op: ops.cos, value: Math.cos, slope: (x) => -Math.sin(x) },
  tan: { op: ops.tan, value: Math.tan, slope: (x) => 1 / Math.cos(x) ** 2, slopeUlps: 8 }, // y² + 1
  asin: { op: ops.asin, value: Math.asin, slope: (x) => 1 / Math.sqrt((1 - x) * (1 + x)), domain: inside },
  acos: { op: ops.acos, value: Math.acos, slope: (x) => -1 / Math.sqrt((1 - x) * (1 + x)), domain: inside },
  atan: { op: ops.atan, value: Math.atan, slope: (x) => 1 / (1 + x * x) },
  sinh: { op: ops.sinh, value: Math.sinh, slope: Math.cosh },
  cosh: { op: ops.cosh, value: Math.cosh, slope: Math.sinh },
  tanh: { op: ops.tanh, value: Math.tanh, slope: (x) => 1 / Math.cosh(x) ** 2, slopeError: 3 * eps },
  asinh: { op: ops.asinh, value: Math.asinh, slope: (x) => 1 / Math.hypot(1, x) },
  acosh: {
    op: ops.acosh,
    value: Math.acosh,
    slope: (x) => 1 / Math.sqrt(x - 1) / Math.sqrt(x + 1),
    domain: (x) => x > 1,
  },
  atanh: { op: ops.atanh, value: Math.atanh, slope: (x) => 1 / ((1 - x) * (1 + x)), domain: inside },
  // e^(-x²): x² is rounded, at 66 by 2⁻¹⁸
  erf: { op: ops.erf, value: erf, slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x), slopeUlps: 64 },
  erfc: {
    op: ops.erfc,
    value: erfc,
    slope: (x) => (-2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
    ulps: 64,
    slopeUlps: 64,
  },
  sigmoid: { op: ops.sigmoid, value: sigmoid, slope: (x) => sigmoid(x) * sigmoid(-x), slopeError: eps },
  logSigmoid: { op: ops.logSigmoid, value: (x) => -softplus(-x), slope: (x) => sigmoid(-x) },
  softplus: { op: ops.softplus, value: (x) => (x > 20 ? x : softplus(x)), slope: sigmoid },
  silu: {
    op: ops.silu,
    value: (x) => x * sigmoid(x),
    slope: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
    slopeError: 32 * eps, // σ(x)(1 - σ(x)) x, where 1 - σ(x) is a rounding
  },
  mish: {
    op: ops.mish,
    value: (x) => x * tanhOfSoftplus(x),
    slope: (x) => tanhOfSoftplus(x) + x * (1 - tanhOfSoftplus(x) ** 2) * sigmoid(x),
    slopeError: 32 * eps,
  },
  gelu: {
    op: ops.gelu,
    value: (x) => x * distribution(x),
    slope: (x) => distribution(x) + x * density(x),
    error: (x) => eps * Math.abs(x), // x (erf(x/√2) + 1) / 2
    slopeError: 2 * eps,
  },
  'gelu by tanh': {
    op: (x) => ops.gelu(x, { approximate: 'tanh' }),
    value: (x) => x * gate(x),
    slope: (x) => gate(x) + (gate(-x) === 0 ? 0 : x * gate(x) * gate(-x) * root * (1 + 3 * 0.044715 * x * x)),
    ulps: 128, // the sigmoid's argument is rounded, at 80 by 2⁻¹⁷
    error: () => 1e-36, // and the sigmoid is 0 below e⁻⁸⁸
    slopeError: 2 * eps,
  },
  elu: { op: ops.elu, ...scaled(1, 1) },
  selu: { op: ops.selu, ...scaled(1.6732632423543772, 1.0507009873554805) },
  celu: { op: (x) => ops.celu(x, { alpha: 2 }), ...scaled(2, 1, 2) },
  hardsigmoid: {
    op: ops.hardsigmoid,
    value: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
    slope: (x) => (Math.abs(x) < 3 ? 1 / 6 : 0),
  },
  hardswish: {
    op: ops.hardswish,
    value: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
    slope: (x) => (x < -3 ? 0 : x > 3 ? 1 : (2 * x + 3) / 6),
    slopeError: eps,
  },
  softsign: {
    op: ops.softsign,
    value: (x) => x / (1 + Math.abs(x)),
    slope: (x) => 1 / (1 + Math.abs(x)) ** 2,
  },
  tanhshrink: {
    op: ops.tanhshrink,
    value: (x) =>
      Math.abs(x) < 1e-2 ? x ** 3 / 3 - (2 * x ** 5) / 15 + (17 * x ** 7) / 315 : x - Math.tanh(x),
    slope: (x) => Math.tanh(x) ** 2,
    ulps: 8, // x - tanh x
  },
  bipolarSigmoid: {
    op: ops.bipolarSigmoid,
    value: (x) => Math.tanh(x / 2),
    slope: (x) => 0.5 / Math.cosh(x / 2) ** 2,
    slopeError: eps,
  },
  'pow 3': power(3),
  'pow 0.5': power(0.5),
  'pow 2.7': power(2.7),
  'pow -1.3': power(-1.3),
};

/** From 1e-30 to 1e30 with both signs, close to 1, and densely around 0. */
const values = [
  ...Array.from({ length: 61 }, (_, k) => [1, 1.7, 3.1, 6.3].map((m) => m * 10 ** (k - 30))).flat(),
  ...[0.999, 0.99999, 0.9999999, 1.000001, 1.0001],
  ...Array.from({ length: 55 }, (_, i) => 0.37 * i + 0.01),
]
  .filter((x) => x <= 1.01e30)
  .flatMap((x) => [Math.fround(x), -Math.fround(x)]);

/** Where a result is too far from float64: by more units of the last place than allowed, and by more than the error allowed. */
function tooFar(
  actual: ArrayLike<number>,
  xs: readonly number[],
  exact: Real,
  most: number,
  error: Real,
): string[] {
  return xs.flatMap((x, i) => {
    const [got, expected] = [actual[i]!, exact(x)];
    const far = ulps(got, expected);
    return far <= most || Math.abs(got - expected) <= error(x)
      ? []
      : [`f(${x}) = ${got}, not ${expected}: ${far} ulps`];
  });
}

forEachBackend(() => {
  for (const [name, row] of Object.entries(rows))
    it(`${name} and its gradient are those of float64, rounded, from 1e-30 to 1e30`, async () => {
      const xs = values.filter(row.domain ?? (() => true));
      const x = ops.tensor(xs, { requiresGrad: true });
      const y = row.op(x);
      y.sum().backward();
      expect(tooFar(await y.data(), xs, row.value, row.ulps ?? 4, row.error ?? (() => 0))).toEqual([]);
      const slopeError = row.slopeError ?? 8 * 2 ** -126; // a factor below float32's normal numbers may be 0
      expect(tooFar(await x.grad!.data(), xs, row.slope, row.slopeUlps ?? 4, () => slopeError)).toEqual([]);
    });
});
