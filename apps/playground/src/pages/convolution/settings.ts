import { type PictureSettings, pictureNames } from '../../pictures/sources.js';
import { type Field, flag, integer, list, number, oneOf, type Schema } from '../../shell/state-fields.js';

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
export interface ConvolutionSettings extends PictureSettings {
  readonly isColor: boolean;
  readonly kernel: Kernel;
  readonly stride: number;
  readonly padding: Padding;
  readonly dilation: number;
  readonly activation: Activation;
  readonly pooling: Pooling;
  /** Side of the blocks that are pooled. */
  readonly poolSize: number;
  /** 2: the same kernel slides once more, over what the first layer answers. */
  readonly layers: number;
}

/** The kernel's weights. */
export const weightsOf = ({ cells, divisor }: Kernel): number[] => cells.map((cell) => cell / divisor);

/** Kernels to choose from. */
export const kernelNames = [
  'identity',
  'box',
  'gaussian',
  'sharpen',
  'sobelX',
  'sobelY',
  'laplacian',
  'edges',
  'emboss',
  'box5',
  'gaussian5',
  'laplacianOfGaussian',
  'motion',
] as const;

/** One of them. */
export type KernelName = (typeof kernelNames)[number];

const kernel = (cells: readonly number[], divisor = 1, bias = 0): Kernel => ({
  size: Math.sqrt(cells.length),
  cells,
  divisor,
  bias,
});

/** Each kernel's numbers. */
export const kernels: Readonly<Record<KernelName, Kernel>> = {
  identity: kernel([0, 0, 0, 0, 1, 0, 0, 0, 0]),
  box: kernel([1, 1, 1, 1, 1, 1, 1, 1, 1], 9),
  gaussian: kernel([1, 2, 1, 2, 4, 2, 1, 2, 1], 16),
  sharpen: kernel([0, -1, 0, -1, 5, -1, 0, -1, 0]),
  sobelX: kernel([-1, 0, 1, -2, 0, 2, -1, 0, 1]),
  sobelY: kernel([-1, -2, -1, 0, 0, 0, 1, 2, 1]),
  laplacian: kernel([0, 1, 0, 1, -4, 1, 0, 1, 0]),
  edges: kernel([-1, -1, -1, -1, 8, -1, -1, -1, -1]),
  emboss: kernel([-2, -1, 0, -1, 0, 1, 0, 1, 2], 4, 0.5),
  box5: kernel(new Array<number>(25).fill(1), 25),
  gaussian5: kernel(
    [1, 4, 6, 4, 1, 4, 16, 24, 16, 4, 6, 24, 36, 24, 6, 4, 16, 24, 16, 4, 1, 4, 6, 4, 1],
    256,
  ),
  laplacianOfGaussian: kernel([
    0, 0, -1, 0, 0, 0, -1, -2, -1, 0, -1, -2, 16, -2, -1, 0, -1, -2, -1, 0, 0, 0, -1, 0, 0,
  ]),
  motion: kernel([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], 5),
};

/** The name of a kernel, if it is one of the table. */
export const nameOfKernel = (wanted: Kernel): KernelName | undefined =>
  kernelNames.find((name) => JSON.stringify(kernels[name]) === JSON.stringify(wanted));

/** A kernel in a grid of another size: zeros around it, or its middle. */
export function resized({ size, cells, divisor, bias }: Kernel, next: number): Kernel {
  const shift = (size - next) / 2;
  const moved = Array.from({ length: next * next }, (_, i) => {
    const [row, column] = [Math.floor(i / next) + shift, (i % next) + shift];
    return row < 0 || column < 0 || row >= size || column >= size ? 0 : cells[row * size + column]!;
  });
  return { size: next, cells: moved, divisor, bias };
}

/** The sum of a kernel's cells, free of what adding up leaves behind. */
export const sumOf = ({ cells }: Kernel): number =>
  Number(cells.reduce((sum, cell) => sum + cell, 0).toPrecision(12));

const cells = list(number(-1000, 1000), 25);
const numbers = number(-1e6, 1e6);
const drawn = oneOf(pictureNames);

/** A kernel as `divisor*bias*cells`. */
const kernelField: Field<Kernel> = {
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
export const convolutionSchema: Schema<ConvolutionSettings> = {
  initial: {
    source: 'digit',
    pixels: 12,
    isColor: false,
    kernel: kernels.sobelX,
    stride: 1,
    padding: 0,
    dilation: 1,
    activation: 'none',
    pooling: 'none',
    poolSize: 2,
    layers: 1,
  },
  fields: {
    source: {
      read: (text) => drawn.read(text),
      write: (source) => pictureNames.find((name) => name === source) ?? 'digit',
    },
    pixels: integer(8, 192),
    isColor: flag,
    kernel: kernelField,
    stride: integer(1, 8),
    padding: {
      read: (text) => (text === 'same' ? 'same' : (integer(0, 4).read(text) as Padding | undefined)),
      write: String,
    },
    dilation: integer(1, 8),
    activation: oneOf(['none', 'abs', 'relu']),
    pooling: oneOf(['none', 'max', 'average']),
    poolSize: integer(2, 8),
    layers: integer(1, 2),
  },
};
