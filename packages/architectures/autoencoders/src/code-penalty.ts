import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { defineFunction, type Generator, grad, rand, scoped, type Tensor } from '@neurona/tensor';
import { checkWeight } from './check-weight.js';

/** What a penalty of codes looks at. */
export interface PenalisedCodes {
  /** The codes of the batch, `[N, ...]`. */
  readonly code: Tensor;
  /** What they are the codes of, corrupted where the autoencoder does that, `[N, ...]`. */
  readonly input: Tensor;
  readonly encode: (x: Tensor) => Tensor;
}

/** A scalar that is added to what an autoencoder minimises, by its codes. */
export type CodePenalty = (codes: PenalisedCodes) => Tensor;

const examplesOf = (x: Tensor): number => Math.max(1, x.shape[0] ?? 1);

/**
 * Penalty that makes codes sparse: few of their numbers differ from 0.
 *
 *     penalty = weight · Σ |h_i| / N
 *
 * @param weight - At least 0.
 * @throws {@link ArgumentError} if the weight is negative.
 * @example
 * const penalty = l1Sparsity(0.1)({ code: tensor([[1, -2], [0, 3]]) });
 * await penalty.item(); // => 0.3
 */
export function l1Sparsity(weight: number): CodePenalty {
  checkWeight('l1Sparsity', 'weight', weight);
  return ({ code }) =>
    scoped(() =>
      code
        .abs()
        .sum()
        .mul(weight / examplesOf(code)),
    );
}

/** Settings of {@link klSparsity}. */
export interface KLSparsityOptions {
  /** Factor of the divergences, default 1. */
  readonly weight?: number;
}

const klOptions: OptionTable<KLSparsityOptions> = { weight: 1 };

/**
 * Penalty that brings the mean activity of each unit of the code to a target: the Kullback-Leibler divergence of two coins.
 *
 *     penalty = weight · Σ_j [ρ log(ρ / ρ̂_j) + (1 - ρ) log((1 - ρ) / (1 - ρ̂_j))]        ρ̂_j = Σ_n h_nj / N
 *
 * Codes must be from 0 to 1: `codeActivation: 'sigmoid'`.
 * @param target - The mean activity ρ, between 0 and 1.
 * @param options - `weight` (1).
 * @throws {@link ArgumentError} if the target isn't between 0 and 1, or the weight is negative.
 * @example
 * const penalty = klSparsity(0.5)({ code: tensor([[0.25], [0.25]]) });
 * await penalty.item(); // => 0.1438
 * @see Ng, "Sparse autoencoder", CS294A lecture notes, Stanford, 2011
 */
export function klSparsity(target: number, options: KLSparsityOptions = {}): CodePenalty {
  const { weight = 1 } = checkOptions('klSparsity', options, klOptions);
  checkWeight('klSparsity', 'weight', weight);
  if (!(target > 0 && target < 1)) {
    throw new ArgumentError('klSparsity', {
      expected: 'a target between 0 and 1',
      received: target,
      hint: 'It is the mean activity of a unit: 0.05, for example.',
    });
  }
  const entropy = target * Math.log(target) + (1 - target) * Math.log(1 - target);
  return ({ code }) =>
    scoped(() => {
      const mean = code.mean({ axis: 0 }).clamp({ min: 1e-6, max: 1 - 1e-6 }); // [...codeShape]
      const cross = mean
        .log()
        .mul(target)
        .add(
          mean
            .neg()
            .log1p()
            .mul(1 - target),
        );
      return cross.neg().add(entropy).sum().mul(weight);
    });
}

/** Values to differentiate by; `backward` leaves no gradient in the leaf that they come from. */
const variable = defineFunction<[Tensor]>({
  name: 'variable',
  forward: (x) => ({ output: x }),
  backward: () => [undefined],
});

/** Settings of {@link contraction}. */
export interface ContractionOptions {
  /** Random directions in which the derivatives of each batch are taken, default 1; more are more exact. */
  readonly probes?: number;
  /** Where directions come from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

const contractionOptions: OptionTable<ContractionOptions> = { probes: 1, rng: undefined };

/**
 * Penalty of contractive autoencoders: codes change little when examples do.
 *
 *     penalty = weight · Σ_n ‖∂h_n / ∂x_n‖² / N        ‖J‖² = E ‖vᵀ J‖²,  v_j = ±1
 *
 * The squared norm of the Jacobian is estimated without bias from random directions v (Hutchinson), each of which costs one backward pass,
 * whatever the encoder.
 * @param weight - At least 0.
 * @param options - `probes` (1), `rng`.
 * @throws {@link ArgumentError} if the weight is negative, or `probes` no integer of at least 1.
 * @example
 * const encode = (x) => x.mul(3);
 * const input = ones([4, 2]);
 * await contraction(1)({ code: encode(input), input, encode }).item(); // => 18
 * @see Rifai et al., "Contractive Auto-Encoders: Explicit Invariance During Feature Extraction", 2011
 */
export function contraction(weight: number, options: ContractionOptions = {}): CodePenalty {
  const { probes = 1, rng } = checkOptions('contraction', options, contractionOptions);
  checkWeight('contraction', 'weight', weight);
  checkCount('contraction', 'probes', probes);
  return ({ input, encode }) =>
    scoped(() => {
      const leaf = input.detach();
      leaf.requiresGrad = true;
      const x = variable(leaf);
      const code = encode(x);
      const squares = Array.from({ length: probes }, () => {
        const signs = rand(code.shape, { backend: code.backend, ...(rng && { rng }) })
          .greater(0.5)
          .cast('float32')
          .mul(2)
          .sub(1);
        const [slope] = grad(code.mul(signs).sum(), [x], { createGraph: true });
        return slope!.square().sum();
      });
      return squares.reduce((sum, square) => sum.add(square)).mul(weight / (probes * examplesOf(x)));
    });
}
