import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { checkTensor, noGrad, own, scoped, type Tensor } from '@neurona/tensor';
import { averagePrecisionScore, type ROCAUCOptions, rocAUCScore } from '../scores/roc-auc-score.js';
import { checkClassOutputs, checkSameSize } from './class-outputs.js';
import type { StatefulMetric } from './metric.js';

/** A score of all outputs and targets together: outputs `[N · columns]` in rows, targets `[N]`, and the number of columns. */
export type WholeScore = (outputs: Float32Array, targets: ArrayLike<number>, columns: number) => number;

/**
 * A metric that needs all examples at once, such as the area under a ROC curve. Outputs and targets stay on the device until it
 * is read: their size is that of the model's outputs for the whole data set.
 *
 * Shape: outputs `[N]` or `[N, ..., C]`, targets `[N]` or `[N, ...]`.
 * @throws {@link ShapeError} in `update` if the shapes don't fit.
 * @example
 * const largestScore = new ScoreMetric((outputs) => Math.max(...outputs));
 * largestScore.update(tensor([0.5, 2]), tensor([0, 1]));
 * await largestScore.result(); // => 2
 */
export class ScoreMetric implements StatefulMetric {
  readonly #outputs: Tensor[] = [];
  readonly #targets: Tensor[] = [];

  constructor(readonly score: WholeScore) {}

  update(outputs: Tensor, targets: Tensor): void {
    checkTensor('ScoreMetric', outputs, 'outputs');
    checkTensor('ScoreMetric', targets, 'targets');
    if (outputs.ndim > 1 && outputs.shape.at(-1)! > 1) checkClassOutputs('ScoreMetric', outputs, targets);
    else checkSameSize('ScoreMetric', outputs, targets);
    const copy = (x: Tensor): Tensor => own(noGrad(() => scoped(() => x.detach().clone())));
    this.#outputs.push(copy(outputs));
    this.#targets.push(copy(targets));
  }

  async result(): Promise<number> {
    if (this.#outputs.length === 0) return Number.NaN;
    const [first] = this.#outputs;
    const columns = first!.ndim > 1 ? first!.shape.at(-1)! : 1;
    const read = async (tensors: readonly Tensor[]): Promise<Float32Array> => {
      const views = tensors.map((x) => x.detach()); // what stands now, whatever is reset meanwhile
      const parts = await Promise.all(views.map((x) => x.data()));
      for (const view of views) view.dispose();
      return Float32Array.from(parts.flatMap((part) => Array.from(part)));
    };
    const [outputs, targets] = await Promise.all([read(this.#outputs), read(this.#targets)]);
    return this.score(outputs, targets, columns);
  }

  reset(): void {
    for (const x of [...this.#outputs.splice(0), ...this.#targets.splice(0)]) x.dispose();
  }

  stateDict(): { readonly outputs: readonly Tensor[]; readonly targets: readonly Tensor[] } {
    return { outputs: [...this.#outputs], targets: [...this.#targets] };
  }

  loadStateDict(state: { readonly outputs: readonly Tensor[]; readonly targets: readonly Tensor[] }): void {
    checkState(state);
    this.reset();
    this.mergeStateDict(state);
  }

  mergeStateDict(state: { readonly outputs: readonly Tensor[]; readonly targets: readonly Tensor[] }): void {
    checkState(state);
    for (const [i, outputs] of state.outputs.entries()) this.update(outputs, state.targets[i]!);
  }
}

function checkState(state: {
  readonly outputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
}): void {
  const { outputs, targets } = checkArgument('ScoreMetric', 'state', state, 'record');
  for (const [name, list] of Object.entries({ outputs, targets }))
    for (const x of checkArgument('ScoreMetric', `state.${name}`, list, 'list'))
      checkTensor('ScoreMetric', x, name);
}

const rocAUCOptions: OptionTable<Omit<ROCAUCOptions, 'classes'>> = { average: 'macro', against: 'rest' };

/**
 * Area under the ROC curve over all batches: the probability that a positive example scores higher than a negative one. NaN
 * where a class has no examples, or all of them.
 *
 * Shape: outputs `[N]` or `[N, 1]` with targets of 0 and 1, or outputs `[N, C]` with classes `[N]`; of two classes the second is
 * the positive one.
 * @param options - `against` (rest) and `average` (macro) for more than two classes.
 * @example
 * const auc = rocAUC();
 * auc.update(tensor([0.1, 0.4, 0.35, 0.8]), tensor([0, 0, 1, 1]));
 * await auc.result(); // => 0.75
 */
export const rocAUC = (options: Omit<ROCAUCOptions, 'classes'> = {}): ScoreMetric => {
  checkOptions('rocAUC', options, rocAUCOptions);
  return new ScoreMetric((outputs, targets, columns) =>
    columns === 2
      ? rocAUCScore(margins(outputs), targets)
      : rocAUCScore(outputs, targets, { ...options, classes: columns }),
  );
};

/**
 * Average precision over all batches: the area under the precision-recall curve. Suits rare positives.
 *
 *     AP = Σ_t (R_t - R_{t-1}) P_t
 *
 * Shape: outputs `[N]`, `[N, 1]`, or `[N, 2]` whose second column is the positive class; targets of 0 and 1.
 * @example
 * const metric = averagePrecision();
 * metric.update(tensor([0.1, 0.4, 0.35, 0.8]), tensor([0, 0, 1, 1]));
 * await metric.result(); // => 0.8333
 */
export const averagePrecision = (): ScoreMetric =>
  new ScoreMetric((outputs, targets, columns) =>
    averagePrecisionScore(columns === 2 ? margins(outputs) : outputs, targets),
  );

/** By how much the second of two scores is larger: in the order of its probability. */
const margins = (scores: Float32Array): Float32Array =>
  Float32Array.from({ length: scores.length / 2 }, (_, i) => scores[2 * i + 1]! - scores[2 * i]!);
