import type { Shape } from '@neurona/backend';
import { shapeAfter } from './work.js';
import type { HostArray, Start, Workload } from './workload.js';

/**
 * The same start for contenders that keep channels first: images `[N, C, H, W]`, convolution weights `[out, in, KH, KW]`. The
 * rows of the linear layer after a flattening follow.
 */
export function channelsFirst(workload: Workload, start: Start): Start {
  const weights = [...start.weights];
  let shape = workload.exampleShape;
  let flattened: Shape | undefined;
  let next = 0;
  for (const layer of workload.layers) {
    if (layer.kind === 'flatten') flattened = shape;
    shape = shapeAfter(layer, shape);
    if (layer.kind === 'lstm') next += 2;
    if (layer.kind === 'embedding' || layer.kind === 'positions' || layer.kind === 'norm') next++;
    if (layer.kind === 'block') next += 6;
    if (layer.kind !== 'conv' && layer.kind !== 'linear') continue;
    const { weight, bias } = weights[next]!;
    if (layer.kind === 'conv') weights[next] = { weight: permute(weight, [3, 2, 0, 1]), bias };
    else if (flattened) weights[next] = { weight: permuteRows(weight, flattened), bias };
    if (layer.kind === 'linear') flattened = undefined;
    next++;
  }
  const batches = start.batches.map(({ inputs, targets }) => ({
    inputs: isImages(inputs) ? permute(inputs, [0, 3, 1, 2]) : inputs,
    targets,
  }));
  return { weights, batches };
}

const isImages = (inputs: HostArray<Float32Array | Int32Array>): inputs is HostArray =>
  inputs.shape.length === 4;

/** Rows in the order of flattened `[H, W, C]` to that of flattened `[C, H, W]`. */
function permuteRows({ values, shape }: HostArray, [height = 0, width = 0, channels = 0]: Shape): HostArray {
  const columns = shape[1]!;
  const { values: permuted } = permute({ values, shape: [height, width, channels, columns] }, [2, 0, 1, 3]);
  return { values: permuted, shape };
}

/** Axis i of the result is axis `order[i]` of the array. */
function permute({ values, shape }: HostArray, order: readonly number[]): HostArray {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const result = new Float32Array(values.length);
  const sizes = order.map((axis) => shape[axis]!);
  const place = sizes.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    let from = 0;
    for (let axis = 0; axis < place.length; axis++) from += place[axis]! * strides[order[axis]!]!;
    result[i] = values[from]!;
    for (let axis = place.length - 1; axis >= 0 && ++place[axis]! === sizes[axis]; axis--) place[axis] = 0;
  }
  return { values: result, shape: sizes };
}
