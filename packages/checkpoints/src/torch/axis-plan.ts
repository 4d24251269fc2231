// internal: how the axes of a tensor of ours stand to PyTorch's
import { type Shape, sizeOf, stridesOf, typedArray } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';

/**
 * Our axes, split where features are flattened images, permuted, and joined again.
 *
 *     ours → reshape to `split` → permute by `order` → reshape to `torch`
 */
export interface AxisPlan {
  readonly ours: Shape;
  readonly split: Shape;
  /** Axis i of the permuted array is axis `order[i]` of the split one. */
  readonly order: readonly number[];
  readonly torch: Shape;
  /** A shape of PyTorch's as it would be in our layout, to show people. */
  readonly shown: (torch: Shape) => Shape;
}

/** Makes the plan of a tensor from its shape in our layout. */
export type Layout = (ours: Shape) => AxisPlan;

const plan = (ours: Shape, order: readonly number[]): AxisPlan => {
  const torch = order.map((axis) => ours[axis]!);
  const shown = (shape: Shape): Shape => order.map((_, axis) => shape[order.indexOf(axis)]!);
  return {
    ours,
    split: ours,
    order,
    torch,
    shown: (shape) => (shape.length === torch.length ? shown(shape) : shape),
  };
};

const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The same in both. */
export const same: Layout = (ours) => plan(ours, indices(ours.length));

/** The last axis comes first: kernels of norms over images, bilinear maps. */
export const lastFirst: Layout = (ours) => plan(ours, [ours.length - 1, ...indices(ours.length - 1)]);

/** `[C]` → `[C, 1, 1]`: a value for each channel of images with channels first. */
export const eachChannel: Layout = (ours) => {
  const torch = [...ours, 1, 1];
  return { ours, split: torch, order: [0, 1, 2], torch, shown: ([channels = 0]) => [channels] };
};

/** `[...K, I, O]` → `[O, I, ...K]` */
export const kernel: Layout = (ours) =>
  plan(ours, [ours.length - 1, ours.length - 2, ...indices(ours.length - 2)]);

/** `[...K, I / groups, O]` → `[I, O / groups, ...K]` */
export const transposedKernel =
  (groups: number): Layout =>
  (ours) => {
    const places = ours.slice(0, -2);
    const [inputs, outputs] = ours.slice(-2) as [number, number];
    const n = places.length;
    const split = [...places, inputs, groups, outputs / groups];
    const torch = [groups * inputs, outputs / groups, ...places];
    const shown = ([i = 0, o = 0, ...rest]: Shape): Shape => [...rest, i / groups, o * groups];
    return { ours, split, order: [n + 1, n, n + 2, ...indices(n)], torch, shown };
  };

/** `[in, out]` → `[out, in]`; where either is a flattened image of so many channels, its pixels and channels swap too. */
export const turned =
  (inChannels = 1, outChannels = 1): Layout =>
  (ours) => {
    const [inputs, outputs] = ours as readonly [number, number];
    const split = [inputs / inChannels, inChannels, outputs / outChannels, outChannels];
    const shown = (shape: Shape): Shape => shape.toReversed();
    return { ours, split, order: [3, 2, 1, 0], torch: [outputs, inputs], shown };
  };

/** A value for each feature of a flattened image: pixels, channels → channels, pixels. */
export const flatImage =
  (channels = 1): Layout =>
  (ours) => ({
    ours,
    split: [sizeOf(ours) / channels, channels],
    order: [1, 0],
    torch: ours,
    shown: (shape) => shape,
  });

/** An array of ours in PyTorch's layout. */
export const toTorchLayout = ({ split, order, torch }: AxisPlan, array: HostArray): HostArray => ({
  ...array,
  values: permuted(array, split, order),
  shape: torch,
});

/** An array of PyTorch's in our layout. */
export function toOurLayout({ split, order, ours }: AxisPlan, array: HostArray): HostArray {
  const back = order.map((_, axis) => order.indexOf(axis));
  const from = order.map((axis) => split[axis]!);
  return { ...array, values: permuted(array, from, back), shape: ours };
}

/** Whether the values of both layouts lie in the same order. */
export const keepsOrder = ({ split, order }: AxisPlan): boolean => isOrdered(split, order);

/** Whether no axis moves that has more than one place. */
function isOrdered(shape: Shape, order: readonly number[]): boolean {
  const moved = order.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, i) => i === 0 || moved[i - 1]! < axis);
}

/** Whether PyTorch's layout is a matrix of so many rows and ours the same transposed. */
export function isTransposed({ split, order }: AxisPlan, rows: number): boolean {
  const moved = order.filter((axis) => split[axis] !== 1);
  return moved.length === 2 && moved[0]! > moved[1]! && rows === split[moved[0]!];
}

/** Writes a matrix of so many columns transposed. */
export function transpose(from: Float32Array, columns: number, to: Float32Array): void {
  const rows = from.length / columns;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) to[column * rows + row] = from[row * columns + column]!;
}

/** Values with their axes in another order; the array's own where nothing moves. */
function permuted({ values, dtype }: HostArray, shape: Shape, order: readonly number[]): HostArray['values'] {
  const moved = order.filter((axis) => shape[axis] !== 1);
  if (isOrdered(shape, order)) return values;
  const result = typedArray(dtype, values.length);
  const strides = stridesOf(shape);
  const steps = moved.map((axis) => strides[axis]!);
  const sizes = moved.map((axis) => shape[axis]!);
  const inner = sizes.length - 1;
  const [innerSize, innerStep] = [sizes[inner]!, steps[inner]!];
  const index = sizes.map(() => 0);
  for (let at = 0, from = 0; at < result.length; ) {
    for (let i = 0, source = from; i < innerSize; i++, source += innerStep) result[at++] = values[source]!;
    for (let axis = inner - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++index[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
