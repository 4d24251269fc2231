// internal
import { ArgumentError } from '@neurona/backend';
import { softplus, type Tensor } from '@neurona/tensor';

/** A loss of both networks, by name. */
export type AdversarialLoss = 'hinge' | 'leastSquares' | 'minimax' | 'nonSaturating' | 'wasserstein';

/** What each network minimises, of the scores of a batch `[N]`. */
interface LossPair {
  readonly discriminator: (real: Tensor, fake: Tensor, realLabel: number) => Tensor;
  readonly generator: (fake: Tensor) => Tensor;
  /** What a score says: a probability where the loss makes it one. */
  readonly answer: (scores: Tensor) => Tensor;
  /** Whether real examples have a label, which can be smoothed. */
  readonly isLabelled: boolean;
}

/** -y log σ(r) - (1 - y) log(1 - σ(r)) - log(1 - σ(f)): cross-entropy of real and fake examples. */
const crossEntropies = (real: Tensor, fake: Tensor, y: number): Tensor =>
  softplus(real).sub(real.mul(y)).mean().add(softplus(fake).mean());

const same = (scores: Tensor): Tensor => scores;

const atLeastZero = (x: Tensor): Tensor => x.clamp({ min: 0 });

const losses: Readonly<Record<AdversarialLoss, LossPair>> = {
  // Goodfellow et al., 2014: D = σ(score), log(1 - D(G(z))) is minimised
  minimax: {
    discriminator: crossEntropies,
    generator: (fake) => softplus(fake).mean().neg(),
    answer: (scores) => scores.sigmoid(),
    isLabelled: true,
  },
  // the same fixed point, but -log D(G(z)) has gradients also where the discriminator is sure
  nonSaturating: {
    discriminator: crossEntropies,
    generator: (fake) => softplus(fake.neg()).mean(),
    answer: (scores) => scores.sigmoid(),
    isLabelled: true,
  },
  // Mao et al., "Least Squares Generative Adversarial Networks", 2017
  leastSquares: {
    discriminator: (real, fake, y) => real.sub(y).square().mean().add(fake.square().mean()).div(2),
    generator: (fake) => fake.sub(1).square().mean().div(2),
    answer: same,
    isLabelled: true,
  },
  // Lim, Ye, "Geometric GAN", 2017
  hinge: {
    discriminator: (real, fake) =>
      atLeastZero(real.neg().add(1))
        .mean()
        .add(atLeastZero(fake.add(1)).mean()),
    generator: (fake) => fake.mean().neg(),
    answer: same,
    isLabelled: false,
  },
  // Arjovsky, Chintala, Bottou, "Wasserstein GAN", 2017
  wasserstein: {
    discriminator: (real, fake) => fake.mean().sub(real.mean()),
    generator: (fake) => fake.mean().neg(),
    answer: same,
    isLabelled: false,
  },
};

/** The loss of a name, or an `ArgumentError`. */
export function lossPair(subject: string, name: AdversarialLoss): LossPair {
  if (Object.hasOwn(losses, name)) return losses[name];
  throw new ArgumentError(subject, {
    expected: `loss to be one of ${Object.keys(losses).join(', ')}`,
    received: name,
  });
}
