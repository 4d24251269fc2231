import { autoencoderSteps, ConvAutoencoder } from '@neurona/autoencoders';
import { DenoisingUNet, DiffusionProcess, denoisingStep } from '@neurona/diffusion';
import { DCGANDiscriminator, DCGANGenerator, Gan, ganStep } from '@neurona/gan';
import type { AnyModule } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { memoryScope, rand } from '@neurona/tensor';
import type { ReadyNetwork } from './network-work.js';

/** Networks that draw, each with a training step as its package exports it and one Adam a network. */
const steps = {
  /** 16-32-64 channels and a code of 30. */
  conv_autoencoder(): GenerativeStep {
    const model = new ConvAutoencoder({ channels: [16, 32, 64], codeSize: 30 });
    const { step } = autoencoderSteps();
    const optimizers = { adam: new Adam(model.parameters()) };
    return { model, optimizers, step: (x) => step({ model, batch: [x], optimizers, epoch: 1 } as never) };
  },
  dcgan(): GenerativeStep {
    const sizes = { imageSize: 28, channels: 1 } as const;
    const model = new Gan(new DCGANGenerator(sizes), new DCGANDiscriminator(sizes), { noiseSize: 100 });
    const optimizers = {
      generator: new Adam(model.generator.parameters()),
      discriminator: new Adam(model.discriminator.parameters()),
    };
    const step = ganStep();
    return { model, optimizers, step: (x) => step({ model, batch: [x], optimizers, totalSteps: 0 }) };
  },
  denoising_unet(): GenerativeStep {
    const model = new DenoisingUNet();
    const optimizers = { adam: new Adam(model.parameters()) };
    const step = denoisingStep(new DiffusionProcess());
    return { model, optimizers, step: (x) => step({ model, batch: [x], optimizers } as never) };
  },
} as const;

interface GenerativeStep {
  readonly model: AnyModule;
  readonly optimizers: Readonly<Record<string, Adam>>;
  readonly step: (x: ReturnType<typeof rand>) => unknown;
}

/** A network that draws, by name. */
export type GenerativeName = keyof typeof steps;

/** A training step of a network that draws. */
export interface GenerativeWork {
  readonly network: GenerativeName;
  readonly kind: 'training';
  readonly batch: number;
  /** Height and width of the images. */
  readonly size: number;
}

/** Makes the network and images; `parameters` is how many numbers it learns. */
export function readyGenerator({
  network,
  batch,
  size,
}: GenerativeWork): ReadyNetwork & { readonly parameters: number } {
  const { model, optimizers, step } = steps[network]();
  const x = rand([batch, size, size, 1]);
  return {
    parameters: model.parameters().reduce((sum, one) => sum + one.size, 0),
    run() {
      using _ = memoryScope();
      step(x);
    },
    close: () => [...Object.values(optimizers), model, x].map((one) => one.dispose()),
  };
}
