import { type Kernel, kernelField, kernels } from '../../kernels/kernels.js';
import { type PictureSettings, pictureFields } from '../../pictures/sources.js';
import { integer, oneOf, type Schema } from '../../shell/state-fields.js';

/** Zeros around the picture: a number, or as many as keep its size at stride 1. */
export type Padding = 'same' | 0 | 1 | 2 | 3 | 4;

/** What the page sets. */
export interface ConvolutionSettings extends PictureSettings {
  readonly kernel: Kernel;
  readonly stride: number;
  readonly padding: Padding;
  readonly dilation: number;
  /** What is done to each value of the convolution. */
  readonly activation: 'none' | 'abs' | 'relu';
  /** What is kept of each block of the convolution. */
  readonly pooling: 'none' | 'max' | 'average';
  /** Side of the blocks that are pooled. */
  readonly poolSize: number;
  /** 2: the same kernel slides once more, over what the first layer answers. */
  readonly layers: number;
}

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
    ...pictureFields,
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
