// internal
import { ArgumentError } from '@neurona/backend';
import { clipGradNorm, clipGradValue } from '@neurona/optimizers';
import { memoryScope, noGrad, own, Parameter, type Tensor, tensor } from '@neurona/tensor';
import type { TrainingState } from '../callbacks/callback.js';
import { type Batch, forward, type Model, sizeOfBatch, targetsOf } from './batch.js';
import type { FitOptions, Loss } from './fit-options.js';
import type { Tally } from './tally.js';
import { detachTensors } from './tensor-tree.js';

/** How a training goes from batches to optimizer steps. */
export interface TrainingStep {
  /** Takes in a batch. */
  gather(batch: Batch, place: Pick<TrainingState, 'epoch' | 'totalSteps'>): void;
  /** Whether enough was gathered for a step. */
  readonly isDue: boolean;
  /** Whether anything was gathered since the last step. */
  readonly isPending: boolean;
  /** Makes the step. */
  update(): void;
  dispose(): void;
}

/** Outputs, loss, gradients, and an optimizer step after every batch or every few. */
export class SupervisedStep<Outputs, Targets> implements TrainingStep {
  readonly #accumulate: number;
  readonly #loss: Loss<Outputs, Targets>;
  readonly #weight: Tensor | undefined;
  #batches = 0; // since the last step
  #examples = 0;
  #nominal = 0; // examples of a whole group of batches

  constructor(
    private readonly model: Model<Outputs>,
    private readonly options: FitOptions<Outputs, Targets>,
    private readonly tally: Tally<Outputs, Targets>,
  ) {
    const { accumulate = 1, classWeights, loss } = options;
    if (!Number.isInteger(accumulate) || accumulate < 1) {
      throw new ArgumentError('fit', {
        expected: 'accumulate to be a whole number of at least 1',
        received: accumulate,
      });
    }
    this.#accumulate = accumulate;
    this.#weight = classWeights && own(tensor(Float32Array.from(classWeights)));
    this.#loss = this.#weight ? weighted(loss, this.#weight) : loss;
  }

  get isDue(): boolean {
    return this.#batches === this.#accumulate;
  }

  get isPending(): boolean {
    return this.#batches > 0;
  }

  gather(batch: Batch): void {
    using _scope = memoryScope();
    const { optimizer, regularizers = [], batchTransforms = [], targetFields = 1 } = this.options;
    const targets = targetsOf<Targets>('fit', batch, targetFields);
    const changed = batchTransforms.reduce((before, transform) => transform(before), batch);
    const outputs = forward(this.model, changed, targetFields);
    const loss = this.#loss(outputs, targetsOf<Targets>('fit', changed, targetFields));
    const penalties = regularizers.map((regularizer) => regularizer(this.model));
    const penalty = penalties.length > 0 ? penalties.reduce((sum, value) => sum.add(value)) : undefined;
    const objective = penalty ? loss.add(penalty) : loss;
    const count = sizeOfBatch(batch);
    if (this.#batches === 0) {
      optimizer.zeroGrad();
      this.#examples = 0;
      this.#nominal = count * this.#accumulate;
    }
    (this.#accumulate === 1 ? objective : objective.mul(count / this.#nominal)).backward();
    this.#batches++;
    this.#examples += count;
    this.tally.add({ loss, ...(penalty && { penalty }) }, count, [detachTensors(outputs), targets]);
  }

  update(): void {
    using _scope = memoryScope();
    const { optimizer, constraints = [], clipNorm, clipValue, beforeStep } = this.options;
    // A smaller group counted for too little: its batches were weighed as parts of a whole one.
    if (this.#accumulate > 1 && this.#examples !== this.#nominal) this.scale(this.#nominal / this.#examples);
    if (clipValue !== undefined) clipGradValue(this.parameters(), clipValue);
    if (clipNorm !== undefined) clipGradNorm(this.parameters(), clipNorm);
    beforeStep?.(this.model);
    optimizer.step();
    for (const constraint of constraints) constraint(this.model);
    this.#batches = 0;
  }

  dispose(): void {
    this.#weight?.dispose();
  }

  private scale(factor: number): void {
    noGrad(() => {
      for (const parameter of this.parameters()) {
        const { grad } = parameter;
        if (!grad) continue;
        parameter.grad = own(grad.mul(factor));
        grad.dispose();
      }
    });
  }

  /** What learns: the optimizer's parameters. Others of the model's keep gradients that nobody uses or sets to zero. */
  private parameters(): Iterable<Parameter> {
    const { groups } = this.options.optimizer as { groups?: readonly { readonly params?: unknown }[] };
    const known = groups?.flatMap(({ params }) => (Array.isArray(params) ? params : []));
    const parameters = known?.filter((item): item is Parameter => item instanceof Parameter) ?? [];
    return parameters.length > 0 ? parameters : this.model.parameters();
  }
}

/** The loss with weights of the classes, which it must look at. */
function weighted<Outputs, Targets>(loss: Loss<Outputs, Targets>, weight: Tensor): Loss<Outputs, Targets> {
  let isHeard = false;
  const options = {
    get weight(): Tensor {
      isHeard = true;
      return weight;
    },
  };
  const withOptions = loss as (outputs: Outputs, targets: Targets, options: object) => Tensor;
  return (outputs, targets) => {
    const value = withOptions(outputs, targets, options);
    if (isHeard) return value;
    throw new ArgumentError('fit', {
      expected: 'with classWeights a loss that takes { weight } as third argument',
      received: loss,
      hint: 'Use crossEntropy or nll, or (outputs, targets, options) => … and pass the options on.',
    });
  };
}
