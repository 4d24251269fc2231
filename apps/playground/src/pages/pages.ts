import { convolutionCard } from './convolution/card.js';
import { descentCard } from './descent/card.js';
import { digitsCard } from './digits/card.js';
import { neuronCard } from './neuron/card.js';
import type { PageEntry } from './page-entry.js';
import { planeCard } from './plane/card.js';

/** Every page, in the order of the gallery. */
export const pages: readonly PageEntry[] = [
  { name: 'neuron', ...neuronCard, load: async () => (await import('./neuron/main.js')).NeuronPage },
  { name: 'plane', ...planeCard, load: async () => (await import('./plane/main.js')).PlanePage },
  { name: 'descent', ...descentCard, load: async () => (await import('./descent/main.js')).DescentPage },
  { name: 'digits', ...digitsCard, load: async () => (await import('./digits/main.js')).DigitsPage },
  {
    name: 'convolution',
    ...convolutionCard,
    load: async () => (await import('./convolution/main.js')).ConvolutionPage,
  },
];
