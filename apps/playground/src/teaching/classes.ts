import { type SketchName, sketchNames } from '../pictures/sketches.js';
import type { OwnNetwork } from '../weights/own-network.js';

/** What learns: a head on a trained body, a head on a body that was never trained, or body and head together. */
export const bodyNames = ['frozen', 'untrained', 'whole'] as const;

/** One of them, or a head on a published network, which the visitor chose. */
export type BodyName = (typeof bodyNames)[number] | 'published';

/** A network of the hub. */
export interface HubNetwork {
  /** Another one for each network. */
  readonly id: string;
  readonly repository: string;
}

/** A picture of the visitor's own. */
export interface OwnExample {
  /** Another one for each picture. */
  readonly id: string;
  /** Red, green and blue from 0 to 255, pixel by pixel, row by row. */
  readonly bytes: Uint8Array;
  /** The same in the size of `keptSide`, which is not copied where the example is. */
  readonly square?: Blob | undefined;
}

/** An example of the visitor's own. Settings are compared as JSON, where its name stands for it. */
export class NamedExample implements OwnExample {
  constructor(
    readonly id: string,
    readonly bytes: Uint8Array,
    readonly square?: Blob,
  ) {}

  toJSON(): string {
    return this.id;
  }
}

/** A class with its examples. */
export interface TaughtClass {
  /** The name of a sketch, or one of the visitor's own. */
  readonly name: string;
  /** How many ready-made drawings it has, where it is a sketch. */
  readonly made: number;
  readonly own: readonly OwnExample[];
}

/** What the page sets. */
export interface TeachSettings {
  readonly classes: readonly TaughtClass[];
  readonly body: BodyName;
  /** The published network, where one was chosen. */
  readonly network?: OwnNetwork | HubNetwork | undefined;
  readonly learningRate: number;
}

/** Width of a pen on the sheet, as a share of it. */
export const pen = 0.055;

/** The most classes, and the most examples of one. */
export const most = { classes: 8, examples: 200 } as const;

/** Ready-made drawings of a class at the beginning. */
export const madeAtFirst = 12;

/** A class with ready-made drawings alone. */
export const madeClass = (name: SketchName, made: number = madeAtFirst): TaughtClass => ({
  name,
  made,
  own: [],
});

const firstNames = ['house', 'fish', 'sun'] as const;

/** The first three classes. */
export const firstClasses: readonly TaughtClass[] = firstNames.map((name) => madeClass(name));

/** Whether a class is one of those that the playground draws. */
export const isSketch = (name: string): name is SketchName => sketchNames.some((known) => known === name);
