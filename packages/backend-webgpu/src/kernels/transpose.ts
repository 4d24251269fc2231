import { type DeviceArray, type Kernels, type Shape, sizeOf, stridesOf } from '@neurona/backend';
import { spread } from '../shader.js';
import { collapse } from '../strided.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';
import { stridedCopy } from './strided-copy.js';

const tile = 16;

/** Axes in another order. */
export function transpose(gpu: WebGPURuntime): Kernels['transpose'] {
  return (x, permutation) => {
    const from = stridesOf(x.shape);
    const shape = permutation.map((axis) => x.shape[axis]!);
    const strides = permutation.map((axis) => from[axis]!);
    const batch = gpu.cooperative ? matrices(shape, strides) : undefined;
    if (!batch) return stridedCopy(gpu, 'transpose', x, shape, strides);
    return transposeMatrices(gpu, x, shape, batch);
  };
}

/** `[batch, rows, columns]` of the result where the transposition only swaps the last two axes of a stack of matrices. */
function matrices(shape: Shape, strides: readonly number[]): readonly [number, number, number] | undefined {
  if (sizeOf(shape) === 0) return undefined;
  const { sizes, strides: steps } = collapse({ sizes: shape, strides: [strides] });
  const walk = steps[0]!;
  if (sizes.length < 2 || sizes.length > 3) return undefined;
  const [batch, rows, columns] =
    sizes.length === 2 ? [1, sizes[0]!, sizes[1]!] : [sizes[0]!, sizes[1]!, sizes[2]!];
  const swapped = walk.at(-1) === rows && walk.at(-2) === 1;
  const stacked = sizes.length === 2 || walk[0] === rows * columns;
  return swapped && stacked && rows >= 4 && columns >= 4 ? [batch, rows, columns] : undefined;
}

/** Tiles pass through workgroup memory, so that reads and writes are both of neighbours. */
function transposeMatrices(
  gpu: WebGPURuntime,
  x: DeviceArray,
  shape: Shape,
  [batch, rows, columns]: readonly [number, number, number],
): DeviceArray {
  const y = gpu.make(shape, x.dtype);
  const scalar = scalarOf(x.dtype);
  const across = Math.ceil(columns / tile);
  const down = Math.ceil(rows / tile);
  const source = () => ({
    name: 'transpose matrices',
    inputs: { x: scalar },
    outputs: { y: scalar },
    params: { batch: 'u32', rows: 'u32', columns: 'u32', across: 'u32', down: 'u32' } as const,
    declarations: `var<workgroup> part: array<${scalar}, ${tile * (tile + 1)}>;`,
    body: `
  let number = group.y * groups.x + group.x;
  let matrix = number / (params.across * params.down);
  let place = number % (params.across * params.down);
  let row0 = (place / params.across) * ${tile}u;
  let column0 = (place % params.across) * ${tile}u;
  let u = lane / ${tile}u;
  let v = lane % ${tile}u;
  let start = matrix * params.rows * params.columns;
  if (matrix < params.batch && column0 + u < params.columns && row0 + v < params.rows) {
    part[v * ${tile + 1}u + u] = x[start + (column0 + u) * params.rows + row0 + v];
  }
  workgroupBarrier();
  if (matrix < params.batch && row0 + u < params.rows && column0 + v < params.columns) {
    y[start + (row0 + u) * params.columns + column0 + v] = part[u * ${tile + 1}u + v];
  }`,
  });
  gpu.dispatch(`transpose matrices ${scalar}`, source, {
    inputs: [x],
    outputs: [y],
    params: [batch, rows, columns, across, down],
    groups: spread(batch * across * down),
  });
  return y;
}
