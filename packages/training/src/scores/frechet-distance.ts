import { ArgumentError } from '@neurona/backend';
import { PCA, type PCAState } from '@neurona/datasets';

/** Features of examples: a row for each, as `await features.array()` has them. */
export type FeatureRows = readonly ArrayLike<number>[];

/**
 * Fréchet distance of two sets of feature vectors, taken as normal distributions: how far apart generated examples are from real ones, where a
 * trained network makes the features. It is 0 where means and covariances are equal. Its size depends on the features and on the number of
 * examples, so compare only numbers that have both in common.
 *
 *     d² = ‖μ₁ - μ₂‖² + tr(Σ₁ + Σ₂ - 2 (Σ₁ Σ₂)^½)        Σ with N - 1
 *
 * @param real - Rows `[N, D]`.
 * @param generated - Rows `[M, D]`.
 * @returns d², which the literature calls the distance (FID).
 * @throws {@link ArgumentError} if there are fewer than two rows, rows of different sizes, or a number that isn't finite.
 * @example
 * frechetDistance([[0, 0], [2, 0], [0, 2], [2, 2]], [[3, 0], [5, 0], [3, 2], [5, 2]]); // => 9
 * @see Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", 2017, arXiv:1706.08500
 */
export function frechetDistance(real: FeatureRows, generated: FeatureRows): number {
  const width = checkRows('real', real, undefined);
  checkRows('generated', generated, width);
  const [first, second] = [real, generated].map((rows) =>
    new PCA().fit(rows.map((row) => Array.from(row))).stateDict(),
  );
  const apart = first!.mean.reduce((sum, mean, i) => sum + (mean - second!.mean[i]!) ** 2, 0);
  const cross = crossDeviation(first!, second!.mean, generated);
  return Math.max(0, apart + variance(first!) + variance(second!) - 2 * cross);
}

/** tr (Σ₁ Σ₂)^½: of Σ₁ = Vᵀ·Λ·V, the eigenvalues of Σ₁·Σ₂ are the variances of the second rows in the coordinates Λ^½·V. */
function crossDeviation(first: PCAState, mean: readonly number[], rows: FeatureRows): number {
  const turned = rows.map((row) =>
    first.components.map((direction, k) => {
      const along = direction.reduce((sum, v, i) => sum + v * (row[i]! - mean[i]!), 0);
      return along * Math.sqrt(first.explainedVariance[k]!);
    }),
  );
  const { explainedVariance } = new PCA().fit(turned).stateDict();
  return explainedVariance.reduce((sum, value) => sum + Math.sqrt(value), 0);
}

const variance = ({ explainedVariance }: PCAState): number =>
  explainedVariance.reduce((sum, value) => sum + value, 0);

/** The number of features. */
function checkRows(name: string, rows: FeatureRows, width: number | undefined): number {
  const features = width ?? rows?.[0]?.length ?? 0;
  if (!(rows?.length >= 2) || !(features >= 1)) {
    throw new ArgumentError('frechetDistance', {
      expected: `at least two rows of ${name} features`,
      received: rows?.length ?? rows,
      hint: 'Pass a row for each example: await features.array().',
    });
  }
  for (const [example, row] of rows.entries()) {
    const isRight = row.length === features && Array.from(row).every(Number.isFinite);
    if (isRight) continue;
    throw new ArgumentError('frechetDistance', {
      expected: `rows of ${features} finite numbers`,
      received: row.length === features ? 'NaN or infinity' : `one of ${row.length}`,
      where: `example ${example} of the ${name} ones`,
    });
  }
  return features;
}
