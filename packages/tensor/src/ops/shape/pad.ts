import { ArgumentError, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import { storedNumber } from '../../nested-array.js';
import type { Tensor } from '../../tensor.js';
import { type PadWidths, padConstant, sliceBox } from '../indexing/box.js';
import { gatherRows } from '../indexing/index-select.js';
import { hostIndices } from '../indexing/indices.js';

/**
 * What padding holds: one value, the tensor mirrored without repeating the edge, the edge repeated, or the tensor's other end.
 */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

/** Settings of {@link pad}. */
export interface PadFunctionOptions {
  /** Default `'constant'`. */
  readonly mode?: PadMode;
  /** The value of `'constant'` padding, default 0. */
  readonly value?: number;
}

const padOptions: OptionTable<PadFunctionOptions> = { mode: 'constant', value: 0 };

/** Index of the element that pads a position outside of an axis. */
const sources: Record<Exclude<PadMode, 'constant'>, (place: number, size: number) => number> = {
  reflect: (place, size) => (place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place),
  replicate: (place, size) => Math.min(Math.max(place, 0), size - 1),
  circular: (place, size) => ((place % size) + size) % size,
};

/** How far each mode reaches. */
const reach: Record<PadMode, (size: number) => number> = {
  constant: () => Infinity,
  reflect: (size) => Math.max(0, size - 1),
  replicate: (size) => (size === 0 ? 0 : Infinity),
  circular: (size) => size,
};

/**
 * Adds elements around a tensor; negative widths cut some off.
 *
 * Shape: x `[..., A, ...]` → `[..., before + A + after, ...]`
 * @param widths - Elements before and after each axis, from the first axis on.
 * @throws {@link ShapeError} if there is not a pair for each axis, or an axis is too short for the mode or the cut.
 * @throws {@link ArgumentError} if a width is not an integer, the mode is unknown, or int32 can't hold the value.
 * @example
 * await pad(tensor([1, 2, 3]), [[2, 1]]).data(); // => [0, 0, 1, 2, 3, 0]
 * await pad(tensor([1, 2, 3]), [[2, 1]], { mode: 'reflect' }).data(); // => [3, 2, 1, 2, 3, 2]
 */
export function pad(x: TensorLike, widths: PadWidths, options: PadFunctionOptions = {}): Tensor {
  const { mode = 'constant', value = 0 } = checkOptions('pad', options, padOptions);
  const input = toTensor('pad', x);
  checkWidths(input, widths, mode);
  return scoped(() => {
    const cut = sliceBox(input, {
      start: widths.map(([before]) => Math.max(0, -before)),
      size: widths.map(([before, after], i) => input.shape[i]! + Math.min(0, before) + Math.min(0, after)),
      step: widths.map(() => 1),
    });
    const added = widths.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const);
    if (mode === 'constant') return padConstant(cut, added, storedNumber('pad', value, input.dtype));
    return added.reduce((y, [before, after], axis) => {
      if (before === 0 && after === 0) return y;
      const size = y.shape[axis]!;
      const places = Array.from({ length: before + size + after }, (_, i) => sources[mode](i - before, size));
      return gatherRows(y, hostIndices(places, y), axis);
    }, cut);
  });
}

function checkWidths(x: Tensor, widths: PadWidths, mode: PadMode): void {
  if (!Object.hasOwn(reach, mode)) {
    throw new ArgumentError('pad', {
      expected: `a mode of ${Object.keys(reach).join(', ')}`,
      received: mode,
    });
  }
  const isPairs = Array.isArray(widths) && widths.every((pair) => Array.isArray(pair) && pair.length === 2);
  if (!isPairs) {
    throw new ArgumentError('pad', {
      expected: 'widths to be a pair [before, after] for each axis',
      received: widths,
    });
  }
  if (widths.length !== x.ndim) {
    throw new ShapeError('pad', {
      expected: `a pair of widths for each of ${x.ndim} axes`,
      received: widths.length,
      where: `x has shape ${describeShape(x.shape)}`,
    });
  }
  for (const [axis, [before, after]] of widths.entries()) {
    if (!Number.isInteger(before) || !Number.isInteger(after)) {
      throw new ArgumentError('pad', {
        expected: 'widths that are integers',
        received: [before, after],
      });
    }
    const left = x.shape[axis]! + Math.min(0, before) + Math.min(0, after);
    if (left >= 0 && Math.max(before, after, 0) <= reach[mode](left)) continue;
    throw new ShapeError('pad', {
      expected:
        left < 0
          ? `to cut at most ${x.shape[axis]} elements`
          : `widths of at most ${reach[mode](left)} in mode '${mode}'`,
      received: describeShape([before, after]),
      where: `axis ${axis} of shape ${describeShape(x.shape)}`,
    });
  }
}
