import { describeShape, ShapeError, sameShape } from '@neurona/backend';
import { noGrad, own, scoped, type Tensor } from '@neurona/tensor';
import { copyTensors } from '../loop/tensor-tree.js';
import type { StatefulMetric } from './metric.js';

/** What is accumulated on the device: of each column the mean of the targets, Σ (y - ȳ)² and Σ (y - ŷ)². */
interface Sums {
  readonly mean: Tensor;
  readonly spread: Tensor;
  readonly errors: Tensor;
}

/** Sums of squares over batches; the targets' are merged around the common mean, which keeps digits where the mean is large. */
class SquaredErrors implements StatefulMetric {
  #sums: Sums | undefined;
  #count = 0;

  constructor(
    readonly subject: string,
    readonly score: (errors: readonly number[], spread: readonly number[], count: number) => number,
  ) {}

  update(outputs: Tensor, targets: Tensor): void {
    if (!sameShape(outputs.shape, targets.shape) || outputs.ndim < 1) {
      throw new ShapeError(this.subject, {
        expected: 'outputs and targets of one shape [N, ...]',
        received: `${describeShape(outputs.shape)} and ${describeShape(targets.shape)}`,
      });
    }
    const size = outputs.shape[0]!;
    if (size === 0) return;
    this.#add(() => sumsOf(outputs, targets, size), size);
  }

  #add(more: () => Sums, size: number): void {
    const sums = noGrad(() => scoped(() => this.#merge(more(), size)));
    for (const x of [sums.mean, sums.spread, sums.errors]) own(x);
    const count = this.#count + size;
    this.reset();
    this.#sums = sums;
    this.#count = count;
  }

  /** @see Chan, Golub, LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979 */
  #merge({ mean, spread, errors }: Sums, size: number): Sums {
    const before = this.#sums;
    if (!before) return { mean, spread, errors };
    const total = this.#count + size;
    const step = mean.sub(before.mean);
    return {
      mean: before.mean.add(step.mul(size / total)),
      spread: before.spread.add(spread).add(step.square().mul((this.#count * size) / total)),
      errors: before.errors.add(errors),
    };
  }

  async result(): Promise<number> {
    if (!this.#sums) return Number.NaN;
    const count = this.#count;
    const [errors, spread] = [this.#sums.errors.detach(), this.#sums.spread.detach()];
    const read = await Promise.all([errors.data(), spread.data()]);
    for (const x of [errors, spread]) x.dispose();
    return this.score(Array.from(read[0]), Array.from(read[1]), count);
  }

  reset(): void {
    if (this.#sums) for (const x of [this.#sums.mean, this.#sums.spread, this.#sums.errors]) x.dispose();
    this.#sums = undefined;
    this.#count = 0;
  }

  stateDict(): { readonly count: number } & Partial<Sums> {
    return { count: this.#count, ...this.#sums };
  }

  loadStateDict({ count, mean, spread, errors }: { readonly count: number } & Partial<Sums>): void {
    this.reset();
    if (!mean || !spread || !errors) return;
    this.#sums = copyTensors({ mean, spread, errors });
    this.#count = count;
  }

  mergeStateDict(state: { readonly count: number } & Partial<Sums>): void {
    if (!this.#sums) {
      this.loadStateDict(state);
      return;
    }
    const { mean, spread, errors, count } = state;
    if (mean && spread && errors) this.#add(() => ({ mean, spread, errors }), count);
  }
}

/** The sums of one batch. */
function sumsOf(outputs: Tensor, targets: Tensor, size: number): Sums {
  const rows = (x: Tensor): Tensor => x.cast('float32').reshape([size, -1]); // [N, columns]
  const y = rows(targets);
  const mean = y.mean({ axis: 0 });
  return {
    mean,
    spread: y.sub(mean).square().sum({ axis: 0 }),
    errors: y.sub(rows(outputs)).square().sum({ axis: 0 }),
  };
}

/**
 * Root of the mean squared error over all batches.
 *
 *     RMSE = √( (1/N) Σ_n (y_n - ŷ_n)² )
 *
 * Shape: outputs and targets of one shape `[N, ...]`.
 * @throws {@link ShapeError} in `update` if the shapes differ.
 * @example
 * const metric = rmse();
 * metric.update(tensor([1, 2]), tensor([1, 4]));
 * await metric.result(); // => 1.4142
 */
export const rmse = (): StatefulMetric =>
  new SquaredErrors('rmse', (errors, _spread, count) =>
    Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / (count * errors.length)),
  );

/**
 * Coefficient of determination over all batches: the share of the targets' variance that the outputs explain, as a mean over
 * columns. 1 is perfect, 0 as good as always predicting the mean.
 *
 *     R² = 1 - Σ (y - ŷ)² / Σ (y - ȳ)²
 *
 * A column whose targets are all equal counts as 1 if every output is right and else as 0.
 *
 * Shape: outputs and targets of one shape `[N, ...]`.
 * @throws {@link ShapeError} in `update` if the shapes differ.
 * @example
 * const metric = r2();
 * metric.update(tensor([2.5, 0, 2, 8]), tensor([3, -0.5, 2, 7]));
 * await metric.result(); // => 0.9486
 */
export const r2 = (): StatefulMetric =>
  new SquaredErrors('r2', (errors, spread) => {
    const shares = errors.map((error, i) => (spread[i] === 0 ? Number(error === 0) : 1 - error / spread[i]!));
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  });
