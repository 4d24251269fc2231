import { type DeviceArray, type Kernels, splitAtAxis } from '@neurona/backend';
import { eachElement, elementGroups, fieldsOf } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/** So many arrays are written by a dispatch at most: every device binds them, and y. */
const together = 4;

/** Arrays one after the other along an axis. */
export function concat(gpu: WebGPURuntime): Kernels['concat'] {
  return (xs, axis) => {
    const first = xs[0]!;
    const total = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
    const y = gpu.make(first.shape.with(axis, total), first.dtype);
    const { outer, inner } = splitAtAxis(y.shape, axis);
    if (outer * inner === 0) return y;
    const filled = xs.filter((x) => x.shape[axis]! > 0);
    let start = 0;
    for (let i = 0; i < filled.length; i += together) {
      const parts = filled.slice(i, i + together);
      const runs = parts.map((x) => x.shape[axis]! * inner);
      place(gpu, parts, { runs, outer, start, stride: total * inner }, y);
      start += runs.reduce((sum, run) => sum + run, 0);
    }
    return y;
  };
}

/** Neighbours in each of `outer` rows of y, which are `stride` elements apart: `runs[k]` elements of part k, the first at `start`. */
interface Places {
  readonly runs: readonly number[];
  readonly outer: number;
  readonly start: number;
  readonly stride: number;
}

function place(
  gpu: WebGPURuntime,
  parts: readonly DeviceArray[],
  { runs, outer, start, stride }: Places,
  y: DeviceArray,
): void {
  const scalar = scalarOf(y.dtype);
  const run = runs.reduce((sum, length) => sum + length, 0);
  const size = outer * run;
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
    name: 'concat',
    inputs: Object.fromEntries(parts.map((_, k) => [`x${k}`, scalar])),
    outputs: { y: scalar },
    params: fieldsOf(params),
    body: `${eachElement()}
  let row = i / params.run;
  var j = i % params.run;
  let to = row * params.stride + params.start + j;
  ${cases.join('\n  ')}`,
  });
  gpu.dispatch(`concat ${scalar} ${parts.length}`, source, {
    inputs: parts,
    outputs: [y],
    params: Object.values(params),
    groups: elementGroups(size),
  });
}
