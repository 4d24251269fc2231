import { ArgumentError, checkArgument, describeShape, ShapeError, sameShape } from '@neurona/backend';
import { checkTensor, enableGrad, type Generator, grad, rand, scoped, type Tensor } from '@neurona/tensor';

/** Scores of a batch, one for each example. */
export type Critic = (examples: Tensor) => Tensor;

/**
 * Gradient penalty of WGAN-GP, to be minimised by the critic's parameters: it keeps the slope of the critic near 1 between real and
 * generated examples, each of which is mixed with one of the other kind.
 *
 *     P = E (‖∇D(x̂)‖₂ - 1)²        x̂ = ε x + (1 - ε) x̃,  ε ~ U(0, 1) for each example
 *
 * Shape: real, fake `[N, ...]`, equal → `[]`. The critic must judge each example alone, so without batch normalisation.
 * @param critic - Scores `[N]` or `[N, 1]` of examples.
 * @param rng - The generator of ε; by default the one that `manualSeed` sets.
 * @throws {@link ShapeError} if the shapes differ, {@link ArgumentError} if the scores don't depend on the examples.
 * @example
 * await gradientPenalty((x) => x.mul(3).sum({ axis: 1 }), ones([2, 1]), zeros([2, 1])).item(); // => 4
 * @see Gulrajani et al., "Improved Training of Wasserstein GANs", 2017, arXiv:1704.00028
 */
export function gradientPenalty(critic: Critic, real: Tensor, fake: Tensor, rng?: Generator): Tensor {
  checkTensor('gradientPenalty', real, 'real');
  if (!sameShape(real.shape, checkTensor('gradientPenalty', fake, 'fake').shape)) {
    throw new ShapeError('gradientPenalty', {
      expected: `as many fake examples as real ones, ${describeShape(real.shape)}`,
      received: describeShape(fake.shape),
    });
  }
  return scoped(() => {
    const share = rand([real.shape[0]!, ...real.shape.slice(1).map(() => 1)], rng && { rng }); // [N, 1, ...]
    const between = fake.detach().lerp(real.detach(), share);
    const slopes = squaredSlopes('gradientPenalty', critic, between);
    return slopes.add(tiny).sqrt().sub(1).square().mean();
  });
}

const tiny = 1e-12; // the root has no slope at 0

/**
 * R1 penalty, to be minimised by the discriminator's parameters: it keeps the discriminator flat at real examples, so that training
 * settles there.
 *
 *     P = ½ E ‖∇D(x)‖₂²
 *
 * Shape: real `[N, ...]` → `[]`.
 * @param discriminator - Scores `[N]` or `[N, 1]` of examples.
 * @throws {@link ArgumentError} if the scores don't depend on the examples.
 * @example
 * await r1Penalty((x) => x.mul(3).sum({ axis: 1 }), ones([2, 1])).item(); // => 4.5
 * @see Mescheder, Geiger, Nowozin, "Which Training Methods for GANs do actually Converge?", 2018, arXiv:1801.04406
 */
export function r1Penalty(discriminator: Critic, real: Tensor): Tensor {
  checkTensor('r1Penalty', real, 'real');
  return scoped(() => squaredSlopes('r1Penalty', discriminator, real.detach()).mean().div(2));
}

/** ‖∇D(x)‖² of each example, `[N]`; it is part of the graph. */
function squaredSlopes(subject: string, critic: Critic, examples: Tensor): Tensor {
  checkArgument(
    subject,
    'critic',
    critic,
    'function',
    "Pass a module's forward, as (x) => model.forward(x).",
  );
  return enableGrad(() => {
    examples.requiresGrad = true;
    const scores = checkTensor(subject, critic(examples), 'scores');
    if (!scores.requiresGrad) {
      throw new ArgumentError(subject, {
        expected: 'scores that depend on the examples',
        received: 'scores without a graph',
        hint: 'Compute them from the tensor that is passed, outside of noGrad() and without detach().',
      });
    }
    const [slopes] = grad(scores.sum(), [examples], { createGraph: true });
    return slopes.square().flatten(1).sum({ axis: 1 });
  });
}
