import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type Generator, grad, own, type Parameter, randn, scoped, type Tensor } from '@neurona/tensor';
import type { StepContext, Steps } from '@neurona/training';
import { type AdversarialLoss, lossPair } from './adversarial-loss.js';
import type { Gan, LabelledModule } from './gan.js';
import { gradientPenalty, r1Penalty } from './gradient-penalty.js';
import type { ImagePool } from './image-pool.js';

/** Settings of {@link ganStep}. */
export interface GanStepOptions {
  /** What both networks minimise, default `nonSaturating`. */
  readonly loss?: AdversarialLoss;
  /** Steps of the discriminator, each with a batch of its own, for one of the generator; default 1. */
  readonly discriminatorSteps?: number;
  /** What the discriminator should answer to real examples, default 1; 0.9 is one-sided label smoothing. */
  readonly realLabel?: number;
  /** Factor of the {@link gradientPenalty}, default 10 with the loss `wasserstein`, else 0. */
  readonly gradientPenalty?: number;
  /** Factor of the {@link r1Penalty}, default 0. */
  readonly r1?: number;
  /** Earlier examples for the discriminator, default none. A checkpoint doesn't have them. */
  readonly pool?: ImagePool;
  /** The generator of noise; by default the one that `manualSeed` sets. */
  readonly rng?: Generator;
}

const ganStepOptions: OptionTable<GanStepOptions> = {
  loss: 'nonSaturating',
  discriminatorSteps: 1,
  realLabel: 1,
  gradientPenalty: 0,
  r1: 0,
  pool: undefined,
  rng: undefined,
};

/** The optimizers of a {@link Gan}: one for each network. */
export interface GanOptimizers extends Readonly<Record<string, Steps>> {
  readonly generator: Steps;
  readonly discriminator: Steps;
}

/** What a step of a {@link Gan} works with: what `fit` passes. */
export type GanStepContext = Pick<
  StepContext<Gan<LabelledModule, LabelledModule>, GanOptimizers>,
  'model' | 'batch' | 'optimizers' | 'totalSteps'
>;

/** What comes out of a step, scalars on the device. */
export interface GanStepValues extends Readonly<Record<string, Tensor>> {
  /** Loss of the discriminator, without penalties. */
  readonly discriminatorLoss: Tensor;
  /** Mean answer of the discriminator to real and to generated examples: probabilities with `minimax` and `nonSaturating`, else scores. */
  readonly realAnswer: Tensor;
  readonly fakeAnswer: Tensor;
}

/**
 * Makes the step by which `fit` trains a {@link Gan}: a step of the discriminator on real examples and as many generated ones, then one of the
 * generator, whose gradients pass through the discriminator. A batch is real examples, and with classes their labels, which the
 * generated ones have too; without, other fields are ignored. Reported are `discriminatorLoss`, `generatorLoss`, `realAnswer` and `fakeAnswer`, and the `penalty`
 * where there is one. Of real scores r and generated ones f, each averaged over the batch:
 *
 *     minimax         D: -y log σ(r) - (1 - y) log(1 - σ(r)) - log(1 - σ(f))        G: log(1 - σ(f))
 *     nonSaturating   D: the same                                                   G: -log σ(f)
 *     leastSquares    D: ½ (r - y)² + ½ f²                                          G: ½ (f - 1)²
 *     hinge           D: max(0, 1 - r) + max(0, 1 + f)                              G: -f
 *     wasserstein     D: f - r                                                      G: -f
 *
 * @param options - `loss` (nonSaturating), `discriminatorSteps` (1), `realLabel` y (1), `gradientPenalty`, `r1` (0), `pool` (none), `rng`.
 * @throws {@link ArgumentError} if a name or number is wrong, or a label is smoothed that the loss doesn't have.
 * @example
 * const gan = new Gan(new Linear(2, 3), new Linear(3, 1), { noiseSize: 2 });
 * const optimizers = { generator: new Adam(gan.generator.parameters()), discriminator: new Adam(gan.discriminator.parameters()) };
 * const data = new ArrayDataset([hostArray(new Float32Array(24), [8, 3])]);
 * const { epochs } = await fit(gan, new DataLoader(data), { optimizers, step: ganStep({ loss: 'hinge' }), progress: false });
 * Object.keys(epochs[0]); // => ['discriminatorLoss', 'realAnswer', 'fakeAnswer', 'generatorLoss']
 * @see Goodfellow et al., "Generative Adversarial Networks", 2014, arXiv:1406.2661
 */
export function ganStep(options: GanStepOptions = {}): (context: GanStepContext) => GanStepValues {
  const {
    loss = 'nonSaturating',
    discriminatorSteps = 1,
    realLabel = 1,
    gradientPenalty: penaltyFactor = loss === 'wasserstein' ? 10 : 0,
    r1 = 0,
    pool,
    rng,
  } = checkOptions('ganStep', options, ganStepOptions);
  const pair = lossPair('ganStep', loss);
  checkCount('ganStep', 'discriminatorSteps', discriminatorSteps);
  checkFactors({ realLabel, gradientPenalty: penaltyFactor, r1 });
  if (realLabel !== 1 && !pair.isLabelled) {
    throw new ArgumentError('ganStep', {
      expected: `no realLabel with the loss ${loss}, which has no labels`,
      received: realLabel,
    });
  }

  return ({ model, batch, optimizers, totalSteps }) => {
    const real = batch[0]!;
    const labels = model.numClasses === undefined ? undefined : batch[1];
    const fake = model.forward(randn([real.shape[0]!, model.noiseSize], rng && { rng }), labels);

    const [shown, shownLabels] = pool
      ? pool.exchange(fake, ...(labels ? [labels] : []))
      : [fake.detach(), labels];
    const [realScores, fakeScores] = [model.judge(real, labels), model.judge(shown!, shownLabels)];
    const discriminatorLoss = pair.discriminator(realScores, fakeScores, realLabel);
    const judge = (examples: Tensor): Tensor => model.judge(examples, labels);
    const penalties = [
      ...(penaltyFactor > 0 ? [gradientPenalty(judge, real, fake, rng).mul(penaltyFactor)] : []),
      ...(r1 > 0 ? [r1Penalty(judge, real).mul(r1)] : []),
    ];
    const penalty = penalties.length > 0 ? penalties.reduce((sum, x) => sum.add(x)) : undefined;
    descend(
      penalty ? discriminatorLoss.add(penalty) : discriminatorLoss,
      model.discriminator,
      optimizers.discriminator,
    );

    const values = {
      discriminatorLoss,
      ...(penalty && { penalty }),
      realAnswer: pair.answer(realScores).mean(),
      fakeAnswer: pair.answer(fakeScores).mean(),
    };
    if ((totalSteps + 1) % discriminatorSteps !== 0) return values;
    const generatorLoss = pair.generator(model.judge(fake, labels));
    descend(generatorLoss, model.generator, optimizers.generator);
    return { ...values, generatorLoss };
  };
}

/** One step of an optimizer along the gradients of one network; the other's are not computed. */
function descend(loss: Tensor, network: LabelledModule, optimizer: Steps): void {
  const parameters = network.parameters().filter(({ requiresGrad }) => requiresGrad);
  optimizer.zeroGrad();
  scoped(() => {
    for (const [i, gradient] of grad(loss, parameters, { allowUnused: true }).entries()) {
      if (gradient) (parameters[i] as Parameter).grad = own(gradient);
    }
  });
  optimizer.step();
}

function checkFactors(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isFinite(value) && value >= 0) continue;
    throw new ArgumentError('ganStep', { expected: `${name} to be a number of at least 0`, received: value });
  }
}
