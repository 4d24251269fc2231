import type { LoadTrainer } from '../worker/protocol.js';

/** What each page trains, by name: the one worker loads it when a page asks for it. */
export const trainers = {
  neuron: async () => (await import('./neuron/train.js')).createNeuronTrainer,
  plane: async () => (await import('./plane/train.js')).createPlaneTrainer,
  descent: async () => (await import('./descent/train.js')).createDescentTrainer,
  digits: async () => (await import('./digits/train.js')).createDigitsTrainer,
  convolution: async () => (await import('./convolution/convolve.js')).createConvolver,
  activations: async () => (await import('./activations/train.js')).createActivationsTrainer,
  regularisation: async () => (await import('./regularisation/train.js')).createRegularisationTrainer,
  autograd: async () => (await import('./autograd/train.js')).createAutogradTrainer,
  cnn: async () => (await import('./cnn/train.js')).createCnnTrainer,
  teach: async () => (await import('../teaching/create-teacher.js')).createTeacher,
  memory: async () => (await import('./memory/train.js')).createMemoryTrainer,
  writing: async () => (await import('./writing/train.js')).createWritingTrainer,
  augmentation: async () => (await import('./augmentation/train.js')).createAugmentationTrainer,
  latent: async () => (await import('./latent/train.js')).createLatentTrainer,
  forecast: async () => (await import('./forecast/train.js')).createForecastTrainer,
  autoencoder: async () => (await import('./autoencoder/train.js')).createAutoencoderTrainer,
  gan: async () => (await import('./gan/train.js')).createGanTrainer,
  diffusion: async () => (await import('./diffusion/train.js')).createDiffusionTrainer,
  numbers: async () => (await import('./numbers/train.js')).createNumbersTrainer,
  style: async () => (await import('./style/train.js')).createStyleTrainer,
  attention: async () => (await import('./attention/train.js')).createAttentionTrainer,
  gpt: async () => (await import('./gpt/train.js')).createGptTrainer,
  ganDigits: async () => (await import('./gan-digits/train.js')).createGanDigitsTrainer,
} satisfies Readonly<Record<string, LoadTrainer>>;

/** A trainer by its name. */
export type TrainerName = keyof typeof trainers;
