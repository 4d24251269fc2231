import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { scalarOf } from '../wgsl/scalars.js';

/** Lines up to this long are ranked by counting, longer ones sorted. */
const countingLimit = 4096;

interface Job {
  readonly x: DeviceArray;
  readonly k: number;
  readonly largest: boolean;
  readonly rows: number;
  readonly length: number;
  readonly values: DeviceArray;
  readonly indices: DeviceArray;
}

/** The k first elements of each line in the wanted order. */
export function topK(gpu: WebGPURuntime): Kernels['topK'] {
  return (x, k, largest) => {
    const shape = x.shape.with(-1, k);
    const values = gpu.make(shape, x.dtype);
    const indices = gpu.make(shape, 'int32');
    if (sizeOf(shape) === 0) return { values, indices };
    const length = x.shape.at(-1)!;
    const job = { x, k, largest, rows: sizeOf(x.shape) / length, length, values, indices };
    if (length <= countingLimit) count(gpu, job);
    else sort(gpu, job);
    return { values, indices };
  };
}

/** WGSL: an unsigned number that is smaller the earlier a value comes in the order; -0 and 0 are equal, NaN is largest. */
function orderCode({ x, largest }: Job): string {
  const turn = largest ? '~' : '';
  if (x.dtype !== 'float32')
    return `fn order(v: i32) -> u32 { return ${turn}(bitcast<u32>(v) ^ 0x80000000u); }`;
  return `${functionsFor('isNaN_(')}
fn order(v: f32) -> u32 {
  if (isNaN_(v)) { return ${turn}0xffffffffu; }
  let bits = select(bitcast<u32>(v), 0u, v == 0.0);
  return ${turn}(bits ^ select(0x80000000u, 0xffffffffu, (bits & 0x80000000u) != 0u));
}`;
}

/** Each element counts how many come before it, which is its rank. */
function count(gpu: WebGPURuntime, job: Job): void {
  const { x, k, rows, length, values, indices } = job;
  const scalar = scalarOf(x.dtype);
  const blocks = Math.ceil(length / 256);
  const source = () => ({
    name: 'topK',
    inputs: { x: scalar },
    outputs: { values: scalar, indices: 'i32' as const },
    params: { rows: 'u32', length: 'u32', k: 'u32', blocks: 'u32' } as const,
    declarations: `${orderCode(job)}\nvar<workgroup> orders: array<u32, 256>;`,
    body: `
  let number = group.y * groups.x + group.x;
  let row = number / params.blocks;
  let i = number % params.blocks * 256u + lane;
  let valid = row < params.rows && i < params.length;
  let base = min(row, params.rows - 1u) * params.length;
  let mine = order(x[base + min(i, params.length - 1u)]);
  var place = 0u;
  for (var start = 0u; start < params.length; start += 256u) {
    orders[lane] = order(x[base + min(start + lane, params.length - 1u)]);
    workgroupBarrier();
    let end = min(256u, params.length - start);
    for (var j = 0u; j < end; j++) {
      let other = orders[j];
      if (other < mine || (other == mine && start + j < i)) { place++; }
    }
    workgroupBarrier();
  }
  if (valid && place < params.k) {
    values[row * params.k + place] = x[base + i];
    indices[row * params.k + place] = i32(i);
  }`,
  });
  gpu.dispatch(`topK ${x.dtype} ${job.largest}`, source, {
    inputs: [x],
    outputs: [values, indices],
    params: [rows, length, k, blocks],
    groups: spread(rows * blocks),
  });
}

/** Bitonic sort of (order, index), one dispatch for each layer of the network. */
function sort(gpu: WebGPURuntime, job: Job): void {
  const { x, k, rows, length, values, indices } = job;
  const scalar = scalarOf(x.dtype);
  const padded = 2 ** Math.ceil(Math.log2(length));
  const total = rows * padded;
  const orders = gpu.make([total], 'int32');
  const places = gpu.make([total], 'int32');
  const pairs = { orders: 'u32', places: 'u32' } as const;
  const prepare = () => ({
    name: 'topK orders',
    inputs: { x: scalar },
    outputs: pairs,
    params: { size: 'u32', length: 'u32', padded: 'u32' } as const,
    declarations: orderCode(job),
    body: `${eachElement()}
  let place = i % params.padded;
  places[i] = place;
  orders[i] = 0xffffffffu;
  if (place < params.length) { orders[i] = order(x[i / params.padded * params.length + place]); }`,
  });
  gpu.dispatch(`topK orders ${x.dtype} ${job.largest}`, prepare, {
    inputs: [x],
    outputs: [orders, places],
    params: [total, length, padded],
    groups: elementGroups(total),
  });
  for (let run = 2; run <= padded; run *= 2) {
    for (let step = run / 2; step >= 1; step /= 2) compareAndSwap(gpu, orders, places, { run, step, padded });
  }
  const finish = () => ({
    name: 'topK values',
    inputs: { x: scalar, places: 'u32' as const },
    outputs: { values: scalar, indices: 'i32' as const },
    params: { size: 'u32', k: 'u32', length: 'u32', padded: 'u32' } as const,
    body: `${eachElement()}
  let row = i / params.k;
  let place = places[row * params.padded + i % params.k];
  values[i] = x[row * params.length + place];
  indices[i] = i32(place);`,
  });
  gpu.dispatch(`topK values ${scalar}`, finish, {
    inputs: [x, places],
    outputs: [values, indices],
    params: [rows * k, k, length, padded],
    groups: elementGroups(rows * k),
  });
  gpu.free(orders);
  gpu.free(places);
}

/** One layer: pairs `step` apart, in runs that rise and fall in turn within each line of `padded`. */
function compareAndSwap(
  gpu: WebGPURuntime,
  orders: DeviceArray,
  places: DeviceArray,
  { run, step, padded }: { readonly run: number; readonly step: number; readonly padded: number },
): void {
  const half = sizeOf(orders.shape) / 2;
  const source = () => ({
    name: 'topK sort',
    outputs: { orders: 'u32', places: 'u32' } as const,
    params: { size: 'u32', run: 'u32', step: 'u32', padded: 'u32' } as const,
    body: `${eachElement()}
  let low = i / params.step * params.step * 2u + i % params.step;
  let high = low + params.step;
  let a = orders[low];
  let b = orders[high];
  let p = places[low];
  let q = places[high];
  let after = a > b || (a == b && p > q);
  if (after == (((low % params.padded) & params.run) == 0u)) {
    orders[low] = b;
    orders[high] = a;
    places[low] = q;
    places[high] = p;
  }`,
  });
  gpu.dispatch('topK sort', source, {
    outputs: [orders, places],
    params: [half, run, step, padded],
    groups: elementGroups(half),
  });
}
