import { type DeviceArray, type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';
import { fill } from './fill.js';

/**
 * Sums rows by index, always in the order of the rows, so that the same input gives the same bits: every index's rows form a
 * list (its first row, and from each row the next one), and each element of the result walks its list.
 */
export function scatterAdd(gpu: WebGPURuntime): Kernels['scatterAdd'] {
  return (updates, indices, axis, rows) => {
    const { size: count, inner } = splitAtAxis(updates.shape, axis);
    const y = gpu.make(updates.shape.with(axis, rows), updates.dtype);
    const size = sizeOf(y.shape);
    if (size === 0) return y;
    const first = fill(gpu)([rows], -1, 'int32');
    const next = gpu.make([count], 'int32');
    if (count > 0) link(gpu, indices, first, next);
    const scalar = scalarOf(updates.dtype);
    const source = () => ({
      name: 'scatterAdd',
      inputs: { updates: scalar, first: 'i32' as const, next: 'i32' as const },
      outputs: { y: scalar },
      params: { size: 'u32', rows: 'u32', count: 'u32', inner: 'u32' } as const,
      body: `${eachElement()}
  let column = i % params.inner;
  let place = i / params.inner;
  let base = place / params.rows * params.count;
  var sum = ${scalar}(0);
  for (var row = first[place % params.rows]; row >= 0; row = next[row]) {
    sum += updates[(base + u32(row)) * params.inner + column];
  }
  y[i] = sum;`,
    });
    gpu.dispatch(`scatterAdd ${scalar}`, source, {
      inputs: [updates, first, next],
      outputs: [y],
      params: [size, rows, count, inner],
      groups: elementGroups(size),
    });
    gpu.free(first);
    gpu.free(next);
    return y;
  };
}

function link(gpu: WebGPURuntime, indices: DeviceArray, first: DeviceArray, next: DeviceArray): void {
  const count = sizeOf(indices.shape);
  const source = () => ({
    name: 'scatterAdd lists',
    inputs: { indices: 'i32' as const },
    outputs: { first: 'i32' as const, next: 'i32' as const },
    params: { size: 'u32', rows: 'i32' } as const,
    body: `${eachElement()}
  let index = indices[i];
  var after = i + 1u;
  while (after < params.size && indices[after] != index) { after++; }
  next[i] = select(-1, i32(after), after < params.size);
  var before = i;
  while (before > 0u && indices[before - 1u] != index) { before--; }
  if (before == 0u && index >= 0 && index < params.rows) { first[index] = i32(i); }`,
  });
  gpu.dispatch('scatterAdd lists', source, {
    inputs: [indices],
    outputs: [first, next],
    params: [count, sizeOf(first.shape)],
    groups: elementGroups(count),
  });
}
