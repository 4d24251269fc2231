import { checkArgument, checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import { usualShapes } from '../inference/usual-shapes.js';
import { type AnyModule, Module } from '../module.js';
import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
} from '../pool/adaptive-pool.js';
import { Upsample } from '../shape/upsample.js';
import { Convolution } from './convolution.js';
import { type AxisWindow, type Field, followFields, identity, through } from './followed-fields.js';
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

/** Settings of {@link receptiveField}. */
export interface ReceptiveFieldOptions {
  /** Shape of the model's input, `[1, 224, 224, 3]`, or of each of several. Default a usual one that its first layer takes. */
  readonly inputShape?: Shape | readonly Shape[] | undefined;
}

const receptiveFieldOptions: OptionTable<ReceptiveFieldOptions> = { inputShape: undefined };

/**
 * How much of the input one output depends on, after convolutions, pooling and upsampling: of outputs that differ, the most. A model is run
 * once on a device that knows shapes alone, so that branches are followed: where they meet, the widest counts. What looks at all places alike,
 * as global pooling and linear layers, isn't counted. From the last window to the first,
 *
 *     size = (size - 1) stride + dilation (kernelSize - 1) + 1
 *     size = ⌊(size - 1 + dilation (kernelSize - 1)) / stride⌋ + 1        for a transposed convolution
 *
 * @param layers - Windows in sequence, or a model.
 * @param options - `inputShape` of the model, where no usual one fits.
 * @throws {@link ArgumentError} if the model takes no usual shape of its first layer, or not the given one.
 * @example
 * receptiveField([{ kernelSize: 3 }, { kernelSize: 3 }]).size; // => [5]
 * receptiveField(new Sequential(new Conv2d(1, 8, 3), new ReLU(), new MaxPool2d(2))).size; // => [4, 4]
 * receptiveField(new Residual(new Conv2d(8, 8, 3, { padding: 1 }), new Conv2d(8, 8, 1))).size; // => [3, 3]
 * receptiveField(new ConvTranspose2d(8, 4, 2, { stride: 2 })); // => { size: [1, 1], stride: [0.5, 0.5] }
 * @see Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", 2019
 */
export function receptiveField(
  layers: AnyModule | readonly ReceptiveWindow[],
  options: ReceptiveFieldOptions = {},
): ReceptiveField {
  const { inputShape } = checkOptions('receptiveField', options, receptiveFieldOptions);
  const fields = layers instanceof Module ? ofModel(layers, inputShape) : ofWindows(layers);
  return { size: fields.map(({ sizeOf }) => sizeOf(1)), stride: fields.map(({ stride }) => stride) };
}

/** The fields along each axis of windows in sequence. */
function ofWindows(given: readonly ReceptiveWindow[]): readonly Field[] {
  checkArgument('receptiveField', 'layers', given, 'list', 'Pass a model, or { kernelSize }s.');
  const windows = given.map((window): Windows => {
    const { kernelSize, stride = 1, dilation = 1, transposed = false } = window;
    const sizes = typeof kernelSize === 'number' ? [kernelSize] : kernelSize;
    checkArgument('receptiveField', 'kernelSize', sizes, 'list', 'Write { kernelSize: 3 }.');
    return { kernelSize, stride, dilation, transposed };
  });
  return Array.from({ length: axesOf(windows) }, (_, axis) =>
    windows.reduce((field, window) => through(field, along(window, axis)), identity),
  );
}

/** The fields along each axis of a model's output. */
function ofModel(model: AnyModule, inputShape: ReceptiveFieldOptions['inputShape']): readonly Field[] {
  const windows = Array.from(model.namedModules(), ([, module]) => windowsOf(module));
  const found = windows.filter((item) => item !== undefined && item !== 'none');
  if (found.length === 0 && !inputShape) return [identity];
  const axes = axesOf(found);
  const usual = usualShapes(model, inputShape);
  const shapes =
    usual.length > 0 ? usual : [1, 2, 3].map((count) => [1, ...Array<number>(count).fill(48), 8]);
  return followFields(
    model,
    axes,
    (module) => {
      const own = windowsOf(module);
      return typeof own === 'object' ? Array.from({ length: axes }, (_, axis) => along(own, axis)) : own;
    },
    shapes,
  );
}

const axesOf = (windows: readonly Windows[]): number =>
  windows.reduce((most, { kernelSize }) => Math.max(most, axisCount(kernelSize)), 1);

const along = ({ kernelSize, stride, dilation, transposed }: Windows, axis: number): AxisWindow => ({
  stride: sizeAlong(stride, axis),
  reach: sizeAlong(dilation, axis) * (sizeAlong(kernelSize, axis) - 1),
  transposed,
});

const axisCount = (sizes: Sizes): number => (typeof sizes === 'number' ? 1 : sizes.length);

const sizeAlong = (sizes: Sizes, axis: number): number =>
  typeof sizes === 'number' ? sizes : (sizes[axis] ?? sizes.at(-1)!);

const alike: readonly (abstract new (...args: never[]) => AnyModule)[] = [
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
];

/** The windows of a layer that has any, those of pooling side by side by default; none of one that is as wide as its input. */
function windowsOf(module: AnyModule): Windows | 'none' | undefined {
  if (module instanceof Upsample) return upsamplingOf(module);
  if (alike.some((kind) => module instanceof kind)) return 'none';
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
