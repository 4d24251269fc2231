import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { bceWithLogits } from '@neurona/layers';
import { logAddExp, scoped, type Tensor } from '@neurona/tensor';
import { checkNumber, checkShares } from './check.js';
import { gaussianKL, type NoiseSource, type Posterior, reparameterise } from './posterior.js';
import { VariationalAutoencoder } from './variational-autoencoder.js';

/** Settings of {@link elbo}. */
export interface ELBOOptions extends NoiseSource {
  /** Labels int32 `[N]` of a conditional model. */
  readonly labels?: Tensor | undefined;
  /** Factor of the divergence in the loss, at least 0; default 1: the bound itself. */
  readonly beta?: number;
  /** Nats of each latent variable's mean divergence that cost nothing, at least 0; default 0. */
  readonly freeBits?: number;
}

const elboOptions: OptionTable<ELBOOptions> = {
  labels: undefined,
  beta: 1,
  freeBits: 0,
  rng: undefined,
  noise: undefined,
};

/** The parts of a bound, means over the examples, in nats: scalars on the device. */
export interface ELBOParts {
  /** What training minimises: reconstruction + beta · divergence, with free bits. */
  readonly loss: Tensor;
  /** -log p(x | z). */
  readonly reconstruction: Tensor;
  /** KL(q(z | x) ‖ p(z)), without beta and free bits. */
  readonly divergence: Tensor;
}

/**
 * Negative evidence lower bound of examples, by one draw of their latent variables, with its two parts apart.
 *
 *     loss = -log p(x | z) + β Σ_j max(λ, KL_j)        z ~ q(z | x), KL_j the mean of KL(q(z_j | x) ‖ N(0, 1)) over the batch
 *
 * At β = 1, λ = 0 it is at least -log p(x). Above 1, latent variables are pressed to be independent (β-VAE); below λ nats, a variable is not
 * pressed any further, so that it isn't given up early in training (free bits).
 *
 * Shape: x `[N, ...inputShape]` → three scalars.
 * @param options - `labels`, `beta` (1), `freeBits` (0), and `noise` `[N, Z]` or the `rng` that draws it.
 * @throws {@link ArgumentError} if beta or free bits are negative, or x is known not to be from 0 to 1 where the likelihood is `bernoulli`.
 * @example
 * const model = new VAE({ inputShape: [4], hiddenSize: 8, latentSize: 2 });
 * const { loss, reconstruction, divergence } = elbo(model, ones([5, 4]));
 * (await loss.sub(reconstruction).sub(divergence).abs().item()) < 1e-5; // => true
 * @see Higgins et al., "beta-VAE", 2017; Kingma et al., "Improved Variational Inference with Inverse Autoregressive Flow", 2016,
 * arXiv:1606.04934 (free bits)
 */
export function elbo(model: VariationalAutoencoder, x: Tensor, options: ELBOOptions = {}): ELBOParts {
  checkAutoencoder('elbo', model);
  const { labels, beta = 1, freeBits = 0, ...source } = checkOptions('elbo', options, elboOptions);
  checkNumber('elbo', 'beta', beta, '≥ 0');
  checkNumber('elbo', 'freeBits', freeBits, '≥ 0');
  return scoped(() => {
    const posterior = model.encode(x, labels);
    const z = reparameterise(posterior, source);
    const reconstruction = logLikelihood(model, x, model.decode(z, labels)).mean().neg();
    const each = gaussianKL(posterior).mean({ axis: 0 }); // [Z]
    const divergence = each.sum();
    const cost = freeBits > 0 ? each.clamp({ min: freeBits }).sum() : divergence;
    return { loss: reconstruction.add(cost.mul(beta)), reconstruction, divergence };
  });
}

function checkAutoencoder(subject: string, model: VariationalAutoencoder): void {
  if (model instanceof VariationalAutoencoder) return;
  throw new ArgumentError(subject, {
    expected: 'a variational autoencoder, as VAE or ConvVAE',
    received: model,
  });
}

/** log p(x | z) of each example `[N]`, in nats, from what the decoder returned. */
function logLikelihood({ kind, likelihood, std }: VariationalAutoencoder, x: Tensor, output: Tensor): Tensor {
  const axis = Array.from({ length: x.ndim - 1 }, (_, i) => i + 1);
  if (likelihood === 'bernoulli') {
    checkShares(kind, x);
    return bceWithLogits(output, x, { reduction: 'none' }).sum({ axis }).neg();
  }
  const constant = (Math.log(2 * Math.PI) / 2 + Math.log(std)) * (x.size / x.shape[0]!);
  return x.sub(output).div(std).square().sum({ axis }).mul(-0.5).sub(constant);
}

/** Settings of {@link importanceWeightedBound}. */
export interface ImportanceBoundOptions extends Pick<NoiseSource, 'rng'> {
  /** Number K of draws for each example, default 50. */
  readonly samples?: number;
  /** Labels int32 `[N]` of a conditional model. */
  readonly labels?: Tensor | undefined;
}

const importanceOptions: OptionTable<ImportanceBoundOptions> = {
  samples: 50,
  labels: undefined,
  rng: undefined,
};

/**
 * Lower bound of log p(x) for each example, in nats, by several draws: the tighter the more there are. For evaluation, in `noGrad`.
 *
 *     log p(x) ≥ E log 1/K Σ_k p(x | z_k) p(z_k) / q(z_k | x)        z_k ~ q(z | x)
 *
 * Shape: x `[N, ...inputShape]` → `[N]`. Memory: the decoder's for a batch of N, one draw after the other.
 * @param options - `samples` (50), `labels`, `rng`.
 * @throws {@link ArgumentError} if `samples` is not an integer of at least 1, or x is known not to be from 0 to 1.
 * @example
 * const model = new VAE({ inputShape: [4], hiddenSize: 8, latentSize: 2 });
 * importanceWeightedBound(model, ones([5, 4]), { samples: 10 }).shape; // => [5]
 * @see Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", 2015, arXiv:1509.00519
 */
export function importanceWeightedBound(
  model: VariationalAutoencoder,
  x: Tensor,
  options: ImportanceBoundOptions = {},
): Tensor {
  checkAutoencoder('importanceWeightedBound', model);
  const { samples = 50, labels, rng } = checkOptions('importanceWeightedBound', options, importanceOptions);
  checkCount('importanceWeightedBound', 'samples', samples);
  return scoped(() => {
    const posterior = model.encode(x, labels);
    let total: Tensor | undefined; // log Σ_k w_k so far
    for (let k = 0; k < samples; k++) {
      const weight = scoped(() => {
        const z = reparameterise(posterior, { rng });
        return logLikelihood(model, x, model.decode(z, labels)).add(logRatio(posterior, z));
      });
      total = total ? logAddExp(total, weight) : weight;
    }
    return total!.sub(Math.log(samples));
  });
}

/** log p(z) - log q(z | x) of each example `[N]`. */
const logRatio = ({ mean, logVar }: Posterior, z: Tensor): Tensor => {
  const distance = z.sub(mean).square().div(logVar.exp());
  return distance.add(logVar).sub(z.square()).sum({ axis: 1 }).mul(0.5);
};

/**
 * A negative log-likelihood in nats as bits for each of an example's values: what a lossless code of the example would need.
 *
 *     bits = nats / (D log 2)
 *
 * @param nats - Of one example, as a mean of -{@link importanceWeightedBound}.
 * @param size - Number D of an example's values, as 784.
 * @example
 * bitsPerDimension(784 * Math.log(2), 784); // => 1
 */
export const bitsPerDimension = (nats: number, size: number): number => nats / (size * Math.LN2);
