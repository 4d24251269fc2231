import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { scalarOf } from '../wgsl/scalars.js';

/** The index of the extreme of each line. Long lines are shared by the threads of a workgroup. */
export function argReduce(gpu: WebGPURuntime): Kernels['argReduce'] {
  return (op, x, axis) => {
    const { outer, size: length, inner } = splitAtAxis(x.shape, axis);
    const y = gpu.make([...x.shape.slice(0, axis), ...x.shape.slice(axis + 1)], 'int32');
    const outputs = outer * inner;
    if (sizeOf(y.shape) === 0) return y;
    const float = x.dtype === 'float32';
    const scalar = scalarOf(x.dtype);
    const lanes = length >= 64 ? gpu.lanes(64, 64) : 1;
    const across = 256 / lanes;
    const source = () => {
      const more = op === 'argmax' ? 'v > best' : 'v < best';
      const code = float
        ? `if (isNaN_(v) || isNaN_(best)) { return isNaN_(v) && (!isNaN_(best) || at < bestAt); }`
        : '';
      const declarations = `
fn wins(v: ${scalar}, at: u32, best: ${scalar}, bestAt: u32) -> bool {
  if (at == 0xffffffffu) { return false; }
  if (bestAt == 0xffffffffu) { return true; }
  ${code}
  return ${more} || (v == best && at < bestAt);
}
var<workgroup> values: array<${scalar}, 256>;
var<workgroup> places: array<u32, 256>;`;
      return {
        name: op,
        inputs: { x: scalar },
        outputs: { y: 'i32' as const },
        params: { outputs: 'u32', length: 'u32', inner: 'u32' } as const,
        declarations: functionsFor(declarations) + declarations,
        body: `
  let output = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  var best = ${scalar}(0);
  var bestAt = 0xffffffffu;
  if (output < params.outputs) {
    let base = output / params.inner * params.length * params.inner + output % params.inner;
    for (var j = part; j < params.length; j += ${lanes}u) {
      let v = x[base + j * params.inner];
      if (wins(v, j, best, bestAt)) { best = v; bestAt = j; }
    }
  }
  ${lanes > 1 ? 'values[lane] = best;\n  places[lane] = bestAt;' : ''}
  for (var half = ${lanes >> 1}u; half >= 1u; half = half / 2u) {
    workgroupBarrier();
    if (part < half && wins(values[lane + half], places[lane + half], best, bestAt)) {
      best = values[lane + half];
      bestAt = places[lane + half];
      values[lane] = best;
      places[lane] = bestAt;
    }
  }
  if (output < params.outputs && part == 0u) { y[output] = i32(bestAt); }`,
      };
    };
    gpu.dispatch(`${op} ${x.dtype} ${lanes}`, source, {
      inputs: [x],
      outputs: [y],
      params: [outputs, length, inner],
      groups: spread(Math.ceil(outputs / across)),
    });
    return y;
  };
}
