import type { Tensor } from '@neurona/tensor';
import type { CurveName, SurfaceName } from './landscapes.js';

const x = (p: Tensor): Tensor => p.select(-1, 0);
const y = (p: Tensor): Tensor => p.select(-1, 1);

const bealeConstants = [1.5, 2.25, 2.625];

/**
 * The height at places: operations of tensors, so that it knows its own slope.
 *
 * Shape: p `[..., 2]` → `[...]`.
 */
export const surfaces: Readonly<Record<SurfaceName, (p: Tensor) => Tensor>> = {
  // x² + y²
  bowl: (p) => p.square().sum({ axis: -1 }),
  // x² / 20 + 2 y²
  valley: (p) => p.square().mul([0.05, 2]).sum({ axis: -1 }),
  // (1 − x)² + 100 (y − x²)², Rosenbrock 1960
  rosenbrock: (p) =>
    x(p)
      .sub(1)
      .square()
      .add(y(p).sub(x(p).square()).square().mul(100)),
  // Σ (cₖ − x + x yᵏ)², Beale 1958
  beale: (p) =>
    [y(p), y(p).square(), y(p).square().mul(y(p))]
      .map((power, k) => x(p).mul(power).sub(x(p)).add(bealeConstants[k]!).square())
      .reduce((sum, term) => sum.add(term)),
  // (x² + y − 11)² + (x + y² − 7)², Himmelblau 1972
  himmelblau: (p) =>
    x(p)
      .square()
      .add(y(p))
      .sub(11)
      .square()
      .add(x(p).add(y(p).square()).sub(7).square()),
  // x² − y² + y⁴ / 10
  saddle: (p) => x(p).square().sub(y(p).square()).add(y(p).square().square().mul(0.1)),
  // (x² + y²) / 10 + 2 − cos 2x − cos 2y
  ripples: (p) => p.square().mul(0.1).sub(p.mul(2).cos()).sum({ axis: -1 }).add(2),
};

/** The height at numbers: w `[...]` → `[...]`. */
export const curves: Readonly<Record<CurveName, (w: Tensor) => Tensor>> = {
  // w² / 2
  parabola: (w) => w.square().mul(0.5),
  // w⁴ / 24 − w² / 2 + w / 5 + 2
  hollows: (w) => w.square().square().div(24).sub(w.square().mul(0.5)).add(w.mul(0.2)).add(2),
};
