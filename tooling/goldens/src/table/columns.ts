import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import type { Call } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';
import { pair } from './sizes.js';

const F = 'torch.nn.functional';

/** `dilation`, `padding`, `stride` of `unfold` and `fold`. */
const columnsOptions = (call: Call, at: number): ops.ColumnsFunctionOptions => ({
  dilation: pair(call.numbers(at, 'dilation') ?? 1),
  padding: pair(call.numbers(at + 1, 'padding') ?? 0),
  stride: pair(call.numbers(at + 2, 'stride') ?? 1),
});

/** The last `count` axes in reverse order. */
function reversed(x: Tensor, count: number): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return ops.permute(x, [...axes.slice(0, -count), ...axes.slice(-count).reverse()]);
}

/** Functions of group `shape_ops` that take images: windows as columns and back, channels as pixels and back. */
export const columns: Readonly<Record<string, FunctionRow>> = {
  [`${F}.unfold`]: (call) => {
    const x = call.tensor(0);
    const kernelSize = pair(call.numbers(1, 'kernel_size')!);
    const columns = ops.im2col(x, kernelSize, columnsOptions(call, 2)); // [N, P, (K C)]
    const channels = x.shape.at(-1)!;
    const split = ops.unflatten(columns, -1, [columns.shape.at(-1)! / channels, channels]); // [N, P, K, C]
    return ops.flatten(reversed(split, 3), -3, -2); // [N, (C K), P]
  },
  [`${F}.fold`]: (call) => {
    const x = call.tensor(0); // [N, (C K), P]
    const imageSize = pair(call.numbers(1, 'output_size')!);
    const kernelSize = pair(call.numbers(2, 'kernel_size')!);
    const places = kernelSize[0] * kernelSize[1];
    const split = ops.unflatten(x, -2, [x.shape.at(-2)! / places, places]); // [N, C, K, P]
    const rows = ops.flatten(reversed(split, 3), -2, -1); // [N, P, (K C)]
    return ops.col2im(rows, imageSize, kernelSize, columnsOptions(call, 3));
  },
  [`${F}.pixel_shuffle`]: (call) => ops.pixelShuffle(call.tensor(0), call.number(1, 'upscale_factor')!),
  [`${F}.pixel_unshuffle`]: (call) => ops.pixelUnshuffle(call.tensor(0), call.number(1, 'downscale_factor')!),
};
