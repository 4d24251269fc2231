import { type Field, list, number } from '../shell/state-fields.js';

/** Numbers that slide over a picture, as in image processing. */
export interface Kernel {
  /** 3 or 5. */
  readonly size: number;
  /** Row by row; the weights are these by the divisor. */
  readonly cells: readonly number[];
  readonly divisor: number;
  /** Added to each sum. */
  readonly bias: number;
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

/** A kernel as `divisor*bias*cells`. */
export const kernelField: Field<Kernel> = {
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
