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
