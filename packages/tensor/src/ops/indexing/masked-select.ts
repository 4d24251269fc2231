import { broadcastShapes, DTypeError, type Shape, sameShape, sizeOf, stridesOf } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { broadcastTo } from '../shape/broadcast-to.js';
import { reshape } from '../shape/reshape.js';
import { gatherRows } from './index-select.js';
import { hostIndices } from './indices.js';

/** Where values differ from 0, as indices into the flattened tensor. */
async function flatPlaces(x: Tensor): Promise<number[]> {
  const values = await x.data();
  const places: number[] = [];
  values.forEach((value, place) => {
    if (value !== 0) places.push(place);
  });
  return places;
}

/** @internal Coordinates of flat indices, one row for each. */
export function coordinates(places: readonly number[], shape: Shape): Int32Array {
  const strides = stridesOf(shape);
  const rows = new Int32Array(places.length * shape.length);
  places.forEach((place, i) => {
    strides.forEach((stride, axis) => {
      rows[i * shape.length + axis] = Math.floor(place / stride) % shape[axis]!;
    });
  });
  return rows;
}

/**
 * Where values differ from 0: a row of indices for each. Waits for the device, as the result's size depends on the values.
 *
 * Shape: x `[...]` → `[K, x.ndim]`, int32
 * @example
 * await (await nonzero(tensor([[1, 0], [0, 2]]))).array(); // => [[0, 0], [1, 1]]
 */
export async function nonzero(x: TensorLike): Promise<Tensor> {
  const input = toTensor('nonzero', x);
  const { backend, shape } = input;
  const places = await flatPlaces(input);
  return tensor(coordinates(places, shape), {
    shape: [places.length, shape.length],
    dtype: 'int32',
    backend,
  });
}

/**
 * The elements where a mask is true. Waits for the device, as the result's size depends on the mask.
 *
 * Shape: x and mask broadcast → `[K]`
 * @param mask - Truth values.
 * @throws {@link DTypeError} if the mask has another dtype.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * const x = tensor([1, 5, 3]);
 * await (await maskedSelect(x, x.greater(2))).data(); // => [5, 3]
 */
export async function maskedSelect(x: TensorLike, mask: TensorLike): Promise<Tensor> {
  const input = toTensor('maskedSelect', x);
  const test = toTensor('maskedSelect', mask, input);
  if (test.dtype !== 'bool') {
    throw new DTypeError('maskedSelect', {
      expected: 'a mask of dtype bool',
      received: test.dtype,
      hint: "Compare, as in x.greater(0), or cast the mask to 'bool'.",
    });
  }
  const shape = broadcastShapes('maskedSelect', input.shape, test.shape);
  const places = repeatPlaces(await flatPlaces(test), test.shape, shape);
  return scoped(() => {
    const stretched = sameShape(input.shape, shape) ? input : broadcastTo(input, shape);
    return gatherRows(reshape(stretched, [sizeOf(shape)]), hostIndices(places, input), 0);
  });
}

/** Places of a tensor that was broadcast. */
function repeatPlaces(places: readonly number[], from: Shape, to: Shape): number[] {
  if (sameShape(from, to)) return [...places];
  const hit = new Set(places);
  const [strides, fromStrides] = [stridesOf(to), stridesOf(from)];
  const added = to.length - from.length;
  const found: number[] = [];
  for (let place = 0; place < sizeOf(to); place++) {
    let source = 0;
    for (let axis = 0; axis < from.length; axis++) {
      const index = Math.floor(place / strides[axis + added]!) % to[axis + added]!;
      source += (from[axis] === 1 ? 0 : index) * fromStrides[axis]!;
    }
    if (hit.has(source)) found.push(place);
  }
  return found;
}
