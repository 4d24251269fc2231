import { activationsCard } from './activations/card.js';
import { attentionCard } from './attention/card.js';
import { augmentationCard } from './augmentation/card.js';
import { autoencoderCard } from './autoencoder/card.js';
import { autogradCard } from './autograd/card.js';
import { cnnCard } from './cnn/card.js';
import { convolutionCard } from './convolution/card.js';
import { descentCard } from './descent/card.js';
import { diffusionCard } from './diffusion/card.js';
import { digitsCard } from './digits/card.js';
import { forecastCard } from './forecast/card.js';
import { ganCard } from './gan/card.js';
import { ganDigitsCard } from './gan-digits/card.js';
import { gptCard } from './gpt/card.js';
import { latentCard } from './latent/card.js';
import { memoryCard } from './memory/card.js';
import { neuronCard } from './neuron/card.js';
import { numbersCard } from './numbers/card.js';
import type { PageEntry } from './page-entry.js';
import { planeCard } from './plane/card.js';
import { regularisationCard } from './regularisation/card.js';
import { styleCard } from './style/card.js';
import { teachCard } from './teach/card.js';
import { writingCard } from './writing/card.js';

/** Every page, in the order of its chapter. */
export const pages: readonly PageEntry[] = [
  {
    name: 'neuron',
    chapter: 'neuron',
    minutes: 8,
    ...neuronCard,
    load: async () => (await import('./neuron/main.js')).NeuronPage,
  },
  {
    name: 'plane',
    chapter: 'neuron',
    minutes: 10,
    ...planeCard,
    load: async () => (await import('./plane/main.js')).PlanePage,
  },
  {
    name: 'activations',
    chapter: 'neuron',
    minutes: 7,
    ...activationsCard,
    load: async () => (await import('./activations/main.js')).ActivationsPage,
  },
  {
    name: 'descent',
    chapter: 'train',
    minutes: 8,
    ...descentCard,
    load: async () => (await import('./descent/main.js')).DescentPage,
  },
  {
    name: 'autograd',
    chapter: 'train',
    minutes: 8,
    ...autogradCard,
    load: async () => (await import('./autograd/main.js')).AutogradPage,
  },
  {
    name: 'regularisation',
    chapter: 'train',
    minutes: 8,
    ...regularisationCard,
    load: async () => (await import('./regularisation/main.js')).RegularisationPage,
  },
  {
    name: 'digits',
    chapter: 'images',
    minutes: 8,
    ...digitsCard,
    load: async () => (await import('./digits/main.js')).DigitsPage,
  },
  {
    name: 'convolution',
    chapter: 'images',
    minutes: 8,
    camera: true,
    ...convolutionCard,
    load: async () => (await import('./convolution/main.js')).ConvolutionPage,
  },
  {
    name: 'cnn',
    chapter: 'images',
    minutes: 7,
    ...cnnCard,
    load: async () => (await import('./cnn/main.js')).CnnPage,
  },
  {
    name: 'augmentation',
    chapter: 'images',
    minutes: 7,
    camera: true,
    ...augmentationCard,
    load: async () => (await import('./augmentation/main.js')).AugmentationPage,
  },
  {
    name: 'teach',
    chapter: 'images',
    minutes: 8,
    camera: true,
    ...teachCard,
    load: async () => (await import('./teach/main.js')).TeachPage,
  },
  {
    name: 'style',
    chapter: 'images',
    minutes: 8,
    camera: true,
    ...styleCard,
    load: async () => (await import('./style/main.js')).StylePage,
  },
  {
    name: 'memory',
    chapter: 'sequences',
    minutes: 8,
    ...memoryCard,
    load: async () => (await import('./memory/main.js')).MemoryPage,
  },
  {
    name: 'writing',
    chapter: 'sequences',
    minutes: 9,
    ...writingCard,
    load: async () => (await import('./writing/main.js')).WritingPage,
  },
  {
    name: 'forecast',
    chapter: 'sequences',
    minutes: 7,
    ...forecastCard,
    load: async () => (await import('./forecast/main.js')).ForecastPage,
  },
  {
    name: 'autoencoder',
    chapter: 'generate',
    minutes: 6,
    ...autoencoderCard,
    load: async () => (await import('./autoencoder/main.js')).AutoencoderPage,
  },
  {
    name: 'latent',
    chapter: 'generate',
    minutes: 7,
    ...latentCard,
    load: async () => (await import('./latent/main.js')).LatentPage,
  },
  {
    name: 'gan',
    chapter: 'generate',
    minutes: 8,
    ...ganCard,
    load: async () => (await import('./gan/main.js')).GanPage,
  },
  {
    name: 'gan-digits',
    chapter: 'generate',
    minutes: 7,
    ...ganDigitsCard,
    load: async () => (await import('./gan-digits/main.js')).GanDigitsPage,
  },
  {
    name: 'diffusion',
    chapter: 'generate',
    minutes: 6,
    ...diffusionCard,
    load: async () => (await import('./diffusion/main.js')).DiffusionPage,
  },
  {
    name: 'attention',
    chapter: 'transformers',
    minutes: 8,
    ...attentionCard,
    load: async () => (await import('./attention/main.js')).AttentionPage,
  },
  {
    name: 'numbers',
    chapter: 'transformers',
    minutes: 7,
    ...numbersCard,
    load: async () => (await import('./numbers/main.js')).NumbersPage,
  },
  {
    name: 'gpt',
    chapter: 'transformers',
    minutes: 9,
    ...gptCard,
    load: async () => (await import('./gpt/main.js')).GptPage,
  },
];
