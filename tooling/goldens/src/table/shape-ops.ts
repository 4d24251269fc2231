import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { given } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';
import { getItem } from './get-item.js';

const F = 'torch.nn.functional';

/** Numbers given one by one or as a list. */
const numbersOf = (args: readonly unknown[]): number[] => args.flat() as number[];

/** Numbers as a list. */
const listOf = (value: number | readonly number[] | undefined): readonly number[] | undefined =>
  typeof value === 'number' ? [value] : value;

/** Group `shape_ops`: moving, joining, splitting, indexing, padding and making tensors. */
export const shapeOps: Readonly<Record<string, FunctionRow>> = {
  'torch.transpose': (call) =>
    ops.transpose(call.tensor(0), call.number(1, 'dim0')!, call.number(2, 'dim1')!),
  'torch.t': (call) => ops.t(call.tensor(0)),
  'torch.permute': (call) => ops.permute(call.tensor(0), listOf(call.numbers(1, 'dims'))!),
  'torch.movedim': (call) =>
    ops.moveAxis(call.tensor(0), call.numbers(1, 'source')!, call.numbers(2, 'destination')!),
  'torch.reshape': (call) => ops.reshape(call.tensor(0), listOf(call.numbers(1, 'shape'))!),
  'torch.flatten': (call) =>
    ops.flatten(call.tensor(0), call.number(1, 'start_dim', 0), call.number(2, 'end_dim', -1)),
  'Tensor.unflatten': (call) =>
    ops.unflatten(call.tensor(0), call.number(1, 'dim')!, listOf(call.numbers(2, 'sizes'))!),
  'torch.squeeze': (call) => ops.squeeze(call.tensor(0), call.numbers(1, 'dim')),
  'torch.unsqueeze': (call) => ops.unsqueeze(call.tensor(0), call.number(1, 'dim')!),
  'Tensor.expand': (call) => ops.expand(call.tensor(0), numbersOf(call.list(1))),
  'torch.broadcast_to': (call) => ops.broadcastTo(call.tensor(0), listOf(call.numbers(1, 'size'))!),
  'torch.cat': (call) => ops.concat(call.tensors(0, 'tensors'), { axis: call.number(1, 'dim', 0) }),
  'torch.stack': (call) => ops.stack(call.tensors(0, 'tensors'), { axis: call.number(1, 'dim', 0) }),
  'torch.split': (call) =>
    ops.split(call.tensor(0), call.numbers(1, 'split_size_or_sections')!, { axis: call.number(2, 'dim', 0) }),
  'torch.chunk': (call) =>
    ops.chunk(call.tensor(0), call.number(1, 'chunks')!, { axis: call.number(2, 'dim', 0) }),
  'torch.unbind': (call) => ops.unbind(call.tensor(0), { axis: call.number(1, 'dim', 0) }),
  'Tensor.__getitem__': getItem,
  'torch.narrow': (call) =>
    ops.narrow(call.tensor(0), call.number(1, 'dim')!, call.number(2, 'start')!, call.number(3, 'length')!),
  'torch.select': (call) => ops.select(call.tensor(0), call.number(1, 'dim')!, call.number(2, 'index')!),
  'torch.flip': (call) => ops.flip(call.tensor(0), call.numbers(1, 'dims')!),
  'torch.roll': (call) =>
    ops.roll(call.tensor(0), call.numbers(1, 'shifts')!, given({ axis: call.numbers(2, 'dims') })),
  'Tensor.repeat': (call) => ops.tile(call.tensor(0), numbersOf(call.list(1))),
  'torch.tile': (call) => ops.tile(call.tensor(0), listOf(call.numbers(1, 'dims'))!),
  'torch.repeat_interleave': async (call) => {
    const x = call.tensor(0);
    const repeats = call.operand(1, 'repeats');
    const axis = call.number(2, 'dim');
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

  'torch.gather': (call) => ops.gather(call.tensor(0), call.number(1, 'dim')!, call.tensor(2, 'index')),
  'torch.take_along_dim': (call) => {
    const x = call.tensor(0);
    const indices = call.tensor(1, 'indices');
    const axis = call.number(2, 'dim');
    return axis === undefined
      ? ops.takeAlongAxis(ops.flatten(x), ops.flatten(indices), 0)
      : ops.takeAlongAxis(x, indices, axis);
  },
  'torch.index_select': (call) =>
    ops.indexSelect(call.tensor(0), call.number(1, 'dim')!, call.tensor(2, 'index')),
  'torch.scatter': (call) => {
    const x = call.tensor(0);
    const source = call.get(3, 'src') === undefined ? call.operand(3, 'value') : call.operand(3, 'src');
    return ops.scatter(x, call.number(1, 'dim')!, call.tensor(2, 'index'), source);
  },
  'torch.scatter_add': (call) =>
    ops.scatterAdd(call.tensor(0), call.number(1, 'dim')!, call.tensor(2, 'index'), call.tensor(3, 'src')),
  'torch.index_add': (call) => {
    const x = call.tensor(0);
    const alpha = call.number(4, 'alpha', 1);
    const axis = call.number(1, 'dim')!;
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
      widths[x.ndim - 1 - i / 2] = [pairs[i]!, pairs[i + 1]!];
    }
    const mode = call.text(2, 'mode') as ops.PadMode | undefined;
    return ops.pad(x, widths, given({ mode, value: call.number(3, 'value') }));
  },
  'Tensor.unfold': (call) =>
    ops.unfold(
      call.tensor(0),
      call.number(1, 'dimension')!,
      call.number(2, 'size')!,
      call.number(3, 'step')!,
    ),
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
