// internal
import { broadcastShapes, sizeOf } from '@neurona/backend';
import {
  concat,
  embedding,
  flip,
  full,
  pad,
  scatter,
  scatterAdd,
  slice,
  type Tensor,
  takeAlongAxis,
  tile,
  tril,
  triu,
} from '@neurona/tensor';
import { HostValue, hostList } from '../host-value.js';
import type { Operation } from '../node-call.js';
import { resolveSizes, sliceRanges, squeezed, unsqueezed } from './sizes.js';

const shapeOf = (value: Tensor | HostValue | undefined): readonly number[] => value?.shape ?? [];

const gather: Operation = (call) => {
  const x = call.tensor(0);
  const axis = call.axis(call.attribute('axis', 0), x.ndim);
  const given = call.inputs[1];
  const size = x.shape[axis]!;
  if (given instanceof HostValue && given.shape.length === 0) return x.select(axis, given.values[0]!);
  const indices =
    given instanceof HostValue
      ? new HostValue(
          given.shape,
          given.values.map((i) => (i < 0 ? i + size : i)),
        )
      : given;
  const places = indices === given ? call.tensor(1) : call.onDevice(indices as HostValue);
  if (axis === 0 && x.ndim === 2 && x.dtype === 'float32') return embedding(places.cast('int32'), x);
  const taken = x.indexSelect(axis, places.cast('int32').reshape([-1]));
  return taken.reshape([...x.shape.slice(0, axis), ...places.shape, ...x.shape.slice(axis + 1)]);
};

const sliced: Operation = (call) => {
  const ranges = sliceRanges(call, call.tensor(0).shape);
  let x = call.tensor(0);
  for (const [axis, { start, size, step }] of ranges.entries()) {
    if (start === 0 && step === 1 && size === x.shape[axis]) continue;
    const last = start + (size - 1) * step;
    if (size === 0) x = x.narrow(axis, 0, 0);
    else if (step > 0) x = slice(x, start, last + 1, { axis, step });
    else x = flip(slice(x, last, start + 1, { axis, step: -step }), axis);
  }
  return x;
};

const split: Operation = (call) => {
  const x = call.tensor(0);
  const axis = call.axis(call.attribute('axis', 0), x.ndim);
  const count = call.node.outputs.length;
  const part = Math.ceil(x.shape[axis]! / count);
  const sizes =
    call.sizes('split', 1) ??
    Array.from({ length: count }, (_, i) => Math.min(part, x.shape[axis]! - i * part));
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return x.narrow(axis, start - size, size);
  });
};

const padded: Operation = (call) => {
  const x = call.tensor(0);
  const pads = call.sizes('pads', 1) ?? [];
  const axes = call.has(3)
    ? call.numbers(3).map((axis) => call.axis(axis, x.ndim))
    : x.shape.map((_, axis) => axis);
  const widths = x.shape.map((_, axis): [number, number] => {
    const i = axes.indexOf(axis);
    return i < 0 ? [0, 0] : [pads[i] ?? 0, pads[i + axes.length] ?? 0];
  });
  const modes = { constant: 'constant', reflect: 'reflect', edge: 'replicate', wrap: 'circular' } as const;
  const mode = modes[call.text('mode', 'constant') as keyof typeof modes];
  if (!mode) throw call.failure('constant, reflect, edge or wrap', call.text('mode', ''));
  if (mode !== 'constant') return pad(x, widths, { mode });
  const value = call.has(2) ? call.number(2) : call.attribute('value', 0);
  return pad(x, widths, { mode, value });
};

const flatten: Operation = (call) => {
  const x = call.tensor(0);
  const given = call.attribute('axis', 1);
  const axis = given === x.ndim ? given : call.axis(given, x.ndim);
  return x.reshape([sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))]);
};

const constantOfShape: Operation = (call) => {
  const shape = call.numbers(0);
  const { values, type } = call.stored('value') ?? { values: [0], type: 'float32' as const };
  const value = values[0] ?? 0;
  if (type === 'int64') return new HostValue(shape, new Array<number>(sizeOf(shape)).fill(value));
  return full(shape, value, { dtype: type, backend: call.context.backend });
};

const scattered: Operation = (call) => {
  const [x, places, updates] = [call.tensor(0), call.tensor(1), call.tensor(2)];
  const axis = call.axis(call.attribute('axis', 0), x.ndim);
  const reduction = call.text('reduction', 'none');
  if (reduction !== 'none' && reduction !== 'add') throw call.failure('no reduction, or add', reduction);
  return (reduction === 'add' ? scatterAdd : scatter)(x, axis, places, updates);
};

/** What creates, moves and cuts tensors. */
export const shapes: Readonly<Record<string, Operation>> = {
  Shape: (call) => {
    const all = shapeOf(call.inputs[0]);
    const [start, end] = [call.attribute('start', 0), call.attribute('end', all.length)];
    return hostList(all.slice(start, end));
  },
  Size: (call) => new HostValue([], [sizeOf(shapeOf(call.inputs[0]))]),
  Reshape: (call) => call.tensor(0).reshape(resolveSizes(call, call.tensor(0).shape, call.numbers(1))),
  Transpose: (call) => {
    const x = call.tensor(0);
    return x.permute(call.list('perm') ?? x.shape.map((_, axis) => x.ndim - 1 - axis));
  },
  Squeeze: (call) => call.tensor(0).reshape(squeezed(call, call.tensor(0).shape, call.sizes('axes', 1))),
  Unsqueeze: (call) =>
    call.tensor(0).reshape(unsqueezed(call, call.tensor(0).shape, call.sizes('axes', 1) ?? [])),
  Flatten: flatten,
  Expand: (call) => {
    const x = call.tensor(0);
    return x.broadcastTo(broadcastShapes('ONNXModel', x.shape, call.numbers(1)));
  },
  Tile: (call) => tile(call.tensor(0), call.numbers(1)),
  Concat: (call) =>
    concat(
      call.inputs.map((_, i) => call.tensor(i)),
      { axis: call.attribute('axis', 0) },
    ),
  Split: split,
  Slice: sliced,
  Pad: padded,
  Gather: gather,
  GatherElements: (call) => takeAlongAxis(call.tensor(0), call.tensor(1), call.attribute('axis', 0)),
  ScatterElements: scattered,
  ConstantOfShape: constantOfShape,
  Trilu: (call) => {
    const x = call.tensor(0);
    const offset = call.has(1) ? call.number(1) : 0;
    return call.attribute('upper', 1) === 1 ? triu(x, offset) : tril(x, offset);
  },
};
