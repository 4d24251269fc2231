import {
  ArgumentError,
  checkOptions,
  checkShape,
  currentBackend,
  describeShape,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { checkModule, rememberModes } from '@neurona/layers';
import {
  checkTensor,
  clamp,
  concat,
  full,
  noGrad,
  own,
  randn,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import type { Denoiser } from './denoiser.js';
import { checkProcess } from './denoising-step.js';
import type { DiffusionProcess, NoisyParts } from './diffusion-process.js';
import {
  planSampling,
  type SamplingOptions,
  type SamplingPlan,
  samplingOptions,
} from './sampling-options.js';

/** One step of sampling. */
export interface DenoisedStep {
  /** Number of steps made so far, from 1. */
  readonly count: number;
  /** Number of steps in all. */
  readonly steps: number;
  /** The step of the process that was taken back. */
  readonly t: number;
  /** The examples after it; freed when the loop goes on. */
  readonly x: Tensor;
  /** What the network takes for the examples without noise; freed when the loop goes on. */
  readonly clean: Tensor;
}

/**
 * Draws examples out of noise, step by step, with a network that was trained by {@link denoisingStep}. A model in training mode is in
 * evaluation mode while it is called.
 *
 *     x_s = √ᾱ_s · x̂ + √(1 - ᾱ_s - σ²) · ε̂ + σ · z        σ² = η² (1 - ᾱ_s) / (1 - ᾱ_t) · (1 - ᾱ_t / ᾱ_s)        z ~ N(0, 1)
 *
 * x̂ and ε̂ are what the network says of x_t, s the step before t; the last step has ᾱ_s = 1 and returns x̂. With η = 1 this is the ancestral
 * sampling of DDPM. With guidance w, the network's answer is a₀ + w · (a_c - a₀), a₀ being that without a class.
 *
 * The same seed draws the same examples, on every backend up to rounding.
 * @param shape - Shape of the examples, `[N, ...]`.
 * @param options - `sampler` ('ddpm'), `steps`, `eta` (0), `variance` ('small'), `classes`, `guidance` (1), `clip`, `start`, `seed`, `rng`,
 * `signal`.
 * @returns Steps in order; keep what outlives a step with `x.clone()`, or read it. Ending the loop early frees everything.
 * @throws {@link ArgumentError} at once if there is no model or process, an option is out of its range, or the model has no such classes;
 * later, if the result isn't finite; {@link ShapeError} if `start` has another shape.
 * @example
 * const model = new PointDenoiser(2, { hiddenSize: 8 });
 * const times = [];
 * for await (const { t } of sampleSteps(model, new DiffusionProcess(), [5, 2], { sampler: 'ddim', steps: 4 })) times.push(t);
 * times; // => [999, 749, 499, 249]
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239; Song, Meng, Ermon, "Denoising Diffusion
 * Implicit Models", 2021, arXiv:2010.02502; Ho, Salimans, "Classifier-Free Diffusion Guidance", 2022, arXiv:2207.12598
 */
export function sampleSteps(
  model: Denoiser,
  process: DiffusionProcess,
  shape: Shape,
  options: SamplingOptions = {},
): AsyncGenerator<DenoisedStep, void, void> {
  const plan = checkedPlan('sampleSteps', model, process, shape, options);
  return steps('sampleSteps', model, process, shape, plan, options);
}

/**
 * Draws examples out of noise: the result of {@link sampleSteps}, which describes it.
 * @returns The examples, which belong to the caller.
 * @throws As `sampleSteps`, and the reason of the signal where it ends the loop.
 * @example
 * const model = new PointDenoiser(2, { hiddenSize: 8 });
 * (await sample(model, new DiffusionProcess(), [5, 2], { sampler: 'ddim', steps: 4 })).shape; // => [5, 2]
 */
export async function sample(
  model: Denoiser,
  process: DiffusionProcess,
  shape: Shape,
  options: SamplingOptions = {},
): Promise<Tensor> {
  const plan = checkedPlan('sample', model, process, shape, options);
  for await (const { x, count, steps: all } of steps('sample', model, process, shape, plan, options))
    if (count === all) return noGrad(() => own(x.clone()));
  throw options.signal?.reason;
}

function checkedPlan(
  subject: string,
  model: Denoiser,
  process: DiffusionProcess,
  shape: Shape,
  options: SamplingOptions,
): SamplingPlan {
  checkOptions(subject, options, samplingOptions);
  checkModule(subject, model);
  checkProcess(subject, process);
  checkShape(subject, shape);
  const [count] = shape;
  if (count === undefined || count === 0) {
    throw new ShapeError(subject, {
      expected: 'a shape [N, ...] of at least one example',
      received: describeShape(shape),
    });
  }
  const plan = planSampling(subject, process, count, model.numClasses ?? 0, options);
  const { start } = options;
  if (
    start !== undefined &&
    describeShape(checkTensor(subject, start, 'start').shape) !== describeShape(shape)
  ) {
    throw new ShapeError(subject, {
      expected: `start of shape ${describeShape(shape)}`,
      received: describeShape(start.shape),
    });
  }
  return plan;
}

async function* steps(
  subject: string,
  model: Denoiser,
  process: DiffusionProcess,
  shape: Shape,
  plan: SamplingPlan,
  { start, signal }: SamplingOptions,
): AsyncGenerator<DenoisedStep, void, void> {
  const backend = start?.backend ?? currentBackend();
  const { times, rng } = plan;
  let x = noGrad(() => own(start ? start.clone() : randn(shape, { rng, backend })));
  let lastPause = performance.now();
  try {
    for (const [i, t] of times.entries()) {
      if (signal?.aborted) return;
      const next = stepBack(model, process, x, t, times[i + 1] ?? -1, plan);
      x.dispose();
      x = next.x;
      try {
        const count = i + 1;
        if (count === times.length) await checkFinite(subject, x);
        yield { count, steps: times.length, t, ...next };
      } finally {
        next.clean.dispose();
      }
      await backend.sync(); // keeps the device's queue short
      if (performance.now() - lastPause < breathMs) continue;
      await new Promise((resolve) => setTimeout(resolve)); // timers, input and signals get their turn
      lastPause = performance.now();
    }
  } finally {
    x.dispose();
  }
}

const breathMs = 30;

/** The examples at step s, from those at step t. */
function stepBack(
  model: Denoiser,
  process: DiffusionProcess,
  x: Tensor,
  t: number,
  s: number,
  plan: SamplingPlan,
): { readonly x: Tensor; readonly clean: Tensor } {
  const alphaBar = process.schedule.alphaBarAt(t);
  const next = process.schedule.alphaBarAt(s);
  const stepVariance = 1 - alphaBar / next;
  const variance = plan.eta ** 2 * ((1 - next) / (1 - alphaBar)) * stepVariance; // 0 in the last step
  const drawn = s < 0 ? 0 : plan.isLarge ? stepVariance : variance;
  return noGrad(() =>
    scoped(() => {
      const { clean, noise } = clipped(process.partsOf(x, t, answer(model, x, t, plan)), x, alphaBar, plan);
      const direction = Math.sqrt(Math.max(1 - next - variance, 0));
      const mean = clean.mul(Math.sqrt(next)).add(noise.mul(direction));
      const z = drawn > 0 && randn(x.shape, { rng: plan.rng, backend: x.backend });
      return { x: own(z ? mean.add(z.mul(Math.sqrt(drawn))) : mean), clean: own(clean) };
    }),
  );
}

/** The clean examples within their bounds, and the noise that is left then. */
function clipped(
  { clean, noise }: NoisyParts,
  x: Tensor,
  alphaBar: number,
  { clip }: SamplingPlan,
): NoisyParts {
  if (clip === undefined) return { clean, noise };
  const within = clamp(clean, { min: -clip, max: clip });
  return { clean: within, noise: x.sub(within.mul(Math.sqrt(alphaBar))).div(Math.sqrt(1 - alphaBar)) };
}

/** What the network says, guided to the classes. */
function answer(model: Denoiser, x: Tensor, t: number, { classes, guidance }: SamplingPlan): Tensor {
  const { backend } = x;
  const count = x.shape[0]!;
  const times = (size: number): Tensor => full([size], t, { dtype: 'int32', backend });
  const known = (values: readonly number[]): Tensor => tensor(values, { dtype: 'int32', backend });
  return inEvaluationMode(model, () => {
    if (classes.length === 0 || guidance === 0) return model.forward(x, times(count));
    if (guidance === 1) return model.forward(x, times(count), known(classes));
    const none = new Array<number>(count).fill(model.numClasses!);
    const both = model.forward(concat([x, x]), times(2 * count), known([...classes, ...none]));
    const withClass = both.narrow(0, 0, count);
    const without = both.narrow(0, count, count);
    return without.add(withClass.sub(without).mul(guidance));
  });
}

function inEvaluationMode<T>(model: Denoiser, body: () => T): T {
  const restoreModes = rememberModes(model);
  model.eval();
  try {
    return body();
  } finally {
    restoreModes();
  }
}

async function checkFinite(subject: string, x: Tensor): Promise<void> {
  const finite = noGrad(() => scoped(() => x.isFinite().all()));
  try {
    if (await finite.item()) return;
  } finally {
    finite.dispose();
  }
  throw new ArgumentError(subject, {
    expected: 'a model that returns finite values',
    received: 'NaN or infinity',
    hint: 'Look at its training with StopOnNaN, or set clip to the largest value of the data.',
  });
}
