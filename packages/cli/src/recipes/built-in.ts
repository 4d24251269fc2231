// internal: the recipes of this package
import type { BuiltInRecipe } from './recipe.js';

/** Recipes of the package by name. */
export const builtInRecipes: Readonly<Record<string, BuiltInRecipe>> = {
  digits: {
    about: 'Handwritten digits, 1,797 that are built in: needs no network and takes about a minute.',
    task: 'pictures',
    settings: { data: { source: 'digits' } },
    example: 'train digits',
  },
  mnist: {
    about: 'MNIST: 70,000 handwritten digits, downloaded once (11.6 MB).',
    task: 'pictures',
    settings: {
      data: { source: 'mnist' },
      training: { epochs: 3, batchSize: 128 },
      optimizer: { learningRate: 1e-3 },
    },
    example: 'train mnist',
  },
  pictures: {
    about: 'Your own pictures: a folder with a subfolder for each class.',
    task: 'pictures',
    settings: {
      data: { source: 'folder', augment: 'shift and flip' },
      model: { channels: [32, 64, 128] },
      optimizer: { learningRate: 1e-3 },
      training: { epochs: 30 },
    },
    example: 'train pictures --data path/to/folder',
  },
  table: {
    about:
      'Your own CSV: tells one column by the others, a class or a number. Without one, wines that are built in.',
    task: 'table',
    settings: {},
    example: 'train table --data people.csv --set data.target=income',
  },
  text: {
    about: 'Text generation: your own text file, character by character. Without one, numbers in words.',
    task: 'text',
    settings: {},
    example: 'train text --data book.txt',
  },
  'text-classes': {
    about: 'Text classification: your own CSV of texts and classes. Without one, numbers in two languages.',
    task: 'text-classes',
    settings: {},
    example: 'train text-classes --data reviews.csv --set data.text=review --set data.target=mood',
  },
  forecast: {
    about:
      'Forecasting: your own CSV, a row for each day or hour. Without one, daily sales that are made up.',
    task: 'forecast',
    settings: {},
    example: 'train forecast --data sales.csv --set data.horizon=14',
  },
  vae: {
    about:
      'A variational autoencoder: pictures as a few numbers, and new ones. Digits, or a folder of your own.',
    task: 'vae',
    settings: {},
    example: 'train vae',
  },
  gan: {
    about: 'A generative adversarial network, which draws new pictures. Digits, or a folder of your own.',
    task: 'gan',
    settings: {},
    example: 'train gan',
  },
  lora: {
    about:
      'Fine-tuning by LoRA: a published GPT-2 or Llama, from a folder or the hub, turned to your own text.',
    task: 'lora',
    settings: {},
    example: 'train lora --data book.txt --set model.pretrained=openai-community/gpt2',
  },
};
