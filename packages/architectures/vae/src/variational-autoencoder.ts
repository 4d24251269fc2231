// Kingma, Welling, "Auto-Encoding Variational Bayes", 2013, arXiv:1312.6114; Sohn, Lee, Yan, "Learning Structured Output Representation
// using Deep Conditional Generative Models", 2015 (labels)
//
//     x [N, ...] → encode → mean, logVar [N, Z] → z = mean + exp(½ logVar) ε → decode → parameters of p(x | z) [N, ...]
import {
  ArgumentError,
  checkCount,
  checkOptions,
  type OptionTable,
  type Shape,
  sizeOf,
} from '@neurona/backend';
import { Module } from '@neurona/layers';
import { concat, type Generator, noGrad, oneHot, randn, scoped, type Tensor } from '@neurona/tensor';
import { checkExamples, checkLabels, checkLatent, checkNumber } from './check.js';
import { type Posterior, reparameterise } from './posterior.js';

/** How pixels are distributed around what a decoder says. */
export type Likelihood = 'bernoulli' | 'gaussian';

/** What every variational autoencoder is made of. */
export interface LatentConfig {
  /** Shape of an example, as `[28, 28, 1]`. */
  readonly inputShape: Shape;
  /** Number Z of latent variables. */
  readonly latentSize: number;
  /** Number of classes that encoder and decoder are told; default none: they are told nothing. */
  readonly numClasses?: number | undefined;
  /** Default `bernoulli`: values from 0 to 1, the decoder returns logits. `gaussian`: any values, the decoder returns means. */
  readonly likelihood?: Likelihood;
  /** Standard deviation of the `gaussian` likelihood, default 1. */
  readonly std?: number;
  /** Where the noise of `forward` comes from in training, default the generator that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
}

/** @internal */
export const latentConfig: Required<OptionTable<LatentConfig>> = {
  inputShape: [1],
  latentSize: 1,
  numClasses: undefined,
  likelihood: 'bernoulli',
  std: 1,
  rng: undefined,
};

/** What {@link VariationalAutoencoder.forward} returns. */
export interface VAEOutput extends Posterior {
  /** Logits (`bernoulli`) or means (`gaussian`) of the reconstruction, `[N, ...inputShape]`. */
  readonly output: Tensor;
}

/** Settings of {@link VariationalAutoencoder.sample}. */
export interface VAESampleOptions {
  /** Labels int32 `[N]` of a conditional model. */
  readonly labels?: Tensor | undefined;
  /** Standard deviation of the drawn latent variables, default 1; below it samples are more typical and less varied. */
  readonly temperature?: number;
  /** Where the noise comes from, default the generator that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
}

const sampleOptions: OptionTable<VAESampleOptions> = { labels: undefined, temperature: 1, rng: undefined };

/**
 * What the variational autoencoders of this package have in common: an encoder into normal distributions of latent variables, and a decoder.
 * Train it with the steps of {@link elboSteps}, or the loss of {@link elbo}.
 *
 *     q(z | x) = N(mean, exp(logVar))        p(z) = N(0, 1)        p(x | z) as the decoder says
 *
 * Shape: x `[N, ...inputShape]`, labels `[N]` → mean, logVar `[N, Z]`, output `[N, ...inputShape]`.
 * @see Kingma, Welling, "Auto-Encoding Variational Bayes", 2013, arXiv:1312.6114
 */
export abstract class VariationalAutoencoder extends Module<
  readonly [x: Tensor, labels?: Tensor | undefined],
  VAEOutput
> {
  readonly inputShape: Shape;
  readonly latentSize: number;
  readonly numClasses: number | undefined;
  readonly likelihood: Likelihood;
  readonly std: number;
  readonly #rng: Generator | undefined;

  constructor(subject: string, config: LatentConfig) {
    super();
    const { inputShape, latentSize, numClasses, likelihood = 'bernoulli', std = 1, rng } = config;
    if (!Array.isArray(inputShape) || inputShape.length === 0) {
      throw new ArgumentError(subject, {
        expected: 'inputShape, the shape of an example as [28, 28, 1]',
        received: inputShape,
      });
    }
    for (const size of inputShape) checkCount(subject, 'each size of inputShape', size);
    checkCount(subject, 'latentSize', latentSize);
    if (numClasses !== undefined) checkCount(subject, 'numClasses', numClasses);
    if (likelihood !== 'bernoulli' && likelihood !== 'gaussian') {
      throw new ArgumentError(subject, {
        expected: "likelihood to be 'bernoulli' or 'gaussian'",
        received: likelihood,
      });
    }
    this.inputShape = inputShape;
    this.latentSize = latentSize;
    this.numClasses = numClasses;
    this.likelihood = likelihood;
    this.std = checkNumber(subject, 'std', std, '> 0');
    this.#rng = rng;
  }

  /** Number of values of an example. */
  get inputSize(): number {
    return sizeOf(this.inputShape);
  }

  /** Distributions of latent variables, from checked examples and the ones and zeros of their classes `[N, classes]`. */
  protected abstract encodeChecked(x: Tensor, classes: Tensor | undefined): Posterior;

  /** Logits or means `[N, ...inputShape]` from latent variables, followed by the ones and zeros of classes: `[N, Z + classes]`. */
  protected abstract decodeChecked(z: Tensor): Tensor;

  /**
   * Distributions of the latent variables of examples.
   * @throws {@link ShapeError} if x has another shape; {@link ArgumentError} if labels are missing or known to be no classes.
   */
  encode(x: Tensor, labels?: Tensor): Posterior {
    checkExamples(this.kind, x, this.inputShape);
    checkLabels(this.kind, labels, this.numClasses, x.shape[0]!);
    return scoped(() => this.encodeChecked(x, this.classes(labels)));
  }

  /**
   * Logits (`bernoulli`) or means (`gaussian`) of examples with these latent variables.
   * @throws {@link ShapeError} if z is not `[N, Z]`; {@link ArgumentError} if labels are missing or known to be no classes.
   */
  decode(z: Tensor, labels?: Tensor): Tensor {
    checkLatent(this.kind, z, this.latentSize);
    checkLabels(this.kind, labels, this.numClasses, z.shape[0]!);
    return scoped(() => {
      const classes = this.classes(labels);
      return this.decodeChecked(classes ? concat([z, classes], { axis: 1 }) : z);
    });
  }

  /** Encodes, draws latent variables in training and takes their means in evaluation mode, decodes. */
  override forward(x: Tensor, labels?: Tensor): VAEOutput {
    return scoped(() => {
      const posterior = this.encode(x, labels);
      const z = this.training ? reparameterise(posterior, { rng: this.#rng }) : posterior.mean;
      return { output: this.decode(z, labels), ...posterior };
    });
  }

  /** Expected values of examples with these latent variables, `[N, ...inputShape]`: from 0 to 1 where the likelihood is `bernoulli`. */
  generate(z: Tensor, labels?: Tensor): Tensor {
    return scoped(() => this.expected(this.decode(z, labels)));
  }

  /** Expected values of examples whose latent variables are the means of x's. */
  reconstruct(x: Tensor, labels?: Tensor): Tensor {
    return scoped(() => this.generate(this.encode(x, labels).mean, labels));
  }

  /**
   * Expected values of examples whose latent variables are drawn from the prior.
   *
   * Shape: → `[count, ...inputShape]`.
   * @param options - `labels` of a conditional model, `temperature` (1), `rng`.
   */
  sample(count: number, options: VAESampleOptions = {}): Tensor {
    const { labels, temperature = 1, rng } = checkOptions(`${this.kind}.sample`, options, sampleOptions);
    checkCount(`${this.kind}.sample`, 'count', count);
    checkNumber(`${this.kind}.sample`, 'temperature', temperature, '≥ 0');
    return noGrad(() =>
      scoped(() => this.generate(randn([count, this.latentSize], { rng }).mul(temperature), labels)),
    );
  }

  override describe(): string {
    const { inputShape, latentSize, numClasses } = this;
    return `[${inputShape.join(', ')}], ${latentSize}${numClasses === undefined ? '' : `, numClasses: ${numClasses}`}`;
  }

  private expected(output: Tensor): Tensor {
    return this.likelihood === 'bernoulli' ? output.sigmoid() : output;
  }

  private classes(labels: Tensor | undefined): Tensor | undefined {
    return labels && oneHot(labels.cast('int32'), this.numClasses!, { dtype: 'float32' });
  }
}
