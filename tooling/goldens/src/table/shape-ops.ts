import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';
import { getItem } from './get-item.js';
import { pair } from './sizes.js';

const F = 'torch.nn.functional';

/** Numbers given one by one or as a list. */
const numbersOf = (args: readonly unknown[]): number[] => args.flat() as number[];

/** Numbers as a list. */
const listOf = (value: number | readonly number[] | undefined): readonly number[] | undefined =>
  typeof value === 'number' ? [value] : value;

/** `dilation`, `padding`, `stride` of `unfold` and `fold`. */
const columnsOptions = (call: Call, at: number): ops.ColumnsOptions => ({
  dilation: pair(call.numbers(at, 'dilation') ?? 1),
  padding: pair(call.numbers(at + 1, 'padding') ?? 0),
  stride: pair(call.numbers(at + 2, 'stride') ?? 1),
});

/** The last `count` axes in reverse order. */
function reversed(x: Tensor, count: number): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return ops.permute(x, [...axes.slice(0, -count), ...axes.slice(-count).reverse()]);
}

/** Group `shape_ops`: moving, joining, splitting, indexing, padding and making tensors. */
export const shapeOps: Readonly<Record<string, FunctionRow>> = {
  'torch.transpose': (call) => {
    const x = call.tensor(0);
    return ops.transpose(x, call.axis(1, 'dim0', x), call.axis(2, 'dim1', x));
  },
  'torch.t': (call) => ops.t(call.tensor(0)),
  'torch.permute': (call) => ops.permute(call.tensor(0), listOf(call.numbers(1, 'dims'))!),
  'torch.movedim': (call) =>
    ops.moveAxis(call.tensor(0), call.numbers(1, 'source')!, call.numbers(2, 'destination')!),
  'torch.reshape': (call) => ops.reshape(call.tensor(0), listOf(call.numbers(1, 'shape'))!),
  'torch.flatten': (call) =>
    ops.flatten(call.tensor(0), call.number(1, 'start_dim', 0), call.number(2, 'end_dim', -1)),
  'Tensor.unflatten': (call) =>
    ops.unflatten(call.tensor(0), call.number(1, 'dim')!, listOf(call.numbers(2, 'sizes'))!),
  'torch.squeeze': (call) => {
    const x = call.tensor(0);
    return ops.squeeze(x, call.axes(1, 'dim', x));
  },
  'torch.unsqueeze': (call) => ops.unsqueeze(call.tensor(0), call.number(1, 'dim')!),
  'Tensor.expand': (call) => ops.expand(call.tensor(0), numbersOf(call.list(1))),
  'torch.broadcast_to': (call) => ops.broadcastTo(call.tensor(0), listOf(call.numbers(1, 'size'))!),
  'torch.cat': (call) => ops.concat(call.tensors(0, 'tensors'), { axis: call.number(1, 'dim', 0) }),
  'torch.stack': (call) => ops.stack(call.tensors(0, 'tensors'), { axis: call.number(1, 'dim', 0) }),
  'torch.split': (call) => {
    const x = call.tensor(0);
    const axis = call.axis(2, 'dim', x) ?? 0;
    return ops.split(x, call.numbers(1, 'split_size_or_sections')!, { axis });
  },
  'torch.chunk': (call) => {
    const x = call.tensor(0);
    return ops.chunk(x, call.number(1, 'chunks')!, { axis: call.axis(2, 'dim', x) ?? 0 });
  },
  'torch.unbind': (call) => {
    const x = call.tensor(0);
    return ops.unbind(x, { axis: call.axis(1, 'dim', x) ?? 0 });
  },
  'Tensor.__getitem__': getItem,
  'torch.narrow': (call) => {
    const x = call.tensor(0);
    return ops.narrow(x, call.axis(1, 'dim', x)!, call.number(2, 'start')!, call.number(3, 'length')!);
  },
  'torch.select': (call) => {
    const x = call.tensor(0);
    return ops.select(x, call.axis(1, 'dim', x)!, call.number(2, 'index')!);
  },
  'torch.flip': (call) => {
    const x = call.tensor(0);
    return ops.flip(x, call.axes(1, 'dims', x)!);
  },
  'torch.roll': (call) => {
    const x = call.tensor(0);
    return ops.roll(x, call.numbers(1, 'shifts')!, given({ axis: call.axes(2, 'dims', x) }));
  },
  'Tensor.repeat': (call) => ops.tile(call.tensor(0), numbersOf(call.list(1))),
  'torch.tile': (call) => ops.tile(call.tensor(0), listOf(call.numbers(1, 'dims'))!),
  'torch.repeat_interleave': async (call) => {
    const x = call.tensor(0);
    const repeats = call.operand(1, 'repeats');
    const axis = call.axis(2, 'dim', x);
    const counts = typeof repeats === 'number' ? repeats : [...(await repeats.data())];
    return ops.repeatInterleave(x, counts, given({ axis }));
  },
  'torch.rot90': (call) => {
    const axes = listOf(call.numbers(2, 'dims')) ?? [0, 1];
    return ops.rot90(call.tensor(0), call.number(1, 'k', 1), axes as [number, number]);
  },
  'torch.diag': (call) => ops.diag(call.tensor(0), call.number(1, 'diagonal', 0)),
  'torch.diagonal': (call) =>
    ops.diagonal(call.tensor(0), {
      offset: call.number(1, 'offset', 0),
      axis1: call.number(2, 'dim1', 0),
      axis2: call.number(3, 'dim2', 1),
    }),
  'torch.trace': (call) => ops.trace(call.tensor(0)),
  'torch.tril': (call) => ops.tril(call.tensor(0), call.number(1, 'diagonal', 0)),
  'torch.triu': (call) => ops.triu(call.tensor(0), call.number(1, 'diagonal', 0)),

  'torch.gather': (call) => {
    const x = call.tensor(0);
    return ops.gather(x, call.axis(1, 'dim', x)!, call.tensor(2, 'index'));
  },
  'torch.take_along_dim': (call) => {
    const x = call.tensor(0);
    const indices = call.tensor(1, 'indices');
    const axis = call.axis(2, 'dim', x);
    return axis === undefined
      ? ops.takeAlongAxis(ops.flatten(x), ops.flatten(indices), 0)
      : ops.takeAlongAxis(x, indices, axis);
  },
  'torch.index_select': (call) => {
    const x = call.tensor(0);
    return ops.indexSelect(x, call.axis(1, 'dim', x)!, call.tensor(2, 'index'));
  },
  'torch.scatter': (call) => {
    const x = call.tensor(0);
    const source = call.get(3, 'src') === undefined ? call.operand(3, 'value') : call.operand(3, 'src');
    return ops.scatter(x, call.axis(1, 'dim', x)!, call.tensor(2, 'index'), source);
  },
  'torch.scatter_add': (call) => {
    const x = call.tensor(0);
    return ops.scatterAdd(x, call.axis(1, 'dim', x)!, call.tensor(2, 'index'), call.tensor(3, 'src'));
  },
  'torch.index_add': (call) => {
    const x = call.tensor(0);
    const alpha = call.number(4, 'alpha', 1);
    const axis = call.axis(1, 'dim', x)!;
    return ops.indexAdd(x, axis, call.tensor(2, 'index'), call.tensor(3, 'source'), { alpha });
  },
  'torch.masked_select': (call) => ops.maskedSelect(call.tensor(0), call.tensor(1, 'mask')),
  'torch.nonzero': (call) => {
    const x = call.tensor(0);
    return call.flag(1, 'as_tuple')
      ? ops.nonzero(x).then((places) => ops.unbind(places, { axis: 1 }))
      : ops.nonzero(x);
  },
  [`${F}.one_hot`]: async (call) => {
    const classes = call.number(1, 'num_classes', -1); // -1: as many as there are
    const x = call.tensor(0);
    return ops.oneHot(x, classes < 0 ? (await ops.max(x).item()) + 1 : classes, { dtype: 'int32' });
  },

  [`${F}.pad`]: (call) => {
    const x = call.tensor(0);
    const widths = x.shape.map((): readonly [number, number] => [0, 0]);
    const pairs = listOf(call.numbers(1, 'pad'))!; // of the last axis first
    for (let i = 0; i < pairs.length; i += 2) {
      widths[call.ourAxis(x, x.ndim - 1 - i / 2)] = [pairs[i]!, pairs[i + 1]!];
    }
    const mode = call.text(2, 'mode') as ops.PadMode | undefined;
    return ops.pad(x, widths, given({ mode, value: call.number(3, 'value') }));
  },
  'Tensor.unfold': (call) => {
    const x = call.tensor(0);
    return ops.unfold(x, call.axis(1, 'dimension', x)!, call.number(2, 'size')!, call.number(3, 'step')!);
  },
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
  'torch.meshgrid': (call) => {
    return ops.meshgrid(call.list(0) as readonly Tensor[], {
      indexing: (call.named('indexing') ?? 'ij') as 'ij' | 'xy',
    });
  },

  'torch.arange': (call) => {
    const numbers = call.list(0) as number[];
    const [start, stop, step] = numbers.length === 1 ? [0, numbers[0]!] : numbers;
    return ops.arange(start!, stop, step, { dtype: call.resultDType });
  },
  'torch.linspace': (call) =>
    ops.linspace(call.number(0, 'start')!, call.number(1, 'end')!, call.number(2, 'steps')!),
  'torch.logspace': (call) =>
    ops.logspace(
      call.number(0, 'start')!,
      call.number(1, 'end')!,
      call.number(2, 'steps')!,
      call.number(3, 'base', 10),
    ),
  'torch.eye': (call) => ops.eye(call.number(0, 'n')!, call.number(1, 'm')),
  'torch.full': (call) => {
    const value = Number(call.get(1, 'fill_value'));
    return ops.full(listOf(call.numbers(0, 'size'))!, value, { dtype: call.resultDType });
  },
};
