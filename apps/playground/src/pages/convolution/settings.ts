import { type Field, flag, integer, list, number, oneOf, type Schema } from '../../shell/state-fields.js';

/** Pictures that the page draws. */
export const pictureNames = ['scene', 'face', 'letters', 'board', 'rings', 'digit'] as const;

/** One of them. */
export type PictureName = (typeof pictureNames)[number];

/** Where the picture comes from: drawn, a file, the camera, or the last output. */
export type Source = PictureName | 'file' | 'camera' | 'output';

/** Lengths of a picture's longer side, in pixels. */
export const pictureSizes = [24, 48, 96, 192] as const;

/** Zeros around the picture: a number, or as many as keep its size at stride 1. */
export type Padding = 'same' | 0 | 1 | 2 | 3 | 4;

/** What is done to each value of the convolution. */
export type Activation = 'none' | 'abs' | 'relu';

/** What is kept of each block of the convolution. */
export type Pooling = 'none' | 'max' | 'average';

/** Numbers that slide over the picture. */
export interface Kernel {
  /** 3 or 5. */
  readonly size: number;
  /** Row by row; the weights are these by the divisor. */
  readonly cells: readonly number[];
  readonly divisor: number;
  /** Added to each sum. */
  readonly bias: number;
}

/** What the page sets. */
export interface ConvolutionSettings {
  readonly source: Source;
  /** Longer side of the picture. */
  readonly pixels: number;
  readonly isColor: boolean;
  readonly kernel: Kernel;
  readonly stride: number;
  readonly padding: Padding;
  readonly dilation: number;
  readonly activation: Activation;
  readonly pooling: Pooling;
  /** Side of the blocks that are pooled. */
  readonly poolSize: number;
}

/** The kernel's weights. */
export const weightsOf = ({ cells, divisor }: Kernel): number[] => cells.map((cell) => cell / divisor);

const cells = list(number(-1000, 1000), 25);
const numbers = number(-1e6, 1e6);
const drawn = oneOf(pictureNames);

/** A kernel as `divisor*bias*cells`. */
const kernel: Field<Kernel> = {
  read(text) {
    const [divisor, bias, rest] = text.split('*');
    const [by, added, values] = [
      numbers.read(divisor ?? ''),
      numbers.read(bias ?? ''),
      cells.read(rest ?? ''),
    ];
    if (!by || added === undefined || (values?.length !== 9 && values?.length !== 25)) return undefined;
    return { size: Math.sqrt(values.length), cells: values, divisor: by, bias: added };
  },
  write: ({ divisor, bias, cells: values }) =>
    `${numbers.write(divisor)}*${numbers.write(bias)}*${cells.write(values)}`,
};

/** The settings as they stand in the address. Own pictures stay with the visitor: a link leads to a drawn one. */
export const convolutionSchema = (sobel: Kernel): Schema<ConvolutionSettings> => ({
  initial: {
    source: 'scene',
    pixels: 48,
    isColor: false,
    kernel: sobel,
    stride: 1,
    padding: 0,
    dilation: 1,
    activation: 'none',
    pooling: 'none',
    poolSize: 2,
  },
  fields: {
    source: {
      read: (text) => drawn.read(text),
      write: (source) => pictureNames.find((name) => name === source) ?? 'scene',
    },
    pixels: integer(8, 192),
    isColor: flag,
    kernel,
    stride: integer(1, 8),
    padding: {
      read: (text) => (text === 'same' ? 'same' : (integer(0, 4).read(text) as Padding | undefined)),
      write: String,
    },
    dilation: integer(1, 8),
    activation: oneOf(['none', 'abs', 'relu']),
    pooling: oneOf(['none', 'max', 'average']),
    poolSize: integer(2, 8),
  },
});
