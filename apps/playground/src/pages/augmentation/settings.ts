import { type PictureName, pictureNames } from '../../pictures/sources.js';
import { type Field, integer, oneOf, type Schema } from '../../shell/state-fields.js';
import { type PipelineStep, transformNames, transformRows, usualStep } from './transforms.js';

/** Height and width of the pictures that are drawn. */
export const pictureSide = 96;

/** How two pictures and their labels become one. */
export const mixNames = ['none', 'mixup', 'cutmix'] as const;

/** One of them. */
export type MixName = (typeof mixNames)[number];

/** What the networks are tested on. */
export const testNames = ['moved', 'upright'] as const;

/** One of them. */
export type TestName = (typeof testNames)[number];

/** What the training takes. */
export interface AugmentationSettings {
  /** What is done to each image, in order. */
  readonly pipeline: readonly PipelineStep[];
  /** Real examples of each digit. */
  readonly perClass: number;
  /** Whether the held-out digits come as they were written, or turned, moved and zoomed by chance. */
  readonly test: TestName;
}

/** What is looked at. */
export interface LookSettings {
  readonly source: PictureName | 'own';
  readonly mix: MixName;
  /** Which draws. */
  readonly draws: number;
}

/** Numbers of examples to choose from. */
export const perClassStops = [2, 5, 10, 20, 50, 100] as const;

/** Turned, moved and zoomed a little: what a digit survives. */
export const gentle: readonly PipelineStep[] = (['rotate', 'shift', 'zoom'] as const).map(usualStep);

/** A pipeline as `rotate-15_shift-0.12`. */
const pipeline: Field<readonly PipelineStep[]> = {
  read(text) {
    if (text === '') return [];
    const steps = text.split('_').map((part) => {
      const [word, number = ''] = part.split('-');
      const name = transformNames.find((known) => known === word);
      const amount = Number(number);
      if (!name || number.trim() === '') return undefined;
      const { min, max } = transformRows[name];
      return amount >= min && amount <= max ? { name, amount } : undefined;
    });
    return steps.every((step) => step !== undefined) ? steps : undefined;
  },
  write: (steps) => steps.map(({ name, amount }) => `${name}-${Number(amount.toPrecision(4))}`).join('_'),
};

/** What the page begins with, and how it stands in the address. */
export const augmentationSchema: Schema<AugmentationSettings> = {
  initial: { pipeline: gentle, perClass: 10, test: 'moved' },
  fields: { pipeline, perClass: integer(1, 100), test: oneOf(testNames) },
};

/** What is looked at, in the address; own pictures stay with the visitor. */
export const lookSchema: Schema<LookSettings> = {
  initial: { source: 'scene', mix: 'none', draws: 1 },
  fields: {
    source: {
      read: (text) => oneOf(pictureNames).read(text),
      write: (source) => (source === 'own' ? 'scene' : source),
    },
    mix: oneOf(mixNames),
    draws: integer(1, 9999),
  },
};
