import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../convert.js';
import { scoped } from '../memory/scope.js';
import type { Tensor } from '../tensor.js';
import { averageAxis } from './adaptive-pool.js';
import { type Mix, mapAxis } from './axis-map.js';
import { cast } from './cast.js';
import { gatherRows } from './index-select.js';
import { hostIndices } from './indices.js';

/** How values between pixels are found. */
export type InterpolateMode =
  | 'nearest'
  | 'nearest-exact'
  | 'linear'
  | 'bilinear'
  | 'trilinear'
  | 'bicubic'
  | 'area';

/** Settings of {@link interpolate}: either `size` or `scaleFactor`. */
export interface InterpolateOptions {
  /** Size of the result, one for all axes or one each. */
  readonly size?: number | readonly number[];
  /** How many times larger the result is, one for all axes or one each; sizes are rounded down. */
  readonly scaleFactor?: number | readonly number[];
  /**
   * Default `'nearest'`: the pixel at ⌊i / scale⌋; `'nearest-exact'` takes the one at the centre, `'area'` the mean of those
   * covered. `'linear'` is for sequences, `'bilinear'` and `'bicubic'` for images, `'trilinear'` for volumes.
   */
  readonly mode?: InterpolateMode;
  /** Whether corner pixels keep their place, default false: then the image's edges do. For linear and cubic modes. */
  readonly alignCorners?: boolean;
}

/** One axis to be resized; the scale is the given one, which may differ from out / size. */
interface Resizing {
  readonly size: number;
  readonly out: number;
  readonly scale: number | undefined;
  readonly alignCorners: boolean;
}

/** Which numbers of spatial axes a mode is for. */
const ranks: Record<InterpolateMode, readonly number[]> = {
  nearest: [1, 2, 3],
  'nearest-exact': [1, 2, 3],
  linear: [1],
  bilinear: [2],
  trilinear: [3],
  bicubic: [2],
  area: [1, 2, 3],
};

/**
 * Images, sequences or volumes resized.
 *
 *     y[i] = Σ_k w_k(t) · x[k]        t = (i + ½) / scale - ½, or i · (A - 1) / (OA - 1) with alignCorners
 *
 * along each axis, with the weights of the mode: w = 1 for the nearest, 1 - |t - k| for linear ones, Keys' cubic with a = -¾ for
 * bicubic.
 *
 * Shape: x `[N, L, C]`, `[N, H, W, C]` or `[N, D, H, W, C]` → the same with new sizes.
 * @throws {@link ShapeError} if x has another rank, or one that the mode is not for.
 * @throws {@link ArgumentError} unless either `size` or `scaleFactor` is given and sizes are at least 1.
 * @example
 * interpolate(ones([8, 7, 7, 3]), { scaleFactor: 2 }).shape; // => [8, 14, 14, 3]
 * await interpolate(tensor([[[0], [1]]]), { size: 3, mode: 'linear', alignCorners: true }).data(); // => [0, 0.5, 1]
 * @see Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981
 */
export function interpolate(x: TensorLike, options: InterpolateOptions): Tensor {
  const { mode = 'nearest', alignCorners = false } = options;
  const input = toTensor('interpolate', x);
  checkMode(input, mode, alignCorners);
  const resizings = resizingsOf(input, options);
  const isNearest = mode === 'nearest' || mode === 'nearest-exact';
  return scoped(() => {
    const start = isNearest ? input : cast(input, 'float32');
    return resizings.reduce((y, resizing, i) => {
      const axis = i + 1;
      if (mode === 'area') return averageAxis(y, axis, resizing.out);
      if (isNearest) return gatherRows(y, hostIndices(nearest(resizing, mode === 'nearest-exact'), y), axis);
      return mapAxis(y, axis, mode === 'bicubic' ? cubic(resizing) : linear(resizing));
    }, start);
  });
}

function checkMode(x: Tensor, mode: InterpolateMode, alignCorners: boolean): void {
  if (!Object.hasOwn(ranks, mode)) {
    throw new ArgumentError('interpolate', {
      expected: `a mode of ${Object.keys(ranks).join(', ')}`,
      received: mode,
    });
  }
  if (!ranks[mode].includes(x.ndim - 2)) {
    throw new ShapeError('interpolate', {
      expected: `x [N, ..., C] with ${ranks[mode].map((rank) => rank + 2).join(', ')} axes for mode '${mode}'`,
      received: describeShape(x.shape),
    });
  }
  if (alignCorners && !mode.endsWith('linear') && mode !== 'bicubic') {
    throw new ArgumentError('interpolate', {
      expected: 'a linear or cubic mode with alignCorners',
      received: `'${mode}'`,
    });
  }
}

function resizingsOf(x: Tensor, options: InterpolateOptions): Resizing[] {
  const { size, scaleFactor, alignCorners = false } = options;
  const sizes = x.shape.slice(1, -1);
  const given = size ?? scaleFactor;
  if (given === undefined || (size !== undefined && scaleFactor !== undefined)) {
    throw new ArgumentError('interpolate', {
      expected: 'either size or scaleFactor',
      received: given === undefined ? 'neither' : 'both',
    });
  }
  const values = typeof given === 'number' ? sizes.map(() => given) : given;
  const outs = size === undefined ? values.map((factor, i) => Math.floor(sizes[i]! * factor)) : values;
  if (
    values.length !== sizes.length ||
    !outs.every((out) => Number.isInteger(out) && out >= 1) ||
    sizes.includes(0)
  ) {
    throw new ArgumentError('interpolate', {
      expected: `sizes of at least 1, one for all or ${sizes.length}`,
      received: given,
      where: `x has shape ${describeShape(x.shape)}`,
    });
  }
  return outs.map((out, i) => ({
    size: sizes[i]!,
    out,
    scale: size === undefined ? values[i] : undefined,
    alignCorners,
  }));
}

/** In single precision, as PyTorch does, so that ties fall the same way. */
function nearest({ size, out, scale }: Resizing, atCentre: boolean): number[] {
  const step = Math.fround(scale === undefined ? size / out : 1 / scale);
  return Array.from({ length: out }, (_, i) => {
    if (size === out) return i;
    return Math.min(Math.floor(Math.fround((atCentre ? i + 0.5 : i) * step)), size - 1);
  });
}

/** Where elements of the result lie on the axis. */
function positions({ size, out, scale, alignCorners }: Resizing): number[] {
  if (alignCorners)
    return Array.from({ length: out }, (_, i) => (out > 1 ? (i * (size - 1)) / (out - 1) : 0));
  const step = scale === undefined ? size / out : 1 / scale;
  return Array.from({ length: out }, (_, i) => (i + 0.5) * step - 0.5);
}

function linear(resizing: Resizing): Mix[] {
  const last = resizing.size - 1;
  return positions(resizing).map((position) => {
    const place = Math.max(0, position);
    const first = Math.min(Math.floor(place), last);
    const share = Math.min(place - first, 1);
    return [
      [first, 1 - share],
      [Math.min(first + 1, last), share],
    ];
  });
}

const KEYS = -0.75;

/** Weight of a pixel at a distance of 0 to 2. */
function keys(distance: number): number {
  if (distance <= 1) return ((KEYS + 2) * distance - (KEYS + 3)) * distance * distance + 1;
  return ((KEYS * distance - 5 * KEYS) * distance + 8 * KEYS) * distance - 4 * KEYS;
}

function cubic(resizing: Resizing): Mix[] {
  const clamp = (index: number): number => Math.min(Math.max(index, 0), resizing.size - 1);
  return positions(resizing).map((position) => {
    const first = Math.floor(position);
    return [-1, 0, 1, 2].map((k) => [clamp(first + k), keys(Math.abs(position - first - k))]);
  });
}
