// internal
import type { DeviceArray } from '@neurona/backend';
import { eachElement, elementGroups, fieldsOf } from './shader.js';
import type { WebGPURuntime } from './webgpu-runtime.js';
import { scalarOf } from './wgsl/scalars.js';

/** Where elements go: in rows that are `stride` apart from `start` on, `runs[k]` of part k in each, one part after the other. */
export interface Places {
  readonly runs: readonly number[];
  /** Elements of all parts. */
  readonly size: number;
  readonly start: number;
  readonly stride: number;
}

/** Writes arrays into another beside each other. */
export function place(
  gpu: WebGPURuntime,
  parts: readonly DeviceArray[],
  { runs, size, start, stride }: Places,
  y: DeviceArray,
): void {
  const scalar = scalarOf(y.dtype);
  const run = runs.reduce((sum, length) => sum + length, 0);
  const params = {
    size,
    run,
    stride,
    start,
    ...Object.fromEntries(runs.map((length, k) => [`run${k}`, length])),
  };
  const cases = parts.map(
    (_, k) => `if (j < params.run${k}) { y[to] = x${k}[row * params.run${k} + j]; return; }
  j -= params.run${k};`,
  );
  const source = () => ({
    name: 'place',
    inputs: Object.fromEntries(parts.map((_, k) => [`x${k}`, scalar])),
    outputs: { y: scalar },
    params: fieldsOf(params),
    body: `${eachElement()}
  let row = i / params.run;
  var j = i % params.run;
  let to = row * params.stride + params.start + j;
  ${cases.join('\n  ')}`,
  });
  gpu.dispatch(`place ${scalar} ${parts.length}`, source, {
    inputs: parts,
    outputs: [y],
    params: Object.values(params),
    groups: elementGroups(size),
  });
}
