import { type DeviceArray, type FusedKernels, type Kernels, sizeOf } from '@neurona/backend';
import { rowFold } from '../row-fold.js';
import { type Scalar, spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';

/** Shaders that take the maximum m and Σ exp(x - m) of each row, shared by `lanes` threads, and then `write` with both. */
function rows(
  gpu: WebGPURuntime,
  name: string,
  x: DeviceArray,
  write: {
    readonly targets?: DeviceArray;
    readonly outputs: Readonly<Record<string, DeviceArray>>;
    readonly code: string;
  },
): void {
  const length = x.shape.at(-1) ?? 1;
  const count = length === 0 ? 0 : sizeOf(x.shape) / length;
  if (count === 0) return;
  const lanes = gpu.lanes(length / 4, 256);
  const across = 256 / lanes;
  const fold = (step: string): string => rowFold(lanes, step);
  const outputs: Record<string, Scalar> = {};
  for (const key of Object.keys(write.outputs)) outputs[key] = 'f32';
  const source = () => ({
    name,
    inputs: { x: 'f32' as const, ...(write.targets ? { targets: 'i32' as const } : {}) },
    outputs,
    params: { rows: 'u32', length: 'u32' } as const,
    declarations: `${functionsFor(`maximum_( infinity_( exp_( log_( isNaN_( nan_(`)}
var<workgroup> shares: array<f32, 256>;`,
    body: `
  let row = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let base = row * params.length;
  let end = select(0u, params.length, row < params.rows);
  var acc = -infinity_();
  for (var j = part; j < end; j += ${lanes}u) { acc = maximum_(acc, x[base + j]); }${fold('maximum_(acc, v)')}
  let m = acc;
  acc = 0.0;
  for (var j = part; j < end; j += ${lanes}u) { acc += exp_(x[base + j] - m); }${fold('acc + v')}
  let sum = acc;
${write.code}`.replaceAll('LANES', `${lanes}u`),
  });
  gpu.dispatch(`${name} ${lanes}`, source, {
    inputs: write.targets ? [x, write.targets] : [x],
    outputs: Object.values(write.outputs),
    params: [count, length],
    groups: spread(Math.ceil(count / across)),
  });
}

/** exp(x - m) / Σ exp(x - m) along the last axis. */
export function softmax(gpu: WebGPURuntime): Kernels['softmax'] {
  return (x) => {
    const y = gpu.make(x.shape, 'float32');
    const code = '  for (var j = part; j < end; j += LANES) { y[base + j] = exp_(x[base + j] - m) / sum; }';
    rows(gpu, 'softmax', x, { outputs: { y }, code });
    return y;
  };
}

/** x - m - log Σ exp(x - m) along the last axis. */
export function logSoftmax(gpu: WebGPURuntime): Kernels['logSoftmax'] {
  return (x) => {
    const y = gpu.make(x.shape, 'float32');
    const code = `  let logSum = log_(sum);
  for (var j = part; j < end; j += LANES) { y[base + j] = x[base + j] - m - logSum; }`;
    rows(gpu, 'logSoftmax', x, { outputs: { y }, code });
    return y;
  };
}

/** The loss of each row and its gradient in one pass. */
export function softmaxCrossEntropy(gpu: WebGPURuntime): FusedKernels['softmaxCrossEntropy'] {
  return (logits, targets) => {
    const loss = gpu.make(targets.shape, 'float32');
    const grad = gpu.make(logits.shape, 'float32');
    const code = `  let row_ = min(row, params.rows - 1u);
  let class_ = u32(targets[row_]);
  let isClass = class_ < params.length;
  for (var j = part; j < end; j += LANES) {
    grad[base + j] = nan_();
    if (isClass) { grad[base + j] = exp_(x[base + j] - m) / sum - f32(j == class_); }
  }
  if (part == 0u && row < params.rows) {
    loss[row] = nan_();
    if (isClass) { loss[row] = log_(sum) - (x[base + class_] - m); }
  }`;
    rows(gpu, 'softmaxCrossEntropy', logits, { targets, outputs: { loss, grad }, code });
    return { loss, grad };
  };
}
