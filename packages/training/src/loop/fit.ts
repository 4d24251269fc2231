import { ArgumentError, checkOptions } from '@neurona/backend';
import { DataLoader } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { memoryScope, type Tensor } from '@neurona/tensor';
import type { Callback } from '../callbacks/callback.js';
import { metricsOf } from '../metrics/metric-names.js';
import { bearBrokenPipe } from '../progress/broken-pipe.js';
import { progressBar } from '../progress/progress-bar.js';
import { trainingEvents } from '../progress/training-events.js';
import { describeTraining } from '../ranks/describe-training.js';
import { shareOfBatches } from '../ranks/rank-share.js';
import { Ranks } from '../ranks/ranks.js';
import { type FoundTraining, findSaved } from '../resume/saved-training.js';
import {
  type Batch,
  type Batches,
  checkFields,
  type FieldOptions,
  type Model,
  sizeOfBatch,
} from './batch.js';
import { batchesOf, checkRepeats, type Data } from './data.js';
import { evaluation, evaluationBatches, measure } from './evaluate.js';
import type { CustomFitOptions, FitOptions, TrainingOptions } from './fit-options.js';
import { customFitOptions, fitOptions } from './fit-options.js';
import type { History } from './history.js';
import { lossOf } from './loss-names.js';
import { optimizerOf } from './optimizer-names.js';
import { Run } from './run.js';
import type { RunParts } from './run-parts.js';
import type { Steps } from './steps.js';
import { SupervisedStep } from './supervised-step.js';
import { Tally } from './tally.js';
import { disposeTensors } from './tensor-tree.js';
import type { TrainingStep } from './training-step.js';

/**
 * Trains a model: for each batch the loss, its gradients and an optimizer step. Temporaries are freed; the loop does not wait
 * for the device, so that its queue never runs dry.
 *
 *     for each batch (x, y):  loss = L(model(x), y) + Σ penalties;  backward;  step
 *
 * With `step` in the options a custom step replaces these, for example for networks that are trained against each other.
 * @param data - A loader, a data set, or arrays `[inputs, targets]`; with several inputs, `forward` gets as many.
 * @returns The results of each epoch. Loss and metrics are means over the epoch's examples, as the model was at each step.
 * @throws {@link ArgumentError} if a setting is out of range, a batch has no targets, or there are no batches.
 * @throws {@link GroupError} on every rank of a group if one of them has another model, data or settings, or fails.
 * @throws {@link CheckpointError} if there is nothing at `resume` that can be read.
 * @example
 * const model = new Sequential(new Linear(2, 1));
 * const [x, y] = [[[0, 1], [2, 3], [4, 5]], [[1], [5], [9]]];
 * const history = await fit(model, [x, y], { loss: mse, optimizer: new SGD(model.parameters()), epochs: 2, progress: false });
 * history.epochs.length; // => 2
 * await fit(model, [x, y], { loss: 'mse', optimizer: 'adam', learningRate: 0.01, progress: false });
 */
export async function fit<M extends AnyModule, Optimizers extends Readonly<Record<string, Steps>>>(
  model: M,
  data: Data,
  options: CustomFitOptions<M, Optimizers>,
): Promise<History>;
export async function fit<Outputs = Tensor, Targets = Tensor>(
  model: Model<Outputs>,
  data: Data,
  options: FitOptions<Outputs, Targets>,
): Promise<History>;
export async function fit<Outputs, Targets>(
  model: Model<Outputs>,
  data: Data,
  options: FitOptions<Outputs, Targets> | CustomFitOptions<Model<Outputs>>,
): Promise<History> {
  checkCall(model, options);
  const { group } = options;
  const ranks = group && group.size > 1 ? new Ranks(group) : undefined;
  try {
    return await train(model, data, options, ranks);
  } catch (error) {
    group?.fail(error); // else the others would wait
    throw error;
  }
}

async function train<Outputs, Targets>(
  model: Model<Outputs>,
  data: Data,
  options: FitOptions<Outputs, Targets> | CustomFitOptions<Model<Outputs>>,
  ranks: Ranks | undefined,
): Promise<History> {
  const all = await batchesOf('fit', data, options, { batchSize: 32, shuffle: true });
  const allOfValidation =
    options.validation && (await batchesOf('fit', options.validation, {}, evaluationBatches));
  checkData(all, allOfValidation, options);
  await ranks?.checkAlike(await describeTraining(model, all, allOfValidation, options));
  const batches = shareOfBatches(all, ranks);
  const validation = allOfValidation && shareOfBatches(allOfValidation, ranks);
  const parts = isCustom(options) ? customParts(model, options) : supervisedParts(model, options, ranks);
  const endPrinting = bearBrokenPipe();
  let found: FoundTraining | undefined;
  try {
    const isFirst = ranks === undefined || ranks.rank === 0;
    found = options.resume === undefined || !isFirst ? undefined : await findSaved(options.resume);
    if (showsProgress(options) && isFirst) tellSkipped(found);
    const callbacks = [...(options.callbacks ?? []), ...(await showing(options, isFirst))];
    return await new Run({ model, data: batches, validation, options, callbacks, ranks, ...parts }).run(
      found,
    );
  } finally {
    parts.training.dispose();
    disposeTensors(found?.saved);
    endPrinting();
  }
}

const isCustom = <Outputs, Targets>(
  options: FitOptions<Outputs, Targets> | CustomFitOptions<Model<Outputs>>,
): options is CustomFitOptions<Model<Outputs>> => 'step' in options;

type Parts = Pick<RunParts, 'optimizers' | 'tally' | 'training' | 'accumulate' | 'validate'>;

function supervisedParts<Outputs, Targets>(
  model: Model<Outputs>,
  options: FitOptions<Outputs, Targets>,
  ranks: Ranks | undefined,
): Parts {
  const { signal, accumulate = 1 } = options;
  checkFields('fit', options);
  const loss = lossOf('fit', options.loss);
  const metrics = metricsOf('fit', options.metrics);
  const { optimizer, isOwn } = optimizerOf(model, options.optimizer, options.learningRate);
  const tally = new Tally<Outputs, Targets>(metrics, ranks);
  const step = new SupervisedStep(model, { ...options, loss, metrics, optimizer }, tally, isOwn, ranks);
  return {
    optimizers: { optimizer },
    tally,
    training: step,
    accumulate,
    validate: (data) => {
      const { carryState = false } = options;
      const found = evaluation('fit', model, { ...fieldsOf(options), loss, metrics, carryState }, ranks);
      return measure(model, data, found, ranks ? undefined : signal); // ranks stop together, after it
    },
  };
}

const fieldsOf = ({ targetFields, reconstruct }: FieldOptions): FieldOptions => ({
  ...(targetFields !== undefined && { targetFields }),
  ...(reconstruct !== undefined && { reconstruct }),
});

function customParts<M extends AnyModule>(model: M, options: CustomFitOptions<M>): Parts {
  const { step, optimizers = {}, validation, validationStep, signal } = options;
  if (validation && !validationStep) {
    throw new ArgumentError('fit', {
      expected: 'validationStep for validation data, with a custom step',
      received: validationStep,
      hint: 'Return scalars of one batch from it, as step does.',
    });
  }
  const tally = new Tally<unknown, unknown>({});
  const training: TrainingStep = {
    isDue: true,
    isPending: false,
    gather(batch, { epoch, totalSteps }): void {
      using _scope = memoryScope();
      tally.add(step({ model, batch, optimizers, epoch, totalSteps }), sizeOfBatch(batch));
    },
    finish: async () => false, // it was made
    update: () => {},
    dispose: () => {},
  };
  const validate: Parts['validate'] = validationStep
    ? (data) => {
        const found = new Tally<unknown, unknown>({});
        const add = (batch: Batch): void => found.add(validationStep({ model, batch }), sizeOfBatch(batch));
        return measure(model, data, { tally: found, add }, signal);
      }
    : undefined;
  return { optimizers, tally, training, accumulate: 1, validate };
}

function checkCall<Outputs, Targets>(
  model: Model<Outputs>,
  options: FitOptions<Outputs, Targets> | CustomFitOptions<Model<Outputs>>,
): void {
  if (typeof model?.forward !== 'function') {
    throw new ArgumentError('fit', { expected: 'a model to train', received: model });
  }
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentError('fit', {
      expected: 'options with a loss and an optimizer, or a step',
      received: options,
      hint: "Pass { loss: 'crossEntropy', optimizer: 'adam' }.",
    });
  }
  if (isCustom(options)) checkOptions('fit', options, customFitOptions);
  else checkOptions('fit', options, fitOptions);
  if (isCustom(options) && options.group !== undefined) {
    throw new ArgumentError('fit', {
      expected: 'a loss and an optimizer, for a group of processes',
      received: 'a custom step, whose gradients fit does not see',
      hint: 'Write the training as a loss of outputs and targets, or train by one process.',
    });
  }
  const whole = { epochs: options.epochs ?? 1, validateEvery: options.validateEvery ?? 1 };
  for (const [name, value] of Object.entries(whole)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ArgumentError('fit', {
      expected: `${name} to be an integer of at least 1`,
      received: value,
    });
  }
}

function checkData(data: Batches, validation: Batches | undefined, options: TrainingOptions): void {
  const { epochs = 1, validateEvery = 1 } = options;
  checkRepeats('fit', data, epochs);
  if (validation) checkRepeats('fit', validation, Math.ceil(epochs / validateEvery));
  if (data.length !== 0) return;
  const loader = data instanceof DataLoader ? data : undefined;
  throw new ArgumentError('fit', {
    expected: 'at least one batch',
    received: loader ? `none of ${loader.dataset.length} examples` : 'none',
    where: loader && `batchSize ${loader.batchSize}, dropLast ${loader.dropLast}`,
    hint: 'Give more examples, a smaller batchSize, or dropLast: false.',
  });
}

/** The callbacks that show the progress. */
async function showing(options: TrainingOptions, isFirst: boolean): Promise<readonly Callback[]> {
  const { onProgress } = options;
  const bar = isFirst && showsProgress(options) ? [await progressBar()] : [];
  return [...(onProgress ? [trainingEvents(onProgress)] : []), ...bar];
}

const showsProgress = ({ progress }: TrainingOptions): boolean => progress ?? typeof process !== 'undefined';

/** Warns about damaged checkpoints. */
function tellSkipped(found: FoundTraining | undefined): void {
  if (!found?.from || found.from.skipped.length === 0) return;
  console.warn(`Resumes from ${found.from.path}, as ${found.from.skipped.join(', ')} can't be read.`);
}
