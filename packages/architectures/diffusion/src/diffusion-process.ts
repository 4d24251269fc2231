import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { checkTensor, indexSelect, scoped, type Tensor, tensor } from '@neurona/tensor';
import { checkPerExample } from './check.js';
import { cosineSchedule, NoiseSchedule } from './noise-schedule.js';

/** Settings of {@link DiffusionProcess}. */
export interface DiffusionProcessOptions {
  /** How much noise each step adds, default `cosineSchedule(1000)`. */
  readonly schedule?: NoiseSchedule;
  /** What the network predicts: the `noise`, or `v`, a mix of noise and data that is as hard at every step. Default `noise`. */
  readonly prediction?: 'noise' | 'v';
}

const processOptions: OptionTable<DiffusionProcessOptions> = { schedule: undefined, prediction: 'noise' };

/** What a noisy example consists of, as a network sees it. */
export interface NoisyParts {
  /** The example without noise. */
  readonly clean: Tensor;
  readonly noise: Tensor;
}

/**
 * The way from data to noise, and what a network predicts that goes it back.
 *
 *     x_t = √ᾱ_t · x + √(1 - ᾱ_t) · ε        v = √ᾱ_t · ε - √(1 - ᾱ_t) · x
 *
 * Data should have a standard deviation of about 1 and a mean of about 0, as images scaled to [-1, 1].
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * const process = new DiffusionProcess({ schedule: new NoiseSchedule([0.36]) });
 * await process.addNoise(tensor([[1]]), tensor([0], { dtype: 'int32' }), tensor([[1]])).array(); // => [[1.4]]
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239; for v: Salimans, Ho, "Progressive
 * Distillation for Fast Sampling of Diffusion Models", 2022, arXiv:2202.00512
 */
export class DiffusionProcess {
  readonly schedule: NoiseSchedule;
  readonly prediction: 'noise' | 'v';

  constructor(options: DiffusionProcessOptions = {}) {
    checkOptions('DiffusionProcess', options, processOptions);
    const { schedule = cosineSchedule(1000), prediction = 'noise' } = options;
    if (!(schedule instanceof NoiseSchedule)) {
      throw new ArgumentError('DiffusionProcess', {
        expected: 'schedule to be a NoiseSchedule',
        received: schedule,
        hint: 'Make one: cosineSchedule(1000).',
      });
    }
    if (prediction !== 'noise' && prediction !== 'v') {
      throw new ArgumentError('DiffusionProcess', {
        expected: "prediction 'noise' or 'v'",
        received: prediction,
      });
    }
    this.schedule = schedule;
    this.prediction = prediction;
  }

  /** Number of steps, T. */
  get steps(): number {
    return this.schedule.steps;
  }

  /**
   * Examples after some steps of noise.
   *
   * Shape: x `[N, ...]`, t int32 `[N]`, noise as x → as x
   * @param t - Step of each example, from 0.
   */
  addNoise(x: Tensor, t: Tensor, noise: Tensor): Tensor {
    return scoped(() => {
      const { signal, spread } = this.weightsAt('DiffusionProcess.addNoise', t, x);
      return x.mul(signal).add(noise.mul(spread));
    });
  }

  /** What the network has to predict of {@link addNoise}'s examples: the noise, or v. */
  target(x: Tensor, t: Tensor, noise: Tensor): Tensor {
    if (this.prediction === 'noise') return noise;
    return scoped(() => {
      const { signal, spread } = this.weightsAt('DiffusionProcess.target', t, x);
      return noise.mul(signal).sub(x.mul(spread));
    });
  }

  /**
   * What the network thinks that noisy examples, all of one step, consist of.
   *
   *     noise:  x = (x_t - √(1 - ᾱ) · ε) / √ᾱ        v:  x = √ᾱ · x_t - √(1 - ᾱ) · v        ε = √(1 - ᾱ) · x_t + √ᾱ · v
   *
   * @param predicted - The network's output for x_t.
   * @throws {@link ArgumentError} if there is no such step.
   */
  partsOf(noisy: Tensor, step: number, predicted: Tensor): NoisyParts {
    if (!(Number.isInteger(step) && step >= 0 && step < this.steps)) {
      throw new ArgumentError('DiffusionProcess.partsOf', {
        expected: `a step from 0 to ${this.steps - 1}`,
        received: step,
      });
    }
    checkTensor('DiffusionProcess.partsOf', noisy, 'noisy');
    checkTensor('DiffusionProcess.partsOf', predicted, 'predicted');
    const alphaBar = this.schedule.alphaBarAt(step);
    const signal = Math.sqrt(alphaBar);
    const spread = Math.sqrt(1 - alphaBar);
    return scoped(() =>
      this.prediction === 'noise'
        ? { clean: noisy.sub(predicted.mul(spread)).div(signal), noise: predicted }
        : {
            clean: noisy.mul(signal).sub(predicted.mul(spread)),
            noise: noisy.mul(spread).add(predicted.mul(signal)),
          },
    );
  }

  /** √ᾱ and √(1 - ᾱ) of each example's step, `[N, 1, ...]`. */
  private weightsAt(subject: string, t: Tensor, x: Tensor): { signal: Tensor; spread: Tensor } {
    checkTensor(subject, x, 'x');
    checkPerExample(subject, 't', t, x);
    const shape = x.shape.map((size, axis) => (axis === 0 ? size : 1));
    const { alphaBars } = this.schedule;
    const at = (values: number[]): Tensor =>
      indexSelect(tensor(values, { backend: x.backend }), 0, t).reshape(shape);
    return {
      signal: at(alphaBars.map(Math.sqrt)),
      spread: at(alphaBars.map((alphaBar) => Math.sqrt(1 - alphaBar))),
    };
  }
}
