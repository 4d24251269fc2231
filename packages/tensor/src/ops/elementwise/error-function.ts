import type { TensorLike } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { elementwise } from '../define-composite.js';

/** Σ c_k xᵏ, the highest power first. */
const polynomial = (x: Tensor, [first, ...rest]: readonly number[]): Tensor =>
  rest.reduce<Tensor>((y, c) => y.mul(x).add(c), x.mul(0).add(first!));

// Chebyshev fit of ln(erfc(z) · (1 + z/2)) + z² in t = 1 / (1 + z/2) for z ≥ 0, relative error of erfc below 1.2e-7.
const erfcFit = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
];

const erfcOp = elementwise<undefined>('erfc', {
  value: (x) => {
    const z = x.abs();
    const t = z.mul(0.5).add(1).reciprocal();
    const tail = t.mul(polynomial(t, erfcFit).sub(z.square()).exp()); // erfc |x|
    return x.less(0).where(tail.neg().add(2), tail);
  },
  slope: (x) =>
    x
      .square()
      .neg()
      .exp()
      .mul(-2 / Math.sqrt(Math.PI)),
});

/**
 * Complement of the error function, exact also where `erf` is close to 1, element by element.
 *
 *     y = 1 - erf x        dy/dx = -2/√π · e^(-x²)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await erfc(tensor([0, 1])).data(); // => [1, 0.1573]
 * @see Press, Teukolsky, Vetterling, Flannery, "Numerical Recipes", 1992, section 6.2
 */
export const erfc = (x: TensorLike): Tensor => erfcOp(x, undefined);

// Fits of erfinv(x) / x in w = -ln(1 - x²): around w = 2.5 for w < 5, around √w = 3 beyond; single precision.
const erfinvMiddle = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 2.1858087e-4, -1.25372503e-3, -4.17768164e-3,
  0.246640727, 1.50140941,
];
const erfinvTail = [
  -2.00214257e-4, 1.00950558e-4, 1.34934322e-3, -3.67342844e-3, 5.73950773e-3, -7.6224613e-3, 9.43887047e-3,
  1.00167406, 2.83297682,
];

const erfinvOp = elementwise<undefined>('erfinv', {
  value: (x) => {
    const w = x.neg().add(1).mul(x.add(1)).log().neg();
    const middle = polynomial(w.minimum(5).sub(2.5), erfinvMiddle);
    const tail = polynomial(w.maximum(5).sqrt().sub(3).minimum(8), erfinvTail);
    const inner = x.mul(w.less(5).where(middle, tail));
    const atEdge = x.abs().equal(1);
    return atEdge.where(x.mul(Infinity), inner);
  },
  slope: (_x, y) =>
    y
      .square()
      .exp()
      .mul(Math.sqrt(Math.PI) / 2),
});

/**
 * Inverse of the error function, element by element; ±∞ at ±1 and NaN outside of -1 … 1.
 *
 *     y = erf⁻¹ x        dy/dx = √π/2 · e^(y²)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await erfinv(tensor([0, 0.5])).data(); // => [0, 0.4769]
 * @see Giles, "Approximating the erfinv function", 2010, GPU Computing Gems
 */
export const erfinv = (x: TensorLike): Tensor => erfinvOp(x, undefined);
