import { type AnyModule, Module } from '../module.js';
import { Convolution } from './convolution.js';
import type { WindowSizes } from './output-size.js';

/** The part of the input that an output depends on, along each axis. */
export interface ReceptiveField {
  /** Number of input elements that one output depends on. */
  readonly size: readonly number[];
  /** Distance in the input between the fields of neighbouring outputs. */
  readonly stride: readonly number[];
}

type Sizes = number | readonly number[];

/** Windows along each axis. */
interface Windows {
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly dilation: Sizes;
}

/**
 * How much of the input one output depends on, after convolutions and pooling in sequence.
 *
 *     size = 1 + Σ_k dilation_k (kernelSize_k - 1) stride_1 · … · stride_{k-1}
 *
 * @param layers - Windows in sequence, or a model whose layers are called in order; layers without windows are skipped.
 * @example
 * receptiveField([{ kernelSize: 3 }, { kernelSize: 3 }]).size; // => [5]
 * receptiveField(new Sequential(new Conv2d(1, 8, 3), new ReLU(), new MaxPool2d(2))).size; // => [4, 4]
 * @see Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", 2019
 */
export function receptiveField(layers: AnyModule | readonly WindowSizes[]): ReceptiveField {
  const windows =
    layers instanceof Module
      ? Array.from(layers.namedModules(), ([, module]) => windowsOf(module)).filter(
          (item) => item !== undefined,
        )
      : layers.map(({ kernelSize, stride = 1, dilation = 1 }) => ({ kernelSize, stride, dilation }));
  const axes = windows.reduce((most, { kernelSize }) => Math.max(most, axisCount(kernelSize)), 1);
  const size = new Array<number>(axes).fill(1);
  const steps = new Array<number>(axes).fill(1);
  for (const { kernelSize, stride, dilation } of windows) {
    for (let axis = 0; axis < axes; axis++) {
      size[axis]! += along(dilation, axis) * (along(kernelSize, axis) - 1) * steps[axis]!;
      steps[axis]! *= along(stride, axis);
    }
  }
  return { size, stride: steps };
}

const axisCount = (sizes: Sizes): number => (typeof sizes === 'number' ? 1 : sizes.length);

const along = (sizes: Sizes, axis: number): number => (typeof sizes === 'number' ? sizes : sizes[axis]!);

/** The windows of a layer that has any; those of pooling lie side by side by default. */
function windowsOf(module: AnyModule): Windows | undefined {
  const { kernelSize, options = {} } = module as unknown as {
    readonly kernelSize?: Sizes;
    readonly options?: { readonly stride?: Sizes; readonly dilation?: Sizes };
  };
  if (kernelSize === undefined) return undefined;
  const { stride = module instanceof Convolution ? 1 : kernelSize, dilation = 1 } = options;
  return { kernelSize, stride, dilation };
}
