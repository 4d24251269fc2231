import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { gatherRows } from '../indexing/index-select.js';
import { hostIndices } from '../indexing/indices.js';
import { averageAxis } from '../pool/adaptive-pool.js';
import { mapAxis } from '../shape/axis-map.js';
import { antialiased, cubic, linear, nearest, type Resizing } from './resize-weights.js';

/** How values between pixels are computed. */
export type InterpolateMode =
  | 'nearest'
  | 'nearest-exact'
  | 'linear'
  | 'bilinear'
  | 'trilinear'
  | 'bicubic'
  | 'area';

/** Settings of {@link interpolate}: either `size` or `scaleFactor`. */
export interface InterpolateFunctionOptions {
  /** Size of the result, one for all axes or one each. */
  readonly size?: number | readonly number[];
  /** How many times larger the result is, one for all axes or one each; sizes are rounded down. */
  readonly scaleFactor?: number | readonly number[];
  /**
   * Default `'nearest'`: the pixel at ⌊i / scale⌋; `'nearest-exact'` takes the one at the centre, `'area'` the mean of those
   * covered. `'linear'` is for sequences, `'bilinear'` and `'bicubic'` for images, `'trilinear'` for volumes.
   */
  readonly mode?: InterpolateMode;
  /**
   * Whether the centres of the corner pixels are aligned; by default (false) the edges of the images are. For linear and cubic
   * modes.
   */
  readonly alignCorners?: boolean;
  /** Whether shrinking averages over all pixels that one covers, default false. For `'bilinear'` and `'bicubic'`. */
  readonly antialias?: boolean;
}

const interpolateOptions: OptionTable<InterpolateFunctionOptions> = {
  size: 2,
  scaleFactor: 2,
  mode: 'nearest',
  alignCorners: false,
  antialias: false,
};

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
 * Resizes images, sequences or volumes.
 *
 *     y[i] = Σ_k w_k(t) · x[k]        t = (i + ½) / scale - ½, or i · (A - 1) / (OA - 1) with alignCorners
 *
 * along each axis, with the weights of the mode: w = 1 for the nearest, 1 - |t - k| for linear ones, Keys' cubic with a = -¾ for
 * bicubic (-½ with antialias, which stretches w by 1 / scale when shrinking).
 *
 * Shape: x `[N, L, C]`, `[N, H, W, C]` or `[N, D, H, W, C]` → the same with new sizes.
 * @throws {@link ShapeError} if x has another rank, or one that the mode is not for.
 * @throws {@link ArgumentError} unless either `size` or `scaleFactor` is given and sizes are at least 1.
 * @example
 * interpolate(ones([8, 7, 7, 3]), { scaleFactor: 2 }).shape; // => [8, 14, 14, 3]
 * await interpolate(tensor([[[0], [1]]]), { size: 3, mode: 'linear', alignCorners: true }).data(); // => [0, 0.5, 1]
 * @see Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981
 */
export function interpolate(x: TensorLike, options: InterpolateFunctionOptions): Tensor {
  const {
    mode = 'nearest',
    alignCorners = false,
    antialias = false,
  } = checkOptions('interpolate', options, interpolateOptions);
  const input = toTensor('interpolate', x);
  checkMode(input, mode, alignCorners);
  checkAntialias(mode, antialias);
  const resizings = resizingsOf(input, options);
  const isNearest = mode === 'nearest' || mode === 'nearest-exact';
  return scoped(() => {
    const start = isNearest ? input : cast(input, 'float32');
    return resizings.reduce((y, resizing, i) => {
      const axis = i + 1;
      if (mode === 'area') return averageAxis(y, axis, resizing.out);
      if (isNearest) return gatherRows(y, hostIndices(nearest(resizing, mode === 'nearest-exact'), y), axis);
      const filter = mode === 'bicubic' ? 'cubic' : 'linear';
      const plain = filter === 'cubic' ? cubic : linear;
      return mapAxis(y, axis, antialias ? antialiased(resizing, filter) : plain(resizing));
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

function checkAntialias(mode: InterpolateMode, antialias: boolean): void {
  if (!antialias || mode === 'bilinear' || mode === 'bicubic') return;
  throw new ArgumentError('interpolate', {
    expected: "mode 'bilinear' or 'bicubic' with antialias",
    received: `'${mode}'`,
  });
}

function resizingsOf(x: Tensor, options: InterpolateFunctionOptions): Resizing[] {
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
