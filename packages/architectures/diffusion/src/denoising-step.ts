import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { checkModule, mse } from '@neurona/layers';
import {
  bernoulli,
  checkTensor,
  full,
  type Generator,
  randint,
  randn,
  scoped,
  type Tensor,
  where,
} from '@neurona/tensor';
import { checkClasses, checkWithin, wrongClass } from './check.js';
import type { Denoiser } from './denoiser.js';
import { DiffusionProcess } from './diffusion-process.js';

/** Settings of {@link denoisingLoss}. */
export interface DenoisingLossOptions {
  /** The class of each example, int32 `[N]`; none by default. */
  readonly classes?: Tensor | undefined;
  /**
   * Probability with which an example's class is left out, so that the network learns to do without: that is what guidance needs. Default 0.
   */
  readonly dropClasses?: number;
  /** Where random numbers come from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator | undefined;
}

const lossOptions: OptionTable<DenoisingLossOptions> = { classes: undefined, dropClasses: 0, rng: undefined };

/**
 * How far a network is from what a diffusion asks of it, at a random step for each example.
 *
 *     loss = mean((model(√ᾱ_t · x + √(1 - ᾱ_t) · ε, t) - target)²)        t ~ U{0, …, T - 1}        ε ~ N(0, 1)
 *
 * Shape: x `[N, ...]` → `[]`
 * @param process - What noise is added, and what the network predicts.
 * @param x - Examples without noise.
 * @throws {@link ArgumentError} if there is no model or process, `dropClasses` is not from 0 to 1, or there is no such class; {@link
 * ShapeError} if there aren't as many classes as examples.
 * @example
 * const model = new PointDenoiser(2, { hiddenSize: 8 });
 * denoisingLoss(model, new DiffusionProcess(), randn([16, 2])).shape; // => []
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
 */
export function denoisingLoss(
  model: Denoiser,
  process: DiffusionProcess,
  x: Tensor,
  options: DenoisingLossOptions = {},
): Tensor {
  const { classes, dropClasses = 0, rng } = checkOptions('denoisingLoss', options, lossOptions);
  checkModule('denoisingLoss', model);
  checkProcess('denoisingLoss', process);
  checkTensor('denoisingLoss', x, 'x');
  checkWithin('denoisingLoss', 'dropClasses', dropClasses, 0, 1);
  const { numClasses = 0 } = model;
  if (classes && numClasses === 0) throw wrongClass('denoisingLoss', 'classes', -1);
  if (classes) checkClasses('denoisingLoss', classes, x, numClasses - 1);
  return scoped(() => {
    const { backend } = x;
    const count = x.shape[0]!;
    const t = randint(0, process.steps, [count], { rng, backend });
    const noise = randn(x.shape, { rng, backend });
    const known = classes && dropClasses > 0 ? withDropped(classes, dropClasses, numClasses, rng) : classes;
    const predicted = model.forward(process.addNoise(x, t, noise), t, known);
    return mse(predicted, process.target(x, t, noise));
  });
}

/** Classes, some of them replaced by the number that means none. */
function withDropped(classes: Tensor, share: number, none: number, rng: Generator | undefined): Tensor {
  const { backend, shape } = classes;
  const isDropped = bernoulli(full(shape, share, { backend }), { rng }).greater(0.5);
  return where(isDropped, full(shape, none, { dtype: 'int32', backend }), classes);
}

/** @internal Throws unless it is a process. */
export function checkProcess(subject: string, process: DiffusionProcess): void {
  if (process instanceof DiffusionProcess) return;
  throw new ArgumentError(subject, {
    expected: 'process to be a DiffusionProcess',
    received: process,
    hint: 'Make one: new DiffusionProcess().',
  });
}

/** Settings of {@link denoisingStep}. */
export type DenoisingStepOptions = Omit<DenoisingLossOptions, 'classes'>;

/** What a {@link denoisingStep} is called with, by `fit`. */
export interface DenoisingStepContext {
  readonly model: Denoiser;
  /** Examples, and their classes where there are any. */
  readonly batch: readonly Tensor[];
  /** Those that train the model, by any name; none in a validation. */
  readonly optimizers?: Readonly<Record<string, { zeroGrad(): void; step(): void }>>;
}

/**
 * The step by which `fit` trains a denoiser: batches are examples without noise and, for a model with classes, the class of each. A model
 * without classes takes batches with other fields too, and leaves them alone.
 * @param options - `dropClasses` (0), `rng`.
 * @returns a step that reports its `loss`, and may be a validation step too: without optimizers it trains nothing.
 * @example
 * const model = new PointDenoiser(2, { hiddenSize: 8 });
 * const adam = new Adam(model.parameters());
 * const history = await fit(model, [randn([32, 2])], {
 *   step: denoisingStep(new DiffusionProcess()),
 *   optimizers: { adam },
 *   progress: false,
 * });
 * series(history, 'loss').length; // => 1
 */
export function denoisingStep(
  process: DiffusionProcess,
  options: DenoisingStepOptions = {},
): (context: DenoisingStepContext) => { readonly loss: Tensor } {
  checkOptions<DenoisingLossOptions>('denoisingStep', options, lossOptions);
  checkProcess('denoisingStep', process);
  return ({ model, batch, optimizers = {} }) => {
    const [x, classes] = batch as [Tensor, Tensor?];
    const hasClasses = (model.numClasses ?? 0) > 0;
    const trained = Object.values(optimizers);
    for (const optimizer of trained) optimizer.zeroGrad();
    const loss = denoisingLoss(model, process, x, { ...options, ...(hasClasses && { classes }) });
    if (trained.length > 0) loss.backward();
    for (const optimizer of trained) optimizer.step();
    return { loss };
  };
}
