import { checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add } from '../elementwise/binary.js';
import { padConstant, sliceAxis } from '../indexing/box.js';
import { select } from '../indexing/slice.js';
import { countWindows, samePadding, type Triple, tripleOf } from '../pool/window-options.js';
import { reshape } from '../shape/reshape.js';
import { checkConv, convOperands } from './conv-operands.js';
import { conv2dWith, convGeometry } from './conv2d.js';

/** Settings of {@link conv3d}. */
export interface Conv3dFunctionOptions {
  /** Steps between windows, default 1. */
  readonly stride?: Triple;
  /** Zeros on both sides, default 0; `'same'` makes the output ⌈size / stride⌉, `'valid'` is none. */
  readonly padding?: Triple | 'same' | 'valid';
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: Triple;
  /** Number of groups of channels that are convolved separately, default 1. */
  readonly groups?: number;
}

const conv3dOptions: OptionTable<Conv3dFunctionOptions> = { stride: 1, padding: 0, dilation: 1, groups: 1 };

/**
 * Convolution (cross-correlation) of volumes with a kernel: the sum of 2-D convolutions over the depth of the kernel.
 *
 *     y[n, d, i, j, o] = b[o] + Σ_{e, a, b, c} x[n, d·stride + e - pad, i·stride + a - pad, j·stride + b - pad, c] · w[e, a, b, c, o]
 *
 * Shape: x `[N, D, H, W, C]` or `[D, H, W, C]`, weight `[KD, KH, KW, C / groups, O]`, bias `[O]` → `[N, OD, OH, OW, O]` or
 * `[OD, OH, OW, O]`, each size as in {@link conv2d}.
 * @throws {@link ShapeError} if the shapes don't agree or no window fits.
 * @throws {@link ArgumentError} if an option is out of its range.
 * @example
 * conv3d(ones([2, 4, 8, 8, 3]), ones([3, 3, 3, 3, 16])).shape; // => [2, 2, 6, 6, 16]
 */
export function conv3d(
  x: TensorLike,
  weight: TensorLike,
  bias?: TensorLike,
  options: Conv3dFunctionOptions = {},
): Tensor {
  checkOptions('conv3d', options, conv3dOptions);
  const [input, w, b] = convOperands('conv3d', x, weight, bias);
  const { padding = 0, groups = 1 } = options;
  checkConv('conv3d', ['N', 'D', 'H', 'W', 'C'], input.shape, w.shape, b?.shape, groups);
  const stride = tripleOf('conv3d', 'stride', options.stride ?? 1, 1);
  const dilation = tripleOf('conv3d', 'dilation', options.dilation ?? 1, 1);
  const zeros = typeof padding === 'string' ? undefined : tripleOf('conv3d', 'padding', padding, 0);
  const [batch, depth, height, width, channels] = (
    input.ndim === 5 ? input.shape : [1, ...input.shape]
  ) as number[];
  const kernelDepth = w.shape[0]!;
  const along = { size: depth!, kernel: kernelDepth, stride: stride[0], dilation: dilation[0] };
  const [before, after] = padding === 'same' ? samePadding(along) : [zeros?.[0] ?? 0, zeros?.[0] ?? 0];
  const outDepth = countWindows('conv3d', { ...along, before, after }, input.shape);
  const geometry = convGeometry(
    'conv3d',
    [batch! * outDepth, height!, width!, channels!],
    w.shape.slice(1),
    {
      stride: [stride[1], stride[2]],
      dilation: [dilation[1], dilation[2]],
      padding: zeros ? [zeros[1], zeros[2]] : (padding as 'same' | 'valid'),
      groups,
    },
    input.shape,
  );
  return scoped(() => {
    const volume = reshape(input, [batch!, depth!, height!, width!, channels!]);
    const padded = padConstant(
      volume,
      [
        [0, 0],
        [before, after],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      0,
    );
    let y: Tensor | undefined;
    for (let k = 0; k < kernelDepth; k++) {
      const layers = sliceAxis(padded, 1, k * dilation[0], outDepth, stride[0]); // [N, OD, H, W, C]
      const images = reshape(layers, geometry.inputShape);
      const part = conv2dWith(images, select(w, 0, k), k === 0 ? b : undefined, geometry);
      y = y ? add(y, part) : part;
    }
    const sizes = [outDepth, ...geometry.outputShape.slice(1)];
    return reshape(y!, input.ndim === 5 ? [batch!, ...sizes] : sizes);
  });
}
