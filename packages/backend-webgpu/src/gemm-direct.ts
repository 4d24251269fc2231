// internal
import { endDeclaration, endKey, endParams } from './ending.js';
import { constantDivisors, divisorsOf, ended, type Gemm, inputsOf } from './gemm-job.js';
import { eachElement, elementGroups, fieldsOf, type ShaderSource } from './shader.js';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** Each thread takes `block` rows and columns of the result, straight from memory. */
export function gemmDirect(gpu: WebGPURuntime, job: Gemm, block: 1 | 4): void {
  const { batch, rows, columns, length, ending = {} } = job;
  const { names, arrays } = inputsOf(job, ending);
  const down = Math.ceil(rows / block);
  const across = Math.ceil(columns / block);
  const size = batch * down * across;
  const params = { size, rows, columns, length, down, across, ...job.params, ...endParams(ending) };
  const side = Array.from({ length: block }, (_, i) => i);
  const sums = side.flatMap((i) => side.map((j) => [i, j] as const));
  const clamped = (i: number) => ({
    row: `min(row0 + ${i}u, params.rows - 1u)`,
    column: `min(column0 + ${i}u, params.columns - 1u)`,
  });
  const store = ([i, j]: readonly [
    number,
    number,
  ]) => `  if (row0 + ${i}u < params.rows && column0 + ${j}u < params.columns) {
    let row = row0 + ${i}u;
    let column = column0 + ${j}u;
    c[${job.place ?? '(batch * params.rows + row) * params.columns + column'}] = ${ended(job, `c${i}${j}`)};
  }`;
  const source = (): ShaderSource => ({
    name: job.name,
    inputs: names,
    outputs: { c: 'f32' },
    params: fieldsOf(params),
    threads: 64,
    declarations: `${block === 1 ? job.declarations() : constantDivisors(job)}\n${endDeclaration(ending)}`,
    body: `${eachElement(64)}
  let column0 = i % params.across * ${block}u;
  let row0 = i / params.across % params.down * ${block}u;
  let batch = i / params.across / params.down;
${side.map((i) => `  let r${i} = rowA(batch, ${clamped(i).row});\n  let s${i} = columnB(batch, ${clamped(i).column});`).join('\n')}
${sums.map(([i, j]) => `  var c${i}${j} = 0.0;`).join('\n')}
  for (var k = 0u; k < params.length; k++) {
    let keyOfA = keyA(k);
    let keyOfB = keyB(k);
${side.map((i) => `    let u${i} = loadA(r${i}, keyOfA);\n    let v${i} = loadB(keyOfB, s${i});`).join('\n')}
${sums.map(([i, j]) => `    c${i}${j} = fma(u${i}, v${j}, c${i}${j});`).join('\n')}
  }
${sums.map(store).join('\n')}`,
  });
  const divisors = block === 1 ? '' : divisorsOf(job);
  gpu.dispatch(`gemm direct ${block} ${job.key} ${divisors} ${endKey(ending)}`, source, {
    inputs: arrays,
    outputs: [job.c],
    params: Object.values(params),
    groups: elementGroups(size, 64),
  });
}
