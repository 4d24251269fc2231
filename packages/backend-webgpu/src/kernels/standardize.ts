import { type DeviceArray, type FusedKernels, sizeOf } from '@neurona/backend';
import { rowFold } from '../row-fold.js';
import { type Scalar, spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** What is made of standardised rows: arrays that are read and written besides, and code for each number j of a row and after a row. */
interface Ending {
  readonly name: string;
  readonly inputs?: Readonly<Record<string, DeviceArray>>;
  readonly outputs: Readonly<Record<string, DeviceArray>>;
  /** y at place j of the row, of `normal`. */
  readonly value: string;
  readonly last?: string;
}

/** (x - m) s, s = 1 / √(mean (x - m)² + eps), each row shared by some threads. */
function rows(
  gpu: WebGPURuntime,
  x: DeviceArray,
  { eps, centered }: { readonly eps: number; readonly centered: boolean },
  { name, inputs = {}, outputs, value, last = '' }: Ending,
): void {
  const size = sizeOf(x.shape);
  if (size === 0) return;
  const length = x.shape.at(-1)!;
  const count = size / length;
  const lanes = gpu.lanes(length / 4, 256);
  const across = 256 / lanes;
  const each = (body: string): string => `for (var j = part; j < end; j += ${lanes}u) { ${body} }`;
  const floats = (arrays: object): Record<string, Scalar> =>
    Object.fromEntries(Object.keys(arrays).map((key) => [key, 'f32' as const]));
  const source = () => ({
    name,
    inputs: { x: 'f32' as const, ...floats(inputs) },
    outputs: floats(outputs),
    params: { rows: 'u32', length: 'u32', eps: 'f32' } as const,
    declarations: 'var<workgroup> shares: array<f32, 256>;',
    body: `
  let row = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let base = row * params.length;
  let end = select(0u, params.length, row < params.rows);
  var acc = 0.0;
  ${centered ? each('acc += x[base + j];') + rowFold(lanes, 'acc + v') : ''}
  let mean = acc / f32(params.length);
  acc = 0.0;
  ${each('let d = x[base + j] - mean; acc += d * d;')}${rowFold(lanes, 'acc + v')}
  let s = 1.0 / sqrt(acc / f32(params.length) + params.eps);
  ${each(`let normal = (x[base + j] - mean) * s; y[base + j] = ${value};`)}
  ${last}`,
  });
  gpu.dispatch(`${name} ${lanes} ${centered} ${value}`, source, {
    inputs: [x, ...Object.values(inputs)],
    outputs: Object.values(outputs),
    params: [count, length, eps],
    groups: spread(Math.ceil(count / across)),
  });
}

export function standardize(gpu: WebGPURuntime): FusedKernels['standardize'] {
  return (x, options) => {
    const output = gpu.make(x.shape, 'float32');
    const scale = gpu.make(x.shape.with(-1, 1), 'float32');
    rows(gpu, x, options, {
      name: 'standardize',
      outputs: { y: output, scale },
      value: 'normal',
      last: 'if (part == 0u && row < params.rows) { scale[row] = s; }',
    });
    return { output, scale };
  };
}

/** The same, times weights and plus a bias. */
export function normalizeRows(gpu: WebGPURuntime): FusedKernels['normalizeRows'] {
  return (x, weight, bias, options) => {
    const y = gpu.make(x.shape, 'float32');
    rows(gpu, x, options, {
      name: 'normalizeRows',
      inputs: { weight, ...(bias && { bias }) },
      outputs: { y },
      value: bias ? 'normal * weight[j] + bias[j]' : 'normal * weight[j]',
    });
    return y;
  };
}
