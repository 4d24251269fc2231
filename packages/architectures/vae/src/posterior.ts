import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { checkTensor, type Generator, randn, scoped, type Tensor } from '@neurona/tensor';

/** What an encoder says about the latent variables of each example: independent normal distributions. */
export interface Posterior {
  /** Means `[N, Z]`. */
  readonly mean: Tensor;
  /** Logarithms of the variances `[N, Z]`. */
  readonly logVar: Tensor;
}

/**
 * Divergence of normal distributions from the standard one, for each latent variable, in nats.
 *
 *     KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² - log σ² - 1)
 *
 * Shape: mean, logVar `[...]`, equal → `[...]`.
 * @throws {@link ShapeError} if the shapes differ; {@link ArgumentError} if it is no posterior.
 * @example
 * await gaussianKL({ mean: tensor([0, 2]), logVar: tensor([0, 0]) }).data(); // => [0, 2]
 * @see Kingma, Welling, "Auto-Encoding Variational Bayes", 2013, arXiv:1312.6114, appendix B
 */
export function gaussianKL(posterior: Posterior): Tensor {
  const { mean, logVar } = checkPosterior('gaussianKL', posterior);
  return scoped(() => mean.square().add(logVar.exp()).sub(logVar).sub(1).mul(0.5));
}

/** Where the noise of {@link reparameterise} comes from: drawn by a generator, or given. */
export interface NoiseSource {
  /** The generator, default the one that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
  /** Standard normal numbers of the means' shape, in place of drawn ones. */
  readonly noise?: Tensor | undefined;
}

const noiseSource: OptionTable<NoiseSource> = { rng: undefined, noise: undefined };

/**
 * Draws from normal distributions so that gradients reach their parameters: the randomness is an input.
 *
 *     z = μ + σ ε        ε ~ N(0, 1)
 *
 * Shape: mean, logVar, noise `[...]`, equal → `[...]`.
 * @throws {@link ShapeError} if the shapes differ; {@link ArgumentError} if it is no posterior.
 * @example
 * const posterior = { mean: tensor([1, 2]), logVar: tensor([0, 0]) };
 * await reparameterise(posterior, { noise: tensor([3, -1]) }).data(); // => [4, 1]
 * @see Kingma, Welling, "Auto-Encoding Variational Bayes", 2013, arXiv:1312.6114
 */
export function reparameterise(posterior: Posterior, source: NoiseSource = {}): Tensor {
  const { mean, logVar } = checkPosterior('reparameterise', posterior);
  const { rng, noise } = checkOptions('reparameterise', source, noiseSource);
  if (noise) checkShapes('reparameterise', 'noise', noise, mean);
  return scoped(() => {
    const drawn = noise ?? randn(mean.shape, { rng, backend: mean.backend });
    return mean.add(logVar.mul(0.5).exp().mul(drawn));
  });
}

function checkPosterior(subject: string, posterior: Posterior): Posterior {
  if (typeof posterior !== 'object' || posterior === null) {
    throw new ArgumentError(subject, {
      expected: 'a posterior, { mean, logVar }, as encode returns it',
      received: posterior,
    });
  }
  checkTensor(subject, posterior.mean, 'mean');
  checkShapes(subject, 'logVar', posterior.logVar, posterior.mean);
  return posterior;
}

function checkShapes(subject: string, name: string, given: Tensor, mean: Tensor): void {
  checkTensor(subject, given, name);
  if (sameShape(given.shape, mean.shape)) return;
  throw new ShapeError(subject, {
    expected: `${name} of the shape of mean, ${describeShape(mean.shape)}`,
    received: describeShape(given.shape),
  });
}
