import { ArgumentError, sizeOf, stridesOf, typedArray } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';
import type { HostArray } from './safetensors.js';

/**
 * The order of our axes in PyTorch's: axis i of ours is axis `order[i]` there.
 *
 *     NCHW → N H W C      OIHW → H W I O      IOHW → H W I O
 *
 * @param layout - PyTorch's axes by letter; the spatial ones keep their order.
 */
export function axisOrder(layout: string): number[] {
  const axes = [...layout];
  const isKernel = axes.includes('O') && axes.includes('I');
  const last = isKernel ? ['I', 'O'] : ['C'];
  const known = isKernel || (axes.includes('C') && axes.every((axis) => 'NCDHWL'.includes(axis)));
  if (!known)
    throw new ArgumentError('axisOrder', { expected: 'a layout like NCHW or OIHW', received: layout });
  const order = axes.filter((axis) => !last.includes(axis)).concat(last);
  return order.map((axis) => axes.indexOf(axis));
}

/** A tensor of ours with PyTorch's axes. */
export function toTorchAxes(x: Tensor, layout: string | undefined): Tensor {
  if (layout === undefined) return x;
  const order = axisOrder(layout);
  return x.permute(order.map((_, axis) => order.indexOf(axis)));
}

/** A tensor with PyTorch's axes as ours. */
export const fromTorchAxes = (x: Tensor, layout: string | undefined): Tensor =>
  layout === undefined ? x : x.permute(axisOrder(layout));

/** The same array with its axes in another order. */
function permute({ dtype, shape, values }: HostArray, order: readonly number[]): HostArray {
  const strides = stridesOf(shape);
  const target = order.map((axis) => shape[axis]!);
  const result = typedArray(dtype, values.length);
  const index = target.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    let from = 0;
    for (let axis = 0; axis < index.length; axis++) from += index[axis]! * strides[order[axis]!]!;
    result[i] = values[from]!;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < target[axis]!) break;
      index[axis] = 0;
    }
  }
  return { dtype, shape: target, values: result };
}

/** An array in our layout. Without a layout it has no axes to move. */
export function fromTorch(array: HostArray, layout: string | undefined): HostArray {
  if (layout === undefined) return array;
  const flattened = /^O\[(.*)\]$/.exec(layout);
  if (flattened) return reorderFeatures(array, flattened[1]!);
  return permute(array, axisOrder(layout));
}

/** A linear weight `[O, C·H·W]` behind a flattened image, whose features become H, W, C in order. */
function reorderFeatures(array: HostArray, features: string): HostArray {
  const axes = features.split(',').map((axis) => ({ name: axis[0]!, size: Number(axis.slice(1)) }));
  const order = axisOrder(axes.map(({ name }) => name).join(''));
  const sizes = axes.map(({ size }) => size);
  const spread = { ...array, shape: [array.shape[0]!, ...sizes] };
  const moved = permute(spread, [0, ...order.map((axis) => axis + 1)]);
  return { ...moved, shape: [array.shape[0]!, sizeOf(sizes)] };
}
