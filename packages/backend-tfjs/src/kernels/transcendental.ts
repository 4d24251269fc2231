// internal
import type { DeviceArray } from '@neurona/backend';
import { Calculator } from '../calculator.js';
import type { TfjsRuntime } from '../runtime.js';

/** A function of one array, by arithmetic that is exact to some units in the last place. */
type Composition = (c: Calculator, x: DeviceArray) => DeviceArray;

const exp = (c: Calculator, x: DeviceArray): DeviceArray => c.t.run('Exp', { x });
const log = (c: Calculator, x: DeviceArray): DeviceArray => c.t.run('Log', { x });
const sqrt = (c: Calculator, x: DeviceArray): DeviceArray => c.t.run('Sqrt', { x });

/** f(|x|) with the sign of x. */
const odd =
  (f: Composition): Composition =>
  (c, x) => {
    const size = f(c, c.abs(x));
    return c.where(c.less(x, 0), c.t.run('Neg', { x: size }), size);
  };

/** NaN where x is NaN: shaders may lose it. */
const keepingNaN =
  (f: Composition): Composition =>
  (c, x) =>
    c.where(c.isNaN(x), Number.NaN, f(c, x));

/** NaN where the argument is outside of where the function is defined. */
const within =
  (isDefined: Composition, f: Composition): Composition =>
  (c, x) =>
    c.where(isDefined(c, x), f(c, x), Number.NaN);

/** artanh r = r (1 + r²/3 + r⁴/5 + …), for |r| ≤ 1/3. */
const artanhSeries: Composition = (c, r) =>
  c.mul(r, c.polynomial(c.mul(r, r), [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13]));

/** log(1 + x) = 2 artanh(x / (x + 2)) where x is small. */
const log1p: Composition = (c, x) => {
  const isSmall = c.less(c.abs(x), 0.5);
  const small = c.where(isSmall, x, 0);
  const near = c.mul(artanhSeries(c, c.div(small, c.add(small, 2))), 2);
  const sum = c.add(x, 1);
  const far = c.where(c.less(sum, 0), Number.NaN, log(c, sum));
  return c.where(isSmall, near, c.where(c.equal(x, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY, far));
};

/** eˣ - 1 = 2 sinh(x/2) e^(x/2) by its series where x is small. */
const expm1: Composition = (c, x) => {
  const isSmall = c.less(c.abs(x), 0.5);
  const small = c.where(isSmall, x, 0);
  const series = c.polynomial(small, [1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320]);
  return c.where(isSmall, c.mul(small, series), c.sub(exp(c, x), 1));
};

const halfPi = Math.PI / 2;
/** π/2 in three parts of few bits, so that multiples of the first two are exact in float32. */
const halfPiParts = [1.5703125, 4.837512969970703e-4, 7.549789948768648e-8] as const;

/** sin(x + quarter · π/2): x is brought to [-π/4, π/4] first. */
const sine =
  (quarter: number): Composition =>
  (c, x) => {
    const turns = c.t.run('Round', { x: c.mul(x, 1 / halfPi) });
    let r = x;
    for (const part of halfPiParts) r = c.sub(r, c.mul(turns, part));
    const z = c.mul(r, r);
    const sin = c.mul(r, c.polynomial(z, [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880]));
    const cos = c.polynomial(z, [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800]);
    const place = c.add(turns, quarter);
    const side = c.sub(place, c.mul(c.t.run('Floor', { x: c.mul(place, 0.25) }), 4)); // 0, 1, 2 or 3
    const isSwapped = c.or(c.equal(side, 1), c.equal(side, 3));
    const value = c.where(isSwapped, cos, sin);
    return c.where(c.greater(side, 1), c.t.run('Neg', { x: value }), value);
  };

const hasLimit: Composition = (c, x) => c.t.run('IsFinite', { x });
const sin = within(hasLimit, sine(0));
const cos = within(hasLimit, sine(1));

/** erf x = 2/√π (x - x³/3 + x⁵/10 - …), for |x| < 1/2. */
const erfSeries: Composition = (c, x) =>
  c.mul(
    c.mul(x, 2 / Math.sqrt(Math.PI)),
    c.polynomial(c.mul(x, x), [1, -1 / 3, 1 / 10, -1 / 42, 1 / 216, -1 / 1320, 1 / 9360]),
  );

/** What stands in for tfjs's kernels where they are not exact enough, lose NaN or are wrong. */
const compositions: Readonly<Record<string, Composition>> = {
  Exp: keepingNaN(exp),
  Log: (c, x) => {
    const isRegular = c.and(hasLimit(c, x), c.greater(x, 0));
    const limit = c.where(c.equal(x, 0), Number.NEGATIVE_INFINITY, Number.NaN);
    const value = c.where(c.equal(x, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY, limit);
    return c.where(isRegular, log(c, c.where(isRegular, x, 1)), value);
  },
  Expm1: keepingNaN(expm1),
  Log1p: keepingNaN(log1p),
  Sin: sin,
  Cos: cos,
  Tan: (c, x) => c.div(sin(c, x), cos(c, x)),
  Acos: within(
    (c, x) => c.not(c.greater(c.abs(x), 1)),
    keepingNaN((c, x) => {
      const height = sqrt(c, c.mul(c.sub(c.t.scalar(1), x), c.add(x, 1)));
      return c.t.run('Atan2', { a: height, b: x });
    }),
  ),
  Sinh: keepingNaN(
    odd((c, size) => {
      const grown = expm1(c, size);
      const rest = c.where(hasLimit(c, grown), c.div(grown, c.add(grown, 1)), 1);
      return c.mul(c.add(grown, rest), 0.5);
    }),
  ),
  Cosh: keepingNaN((c, x) => {
    const grown = exp(c, c.sub(c.abs(x), Math.LN2));
    return c.add(grown, c.div(c.t.scalar(0.25), grown));
  }),
  Tanh: keepingNaN(
    odd((c, size) => {
      const fallen = expm1(c, c.mul(size, -2));
      return c.div(c.t.run('Neg', { x: fallen }), c.add(fallen, 2));
    }),
  ),
  Asinh: keepingNaN(
    odd((c, size) => {
      const isLarge = c.greater(size, 1e9);
      const held = c.where(isLarge, 1, size);
      const square = c.mul(held, held);
      const near = log1p(c, c.add(held, c.div(square, c.add(sqrt(c, c.add(square, 1)), 1))));
      return c.where(isLarge, c.add(logOfLarge(c, size), Math.LN2), near);
    }),
  ),
  Acosh: within(
    (c, x) => c.not(c.less(x, 1)),
    keepingNaN((c, x) => {
      const isLarge = c.greater(x, 1e9);
      const above = c.where(isLarge, 1, c.sub(x, 1));
      const near = log1p(c, c.add(above, sqrt(c, c.mul(above, c.add(above, 2)))));
      return c.where(isLarge, c.add(logOfLarge(c, x), Math.LN2), near);
    }),
  ),
  Atanh: within(
    (c, x) => c.not(c.greater(c.abs(x), 1)),
    keepingNaN(
      odd((c, size) => {
        const far = c.mul(log1p(c, c.div(c.mul(size, 2), c.sub(c.t.scalar(1), size))), 0.5);
        return c.where(c.equal(size, 1), Number.POSITIVE_INFINITY, far);
      }),
    ),
  ),
  Sigmoid: keepingNaN((c, x) => {
    const fallen = exp(c, c.t.run('Neg', { x: c.abs(x) }));
    const share = c.div(fallen, c.add(fallen, 1));
    return c.where(c.less(x, 0), share, c.sub(c.t.scalar(1), share));
  }),
  Softplus: keepingNaN((c, x) => {
    const fallen = exp(c, c.t.run('Neg', { x: c.abs(x) }));
    return c.add(c.t.run('Maximum', { a: x, b: c.t.scalar(0) }), log1p(c, fallen));
  }),
  Erf: keepingNaN((c, x) => {
    const isSmall = c.less(c.abs(x), 0.5);
    return c.where(isSmall, erfSeries(c, c.where(isSmall, x, 0)), c.t.run('Erf', { x }));
  }),
  Sign: (c, x) => {
    const asNumber = (test: DeviceArray): DeviceArray => c.t.run('Cast', { x: test }, { dtype: x.dtype });
    return c.sub(asNumber(c.greater(x, 0)), asNumber(c.less(x, 0)));
  },
};

const logOfLarge: Composition = (c, x) =>
  c.where(c.equal(x, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY, log(c, x));

/** A kernel of one array: tfjs's own where it is right, else its composition. */
export function unaryKernel(t: TfjsRuntime, kernel: string, x: DeviceArray): DeviceArray {
  const compose = compositions[kernel];
  if (!compose || t.trusts(kernel)) return t.run(kernel, { x });
  return t.compose(() => compose(new Calculator(t), x));
}
