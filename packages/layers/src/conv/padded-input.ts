// internal
import { type PadMode, pad, type Tensor } from '@neurona/tensor';

/** Padding of a convolution, whatever its number of axes. */
type Padding =
  | number
  | readonly number[]
  | 'same'
  | 'valid'
  | { readonly top?: number; readonly bottom?: number; readonly left?: number; readonly right?: number };

/** What the amount of padding depends on. */
interface Windows {
  readonly kernelSize: readonly number[];
  readonly stride: number | readonly number[];
  readonly dilation: number | readonly number[];
  readonly padding: Padding;
}

/** The padded input `[..., ...spatial, C]`, for a convolution without padding. */
export function paddedInput(x: Tensor, windows: Windows, mode: Exclude<PadMode, 'constant'>): Tensor {
  const axes = windows.kernelSize.length;
  const leading = x.ndim - axes - 1;
  const sides = windows.kernelSize.map((_, axis) => sidesOf(windows, axis, x.shape[leading + axis]!));
  const none = Array.from({ length: leading }, () => [0, 0] as const);
  return pad(x, [...none, ...sides, [0, 0]], { mode });
}

const along = (value: number | readonly number[], axis: number): number =>
  typeof value === 'number' ? value : value[axis]!;

function sidesOf(windows: Windows, axis: number, size: number): readonly [number, number] {
  const { padding } = windows;
  if (padding === 'valid') return [0, 0];
  if (padding === 'same') {
    const span = along(windows.dilation, axis) * (windows.kernelSize[axis]! - 1) + 1;
    const stride = along(windows.stride, axis);
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + span - size);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  }
  if (typeof padding === 'object' && !Array.isArray(padding)) {
    const {
      top = 0,
      bottom = 0,
      left = 0,
      right = 0,
    } = padding as Exclude<Padding, string | number | readonly number[]>;
    return axis === 0 ? [top, bottom] : [left, right];
  }
  const width = along(padding as number | readonly number[], axis);
  return [width, width];
}
