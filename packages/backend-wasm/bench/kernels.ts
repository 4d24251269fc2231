// Times of kernels, medians of batches of calls: `pnpm bench [--relaxed] [--threads=2] [words in the names]`. The first row, matrices that stay
// in the first-level cache, shows what the machine can do just now; Winograd's convolutions go beyond it.
import { setFlagsFromString } from 'node:v8';
import {
  type Backend,
  type ConvGeometry,
  type DeviceArray,
  type PoolGeometry,
  type Shape,
  sizeOf,
} from '@neurona/backend';
import { wasm } from '../src/index.js';

if (process.argv.includes('--relaxed')) setFlagsFromString('--experimental-wasm-relaxed-simd');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const threads = Number(process.argv.find((word) => word.startsWith('--threads='))?.slice(10) ?? 1);
const backend: Backend = await wasm({ relaxedSimd: process.argv.includes('--relaxed'), threads }).create();
const { kernels } = backend;

const random = (shape: Shape): DeviceArray =>
  kernels.random('normal', shape, { seed: 1, offset: sizeOf(shape) });

/** Median milliseconds of one call. */
function time(call: () => DeviceArray | readonly DeviceArray[] | undefined): number {
  const once = () => {
    const result = call();
    if (result) for (const array of Array.isArray(result) ? result : [result]) backend.free(array);
  };
  const begin = performance.now();
  once();
  let calls = 1;
  while (performance.now() - begin < 60) {
    once();
    calls++;
  }
  const batch = Math.max(1, Math.ceil(calls / 6));
  const times: number[] = [];
  for (let i = 0; i < 9; i++) {
    const start = performance.now();
    for (let j = 0; j < batch; j++) once();
    times.push((performance.now() - start) / batch);
  }
  return times.sort((a, b) => a - b)[4]!;
}

function row(
  name: string,
  call: Parameters<typeof time>[0],
  work: { flops?: number; bytes?: number } = {},
): void {
  if (wanted.length > 0 && !wanted.every((word) => name.includes(word))) return;
  const ms = time(call);
  const rate = work.flops
    ? `${(work.flops / ms / 1e6).toFixed(1)} GFLOP/s`
    : work.bytes
      ? `${(work.bytes / ms / 1e6).toFixed(1)} GB/s`
      : '';
  const shown = ms < 0.1 ? `${(ms * 1000).toFixed(2)} µs` : `${ms.toFixed(2)} ms`;
  console.log(`${name.padEnd(56)} ${shown.padStart(10)} ${rate.padStart(14)}`);
}

function matmul(a: Shape, b: Shape, flops: number, options = {}): void {
  const [p, q] = [random(a), random(b)];
  row(`matmul ${a} · ${b} ${Object.keys(options)}`, () => kernels.matmul(p, q, options), { flops });
}

function convolution(name: string, geometry: ConvGeometry): void {
  const { inputShape, outputShape, kernelSize, groups } = geometry;
  const x = random(inputShape);
  const w = random([...kernelSize, inputShape[3]! / groups, outputShape[3]!]);
  const grad = random(outputShape);
  const flops = 2 * sizeOf(outputShape) * kernelSize[0] * kernelSize[1] * (inputShape[3]! / groups);
  row(`${name} forward`, () => kernels.conv2d(x, w, geometry), { flops });
  row(`${name} input gradient`, () => kernels.conv2dInputGrad(grad, w, geometry), { flops });
  row(`${name} filter gradient`, () => kernels.conv2dFilterGrad(x, grad, geometry), { flops });
}

console.log(backend.description);
matmul([48, 64], [64, 48], 2 * 48 * 48 * 64);
for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const options = { ...(transposeA ? { transposeA } : {}), ...(transposeB ? { transposeB } : {}) };
    matmul([512, 512], [512, 512], 2 * 512 ** 3, options);
  }
}
matmul([128, 784], [784, 256], 2 * 128 * 784 * 256);
matmul([128, 784], [128, 256], 2 * 128 * 784 * 256, { transposeA: true });
matmul([128, 256], [128, 256], 2 * 128 * 128 * 256, { transposeB: true });
matmul([64, 50], [50, 10], 2 * 64 * 50 * 10);
matmul([64, 50], [64, 10], 2 * 64 * 50 * 10, { transposeA: true });
matmul([64, 10], [50, 10], 2 * 64 * 50 * 10, { transposeB: true });
matmul([64, 64, 32], [64, 32, 64], 2 * 64 * 64 * 64 * 32);
matmul([64, 64, 32], [64, 64, 32], 2 * 64 * 64 * 64 * 32, { transposeB: true });
matmul([256, 8, 8], [256, 8, 8], 2 * 256 * 512);
matmul([1000, 300], [300, 1], 2 * 1000 * 300);
matmul([1, 512], [512, 512], 2 * 512 * 512);
matmul([1024, 128], [128, 512], 2 * 1024 * 128 * 512);

const padding = { top: 0, bottom: 0, left: 0, right: 0 };
const plain = { stride: [1, 1], dilation: [1, 1], padding, groups: 1 } as const;
convolution('conv 3x3 1→32 of 28x28, batch 64', {
  ...plain,
  inputShape: [64, 28, 28, 1],
  outputShape: [64, 26, 26, 32],
  kernelSize: [3, 3],
});
convolution('conv 3x3 32→32 of 26x26, batch 64', {
  ...plain,
  inputShape: [64, 26, 26, 32],
  outputShape: [64, 24, 24, 32],
  kernelSize: [3, 3],
});
convolution('conv 3x3 64→64 of 56x56, same padding', {
  ...plain,
  inputShape: [1, 56, 56, 64],
  outputShape: [1, 56, 56, 64],
  kernelSize: [3, 3],
  padding: { top: 1, bottom: 1, left: 1, right: 1 },
});
convolution('conv 3x3 16→32 of 28x28, stride 2, batch 64', {
  ...plain,
  inputShape: [64, 28, 28, 16],
  outputShape: [64, 14, 14, 32],
  kernelSize: [3, 3],
  stride: [2, 2],
  padding: { top: 0, bottom: 1, left: 0, right: 1 },
});
convolution('depthwise 3x3 of 56x56x64', {
  ...plain,
  inputShape: [1, 56, 56, 64],
  outputShape: [1, 56, 56, 64],
  kernelSize: [3, 3],
  padding: { top: 1, bottom: 1, left: 1, right: 1 },
  groups: 64,
});

const pool: PoolGeometry = {
  inputShape: [64, 24, 24, 32],
  outputShape: [64, 12, 12, 32],
  kernelSize: [2, 2],
  stride: [2, 2],
  dilation: [1, 1],
  padding,
  countPadding: true,
};
const image = random(pool.inputShape);
const pooled = kernels.maxPool2d(image, pool);
row('maxPool2d 2x2 of 64x24x24x32', () => Object.values(kernels.maxPool2d(image, pool)));
row('maxPool2dGrad', () => kernels.maxPool2dGrad(pooled.values, pooled.indices, pool));
row('avgPool2d', () => kernels.avgPool2d(image, pool));
row('avgPool2dGrad', () => kernels.avgPool2dGrad(pooled.values, pool));

const million = random([1024, 1024]);
const other = random([1024, 1024]);
const line = random([1024]);
const column = random([1024, 1]);
const few = random([10]);
const bytes = 4 * 1024 * 1024;
row('add of 10', () => kernels.binary('add', few, few));
row('add of 1M', () => kernels.binary('add', million, other), { bytes: 3 * bytes });
row('add of 1M and a row', () => kernels.binary('add', million, line), { bytes: 2 * bytes });
row('add of 1M and a column', () => kernels.binary('add', million, column), { bytes: 2 * bytes });
row('pow of 1M', () => kernels.binary('pow', million, other), {
  bytes: 3 * bytes,
});
for (const op of ['relu', 'exp', 'log', 'tanh', 'sigmoid', 'erf', 'softplus', 'sqrt', 'sin'] as const) {
  row(`${op} of 1M`, () => kernels.unary(op, million), { bytes: 2 * bytes });
}
row('sum of 1M', () => kernels.reduce('sum', million, [0, 1]), { bytes });
row('sum of 1M over rows', () => kernels.reduce('sum', million, [0]), { bytes });
row('sum of 1M over columns', () => kernels.reduce('sum', million, [1]), { bytes });
row('max of 1M over columns', () => kernels.reduce('max', million, [1]), { bytes });
row('sum of 36864x32 over rows', () => kernels.reduce('sum', image, [0, 1, 2]), {
  bytes: 4 * sizeOf(image.shape),
});
row('argmax of 1M over columns', () => kernels.argReduce('argmax', million, 1), { bytes });
row('softmax of 1024 rows', () => kernels.softmax(million), { bytes: 2 * bytes });
row('transpose of 1024x1024', () => kernels.transpose(million, [1, 0]), { bytes: 2 * bytes });
row('permute 64x24x24x32 to NCHW', () => kernels.transpose(image, [0, 3, 1, 2]), {
  bytes: 8 * sizeOf(image.shape),
});
row('cumulate 1M', () => kernels.cumulate('sum', million, 1), { bytes: 2 * bytes });
row('top 5 of 1024', () => Object.values(kernels.topK(million, 5, true)));
row('sort of 1024 rows of 1024', () => Object.values(kernels.topK(million, 1024, true)));
row('uniform 1M', () => kernels.random('uniform', [1024, 1024], { seed: 1, offset: 0 }), { bytes });
row('normal 1M', () => kernels.random('normal', [1024, 1024], { seed: 1, offset: 0 }), { bytes });
const state = {
  m: [kernels.fill([1024, 1024], 0, 'float32')],
  v: [kernels.fill([1024, 1024], 0, 'float32')],
  vMax: [],
};
const settings = {
  step: 1,
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  eps: 1e-8,
  weightDecay: 0,
  decoupled: false,
  amsgrad: false,
  maximize: false,
};
row(
  'adamStep of 1M',
  () => kernels.adamStep!({ params: [million], grads: [other], state }, settings) as undefined,
  { bytes: 7 * bytes },
);
