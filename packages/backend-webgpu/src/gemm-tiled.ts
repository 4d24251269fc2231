// internal
import type { DeviceArray } from '@neurona/backend';
import { type Ending, endDeclaration, endInputs, endKey, endParams } from './ending.js';
import { constantDivisors, divisorsOf, ended, type Gemm, inputsOf } from './gemm-job.js';
import { eachElement, elementGroups, fieldsOf, type ShaderSource } from './shader.js';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** Columns of a step through the shared dimension. */
const depth = 16;

/** Rows and columns that one workgroup computes, and how many by one thread. */
interface Tile {
  readonly size: number;
  readonly threads: number;
}

const large: Tile = { size: 64, threads: 256 };
const small: Tile = { size: 32, threads: 64 };

/** The product in tiles; where there are few results and a long sum, the sum is split and added up in a second pass. */
export function gemmTiled(gpu: WebGPURuntime, job: Gemm): void {
  const { batch, rows, columns, length, c } = job;
  const tiles = (tile: Tile) => batch * Math.ceil(rows / tile.size) * Math.ceil(columns / tile.size);
  const tile = tiles(large) >= 32 && Math.min(rows, columns) > 32 ? large : small;
  const wanted = Math.floor(128 / tiles(tile));
  const splits = Math.max(1, Math.min(wanted, Math.floor(length / (depth * 8))));
  if (splits === 1) {
    product(gpu, job, tile, 1, c);
    return;
  }
  const partial = gpu.make([splits, batch * rows * columns], 'float32');
  product(gpu, job, tile, splits, partial);
  addSplits(gpu, job, splits, partial);
  gpu.free(partial);
}

function product(gpu: WebGPURuntime, job: Gemm, tile: Tile, splits: number, c: DeviceArray): void {
  const { batch, rows, columns, length } = job;
  const across = Math.ceil(columns / tile.size);
  const down = Math.ceil(rows / tile.size);
  const ending: Ending = splits > 1 ? {} : (job.ending ?? {}); // of split sums the second pass takes care
  const params = {
    rows,
    columns,
    length,
    batch,
    run: Math.ceil(length / splits / depth) * depth,
    down,
    matrices: batch * splits,
    ...job.params,
    ...endParams(ending),
  };
  const key = `gemm ${job.key} ${divisorsOf(job)} ${tile.size} ${splits > 1} ${endKey(ending)}`;
  gpu.dispatch(key, () => productSource(job, params, tile, splits > 1, ending), {
    inputs: inputsOf(job, ending).arrays,
    outputs: [c],
    params: Object.values(params),
    groups: grid(across, down, batch * splits),
  });
}

/** Workgroups over columns, rows and matrices; rows move to the third side where there are too many for the second. */
const grid = (across: number, down: number, matrices: number): [number, number, number] => {
  const total = down * matrices;
  if (total <= 65535) return [across, total, 1];
  const layers = Math.ceil(total / 65535);
  return [across, Math.ceil(total / layers), layers];
};

function productSource(
  job: Gemm,
  params: Readonly<Record<string, number>>,
  tile: Tile,
  split: boolean,
  ending: Ending,
): ShaderSource {
  const { size, threads } = tile;
  const quads = size / 4; // vectors of four in a tile's side
  const loads = (quads * depth) / threads;
  const parts = Array.from({ length: loads }, (_, i) => loadCode(job, i, threads, quads));
  const place = split
    ? '((matrix / params.batch) * params.batch + batch) * params.rows * params.columns + row * params.columns + column'
    : (job.place ?? '(batch * params.rows + row) * params.columns + column');
  return {
    name: job.name,
    inputs: inputsOf(job, ending).names,
    outputs: { c: 'f32' },
    params: fieldsOf(params),
    threads,
    declarations: `${constantDivisors(job)}
${endDeclaration(ending)}
var<workgroup> tileA: array<vec4f, ${quads * depth}>;
var<workgroup> tileB: array<vec4f, ${quads * depth}>;`,
    body: `
  let number = group.z * groups.y + group.y;
  let matrix = number / params.down;
  let batch = matrix % params.batch;
  let row0 = (number % params.down) * ${size}u;
  let column0 = group.x * ${size}u;
  let begin = matrix / params.batch * params.run;
  let end = min(params.length, begin + params.run);
  let y = lane / ${quads}u;
  let x = lane % ${quads}u;
${parts.map((part) => part.before).join('\n')}
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  for (var k0 = begin; k0 < end; k0 += ${depth}u) {
${parts.map((part) => part.inside).join('\n')}
    workgroupBarrier();
    for (var k = 0u; k < ${depth}u; k++) {
      let u = tileA[k * ${quads}u + y];
      let v = tileB[k * ${quads}u + x];
      c0 = fma(vec4f(u.x), v, c0);
      c1 = fma(vec4f(u.y), v, c1);
      c2 = fma(vec4f(u.z), v, c2);
      c3 = fma(vec4f(u.w), v, c3);
    }
    workgroupBarrier();
  }
  if (matrix >= params.matrices) { return; }
  for (var i = 0u; i < 4u; i++) {
    let row = row0 + y * 4u + i;
    if (row >= params.rows) { return; }
    let result = select(select(c0, c1, i == 1u), select(c2, c3, i == 3u), i >= 2u);
    for (var j = 0u; j < 4u; j++) {
      let column = column0 + x * 4u + j;
      if (column < params.columns) { c[${place}] = ${ended(job, 'result[j]')}; }
    }
  }`,
  };
}

/** How one thread fills its i-th vector of each tile: what is known before the loop, and what is done in it. */
function loadCode(job: Gemm, i: number, threads: number, quads: number): { before: string; inside: string } {
  const slot = `slot${i}`;
  const split = (along: boolean) =>
    along ? [`${slot} / ${quads}u`, `${slot} % ${quads}u`] : [`${slot} % ${depth}u`, `${slot} / ${depth}u`];
  const [keyOfA, quadOfA] = split(job.alongA === 'row');
  const [keyOfB, quadOfB] = split(job.alongB === 'column');
  const each = (build: (j: number) => string) => [0, 1, 2, 3].map(build).join('\n');
  const before = `  let ${slot} = lane + ${i * threads}u;
  let ka${i} = ${keyOfA};
  let qa${i} = ${quadOfA};
  let kb${i} = ${keyOfB};
  let qb${i} = ${quadOfB};
${each((j) => `  let ra${i}${j} = rowA(batch, min(row0 + qa${i} * 4u + ${j}u, params.rows - 1u));`)}
${each((j) => `  let rb${i}${j} = columnB(batch, min(column0 + qb${i} * 4u + ${j}u, params.columns - 1u));`)}`;
  const inside = `    {
      var u = vec4f();
      var v = vec4f();
      if (k0 + ka${i} < end) {
        let key = keyA(k0 + ka${i});
        u = vec4f(${[0, 1, 2, 3].map((j) => `loadA(ra${i}${j}, key)`).join(', ')});
      }
      if (k0 + kb${i} < end) {
        let key = keyB(k0 + kb${i});
        v = vec4f(${[0, 1, 2, 3].map((j) => `loadB(key, rb${i}${j})`).join(', ')});
      }
      tileA[ka${i} * ${quads}u + qa${i}] = u;
      tileB[kb${i} * ${quads}u + qb${i}] = v;
    }`;
  return { before, inside };
}

function addSplits(gpu: WebGPURuntime, job: Gemm, splits: number, partial: DeviceArray): void {
  const { batch, rows, columns, ending = {} } = job;
  const ends = endInputs(ending);
  const size = batch * rows * columns;
  const place = job.place ?? 'i';
  const params = { size, splits, rows, columns, ...job.params, ...endParams(ending) };
  const source = (): ShaderSource => ({
    name: `${job.name} sum`,
    inputs: { partial: 'f32', ...ends.names },
    outputs: { c: 'f32' },
    params: fieldsOf(params),
    declarations: endDeclaration(ending),
    body: `${eachElement()}
  let column = i % params.columns;
  let row = i / params.columns % params.rows;
  let batch = i / params.columns / params.rows;
  var sum = 0.0;
  for (var s = 0u; s < params.splits; s++) { sum += partial[s * params.size + i]; }
  c[${place}] = ${ended(job, 'sum')};`,
  });
  gpu.dispatch(`gemm sum ${job.key} ${endKey(ending)}`, source, {
    inputs: [partial, ...ends.arrays],
    outputs: [job.c],
    params: Object.values(params),
    groups: elementGroups(size),
  });
}
