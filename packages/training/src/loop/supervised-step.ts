// internal
import { ArgumentError } from '@neurona/backend';
import { withDivisor } from '@neurona/layers';
import { clipGradNorm, clipGradValue } from '@neurona/optimizers';
import { memoryScope, noteHostValues, own, type Parameter, type Tensor, tensor } from '@neurona/tensor';
import type { TrainingState } from '../callbacks/callback.js';
import type { Ranks } from '../ranks/ranks.js';
import { Accumulation } from './accumulation.js';
import { type Batch, type Model, sizeOfBatch, split } from './batch.js';
import { CarriedState } from './carried-state.js';
import type { ChosenFitOptions, Loss } from './fit-options.js';
import { parametersOf } from './optimizer-names.js';
import type { Tally } from './tally.js';
import { detachTensors } from './tensor-tree.js';
import type { TrainingStep } from './training-step.js';

/** The usual step: outputs, loss, gradients, and an update after every batch or every few. */
export class SupervisedStep<Outputs, Targets> implements TrainingStep {
  readonly #loss: Loss<Outputs, Targets>;
  readonly #weight: Tensor | undefined;
  readonly #gradients: Accumulation;
  readonly #carried: CarriedState<Outputs> | undefined;

  constructor(
    private readonly model: Model<Outputs>,
    private readonly options: ChosenFitOptions<Outputs, Targets>,
    private readonly tally: Tally<Outputs, Targets>,
    private readonly ownsOptimizer = false,
    ranks?: Ranks,
  ) {
    const { accumulate = 1, classWeights, loss, optimizer } = options;
    this.#gradients = new Accumulation(accumulate, optimizer, () => this.parameters(), ranks);
    this.#carried = options.carryState ? new CarriedState('fit', model) : undefined;
    this.#weight = classWeights && weightTensor(classWeights);
    this.#loss = this.#weight ? weighted(loss, this.#weight) : loss;
  }

  get isDue(): boolean {
    return this.#gradients.isDue;
  }

  get isPending(): boolean {
    return this.#gradients.isPending;
  }

  /** Forward, loss, backward: gradients are accumulated over the batches of a step. */
  gather(batch: Batch, { epoch }: Pick<TrainingState, 'epoch'>): void {
    if (batch.length === 0) {
      if (this.options.syncBatchNorm) throw needsExamples();
      this.#gradients.pass(); // other ranks have its examples
      return;
    }
    using _scope = memoryScope();
    const { inputs, targets } = this.transformed(batch);
    const outputs = this.#carried ? this.#carried.forward(inputs, epoch) : this.model.forward(...inputs);
    const { value: loss, divisor = sizeOfBatch(batch) } = withDivisor(() => this.#loss(outputs, targets));
    const penalty = this.penalty();
    this.tally.add({ loss, ...(penalty && { penalty }) }, divisor);
    this.#gradients.add(penalty ? loss.add(penalty) : loss, divisor); // backward
    const { targets: original } = split<Targets>('fit', batch, this.options);
    this.tally.measure(detachTensors(outputs), original, sizeOfBatch(batch));
  }

  /** Whether the accumulated batches have any target; then the gradients are ready. */
  finish(): Promise<boolean> {
    return this.#gradients.finish();
  }

  /** Update. */
  update(): void {
    using _scope = memoryScope();
    const { optimizer, constraints = [], clipNorm, clipValue, beforeStep } = this.options;
    if (clipValue !== undefined) clipGradValue(this.parameters(), clipValue);
    if (clipNorm !== undefined) clipGradNorm(this.parameters(), clipNorm);
    beforeStep?.(this.model);
    optimizer.step();
    for (const constraint of constraints) constraint(this.model);
  }

  private transformed(batch: Batch): ReturnType<typeof split<Targets>> {
    const { batchTransforms = [] } = this.options;
    const changed = batchTransforms.reduce((before, transform) => transform(before), batch);
    return split<Targets>('fit', changed, this.options);
  }

  /** The sum of the regularizers' penalties; undefined without any. */
  private penalty(): Tensor | undefined {
    const { regularizers = [] } = this.options;
    const penalties = regularizers.map((regularizer) => regularizer(this.model));
    return penalties.length > 0 ? penalties.reduce((sum, value) => sum.add(value)) : undefined;
  }

  stateDict(): unknown {
    return this.#carried?.stateDict();
  }

  loadStateDict(state: unknown): void {
    this.#carried?.loadStateDict(state);
  }

  dispose(): void {
    this.#carried?.dispose();
    this.#weight?.dispose();
    this.#gradients.clear();
    if (this.ownsOptimizer) (this.options.optimizer as { dispose?(): void }).dispose?.();
  }

  /** The trained parameters: the optimizer's. Gradients of the model's other parameters are not used. */
  private parameters(): Iterable<Parameter> {
    const known = parametersOf(this.options.optimizer);
    return known.length > 0 ? known : this.model.parameters();
  }
}

const needsExamples = (): ArgumentError =>
  new ArgumentError('fit', {
    expected: 'an example for each rank in every batch, with syncBatchNorm',
    received: 'a batch with fewer examples than ranks',
    hint: 'Pass { dropLast: true } to the DataLoader.',
  });

function weightTensor(classWeights: ArrayLike<number>): Tensor {
  const values = Float32Array.from(classWeights);
  return noteHostValues(own(tensor(values)), values);
}

/** The loss with class weights, which it must use. */
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
