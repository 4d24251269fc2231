// internal
import { ArgumentError } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';

/** By what each series of a window is scaled: its mean absolute value, its mean and standard deviation, or nothing. */
export type WindowScalingName = 'meanAbsolute' | 'standard' | 'none';

/** A scaling of each series of each window, and its inverse. */
export interface WindowScaling {
  /** Values of steps `[N, L, D]` in units of the scale. */
  apply(x: Tensor): Tensor;
  /** Values `[N, L, D]` or `[N, L, D, Q]` in the user's units. */
  invert(x: Tensor): Tensor;
}

/** The mean over the steps, `[N, 1, D]`; with a mask over those that are true in it. */
type MeanOfSteps = (x: Tensor) => Tensor;

const meanOfSteps = (isInside: Tensor | undefined): MeanOfSteps => {
  if (!isInside) return (x) => x.mean({ axis: 1, keepDims: true });
  const mask = isInside.unsqueeze(-1); // [N, L, 1]
  const counts = mask.cast('float32').sum({ axis: 1, keepDims: true });
  return (x) => mask.where(x, 0).sum({ axis: 1, keepDims: true }).div(counts);
};

/** Scales, `[N, 1, D]`. A series of equal values, whose scale is 0, isn't scaled. */
const scales: Readonly<Record<WindowScalingName, ((x: Tensor, mean: MeanOfSteps) => Tensor) | undefined>> = {
  meanAbsolute: (x, mean) => mean(x.abs()),
  standard: (x, mean) => positive(mean(x.sub(mean(x)).square())).sqrt(),
  none: undefined,
};

const positive = (x: Tensor): Tensor => x.greater(0).where(x, 1);

export function checkScaling(subject: string, scaling: WindowScalingName): void {
  if (Object.hasOwn(scales, scaling)) return;
  throw new ArgumentError(subject, {
    expected: `scaling to be ${Object.keys(scales).join(', ')}`,
    received: scaling,
  });
}

/**
 * The scaling by the values of a window `[N, L, D]`.
 *
 *     x̂ = (x - c) / s        meanAbsolute: c = 0, s = mean |x|        standard: c = mean x, s = std x
 *
 * @param isInside - Which steps count, bool `[N, L]`; default all.
 */
export function windowScaling(
  scaling: WindowScalingName,
  window: Tensor,
  isInside?: Tensor | undefined,
): WindowScaling {
  const scaleOf = scales[scaling];
  if (!scaleOf) return { apply: (x) => x, invert: (x) => x };
  const mean = meanOfSteps(isInside);
  const scale = positive(scaleOf(window, mean)); // [N, 1, D]
  const center = scaling === 'standard' ? mean(window) : undefined;
  const fitted = (x: Tensor, of: Tensor): Tensor => (x.ndim > of.ndim ? of.unsqueeze(-1) : of);
  return {
    apply: (x) => (center ? x.sub(center) : x).div(scale),
    invert: (x) => {
      const y = x.mul(fitted(x, scale));
      return center ? y.add(fitted(x, center)) : y;
    },
  };
}
