/** How alike generated and real points are. */
export interface Likeness {
  /** Share of the generated points that have a real one near them. */
  readonly near: number;
  /** Share of the real points that have a generated one near them. */
  readonly covered: number;
}

const nearness = 0.22; // a little more than two deviations of a cloud of the ring

/** Compares points, x, y one after the other: both shares are NaN where there are no real ones. */
export const compare = (real: Float32Array, fake: Float32Array): Likeness => ({
  near: real.length === 0 ? Number.NaN : shareNear(fake, real),
  covered: shareNear(real, fake),
});

/** Share of points that have one of the others near them. */
function shareNear(points: Float32Array, others: Float32Array): number {
  let found = 0;
  for (let i = 0; i < points.length; i += 2) {
    for (let j = 0; j < others.length; j += 2) {
      if (Math.hypot(points[i]! - others[j]!, points[i + 1]! - others[j + 1]!) > nearness) continue;
      found++;
      break;
    }
  }
  return (2 * found) / points.length;
}
