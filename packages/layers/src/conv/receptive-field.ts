import { checkArgument } from '@neurona/backend';
import { type AnyModule, Module } from '../module.js';
import { Upsample } from '../shape/upsample.js';
import { Convolution } from './convolution.js';
import type { WindowSizes } from './output-size.js';

/** The part of the input that an output depends on, along each axis. */
export interface ReceptiveField {
  /** Number of input elements that one output depends on. */
  readonly size: readonly number[];
  /** Distance in the input between the fields of neighbouring outputs. */
  readonly stride: readonly number[];
}

/** Windows of a layer along one axis. */
export interface ReceptiveWindow extends WindowSizes {
  /** Whether it is a transposed convolution, whose outputs lie closer than its inputs; default false. */
  readonly transposed?: boolean;
}

type Sizes = number | readonly number[];

/** Windows along each axis. */
interface Windows {
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly dilation: Sizes;
  readonly transposed: boolean;
}

/**
 * How much of the input one output depends on, after convolutions, pooling and upsampling in sequence: of outputs that differ, the most.
 * From the last layer to the first,
 *
 *     size = (size - 1) stride + dilation (kernelSize - 1) + 1
 *     size = ⌊(size - 1 + dilation (kernelSize - 1)) / stride⌋ + 1        for a transposed convolution
 *
 * @param layers - Windows in sequence, or a model whose layers are called in order; layers without windows are skipped.
 * @example
 * receptiveField([{ kernelSize: 3 }, { kernelSize: 3 }]).size; // => [5]
 * receptiveField(new Sequential(new Conv2d(1, 8, 3), new ReLU(), new MaxPool2d(2))).size; // => [4, 4]
 * receptiveField(new ConvTranspose2d(8, 4, 2, { stride: 2 })); // => { size: [1, 1], stride: [0.5, 0.5] }
 * @see Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", 2019
 */
export function receptiveField(layers: AnyModule | readonly ReceptiveWindow[]): ReceptiveField {
  const windows: readonly Windows[] =
    layers instanceof Module
      ? Array.from(layers.namedModules(), ([, module]) => windowsOf(module)).filter(
          (item) => item !== undefined,
        )
      : checkArgument('receptiveField', 'layers', layers, 'list', 'Pass a model, or { kernelSize }s.').map(
          (window) => {
            const { kernelSize, stride = 1, dilation = 1, transposed = false } = window;
            const sizes = typeof kernelSize === 'number' ? [kernelSize] : kernelSize;
            checkArgument('receptiveField', 'kernelSize', sizes, 'list', 'Write { kernelSize: 3 }.');
            return { kernelSize, stride, dilation, transposed };
          },
        );
  const axes = windows.reduce((most, { kernelSize }) => Math.max(most, axisCount(kernelSize)), 1);
  const fields = Array.from({ length: axes }, (_, axis) => along(windows, axis));
  return { size: fields.map(({ size }) => size), stride: fields.map(({ stride }) => stride) };
}

function along(
  windows: readonly Windows[],
  axis: number,
): { readonly size: number; readonly stride: number } {
  let [size, step] = [1, 1];
  for (const window of windows.toReversed()) {
    const stride = sizeAlong(window.stride, axis);
    const reach = sizeAlong(window.dilation, axis) * (sizeAlong(window.kernelSize, axis) - 1);
    size = window.transposed ? Math.floor((size - 1 + reach) / stride) + 1 : (size - 1) * stride + reach + 1;
    step = window.transposed ? step / stride : step * stride;
  }
  return { size, stride: step };
}

const axisCount = (sizes: Sizes): number => (typeof sizes === 'number' ? 1 : sizes.length);

const sizeAlong = (sizes: Sizes, axis: number): number =>
  typeof sizes === 'number' ? sizes : (sizes[axis] ?? sizes.at(-1)!);

/** The windows of a layer that has any; those of pooling lie side by side by default. */
function windowsOf(module: AnyModule): Windows | undefined {
  if (module instanceof Upsample) return upsamplingOf(module);
  const { kernelSize, options = {} } = module as unknown as {
    readonly kernelSize?: Sizes;
    readonly options?: { readonly stride?: Sizes; readonly dilation?: Sizes };
  };
  if (kernelSize === undefined) return undefined;
  const { stride = module instanceof Convolution ? 1 : kernelSize, dilation = 1 } = options;
  const transposed = module instanceof Convolution && module.isTransposed;
  return { kernelSize, stride, dilation, transposed };
}

/** Number of input elements that each mode of interpolation mixes. */
const neighbours: Readonly<Record<string, number>> = { nearest: 1, bicubic: 4 };

/** Interpolation by a factor as the transposed convolution that it is. */
function upsamplingOf({ options }: Upsample): Windows | undefined {
  const { scaleFactor, mode = 'nearest' } = options;
  if (scaleFactor === undefined) return undefined;
  const mixed = neighbours[mode] ?? 2;
  const kernelSize = [scaleFactor].flat().map((factor) => factor * mixed);
  return { kernelSize, stride: scaleFactor, dilation: 1, transposed: true };
}
