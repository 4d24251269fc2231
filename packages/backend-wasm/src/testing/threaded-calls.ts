// internal
import {
  type Backend,
  type BinaryOp,
  type ConvGeometry,
  type DeviceArray,
  type PoolGeometry,
  type RecurrentKind,
  type Shape,
  sizeOf,
  type UnaryOp,
} from '@neurona/backend';
import { arrayOf, floats, numbers } from './arrays.js';

/** A kernel call that is large enough to be shared, on arrays of its own: returns its results. */
export type ThreadedCall = (backend: Backend) => readonly DeviceArray[];

const floatsOf = (backend: Backend, shape: Shape, seed = 1): DeviceArray =>
  floats(backend, shape, numbers(seed + sizeOf(shape))).array;

const indicesOf = (backend: Backend, count: number, below: number): DeviceArray =>
  arrayOf(
    backend,
    Array.from({ length: count }, (_, i) => (i * 7919) % below),
    [count],
    'int32',
  );

const unary = (op: UnaryOp, shape: Shape): ThreadedCall => {
  return (backend) => [backend.kernels.unary(op, floatsOf(backend, shape))];
};

const binary = (op: BinaryOp, a: Shape, b: Shape): ThreadedCall => {
  return (backend) => [backend.kernels.binary(op, floatsOf(backend, a, 1), floatsOf(backend, b, 2))];
};

const matmul = (a: Shape, b: Shape, transposeA = false, transposeB = false): ThreadedCall => {
  return (backend) => {
    const bias = floatsOf(backend, [transposeB ? b.at(-2)! : b.at(-1)!], 3);
    const options = { transposeA, transposeB };
    const [x, y] = [floatsOf(backend, a, 1), floatsOf(backend, b, 2)];
    return [backend.kernels.matmul(x, y, { ...options, bias }), backend.kernels.matmul(x, y, options)];
  };
};

const plain: Omit<ConvGeometry, 'inputShape' | 'outputShape' | 'kernelSize'> = {
  stride: [1, 1],
  dilation: [1, 1],
  padding: { top: 1, bottom: 1, left: 1, right: 1 },
  groups: 1,
};

const convolution = (geometry: ConvGeometry): ThreadedCall => {
  const { inputShape, outputShape, kernelSize, groups } = geometry;
  return (backend) => {
    const x = floatsOf(backend, inputShape, 1);
    const w = floatsOf(backend, [...kernelSize, inputShape[3]! / groups, outputShape[3]!], 2);
    const [bias, grad] = [floatsOf(backend, [outputShape[3]!], 3), floatsOf(backend, outputShape, 4)];
    const { kernels } = backend;
    const scale = floatsOf(backend, [outputShape[3]!], 5);
    return [
      kernels.conv2d(x, w, geometry, bias),
      kernels.clampedConv2d!(x, w, geometry, { scale, shift: bias, min: -2, max: 3 }),
      kernels.clampedConv2d!(x, w, geometry, { shift: bias, min: 0, max: Number.POSITIVE_INFINITY }),
      kernels.conv2dInputGrad(grad, w, geometry),
      kernels.conv2dFilterGrad(x, grad, geometry),
    ];
  };
};

const pooling = (geometry: PoolGeometry): ThreadedCall => {
  return (backend) => {
    const { kernels } = backend;
    const x = floatsOf(backend, geometry.inputShape, 1);
    const grad = floatsOf(backend, geometry.outputShape, 2);
    const { values, indices } = kernels.maxPool2d(x, geometry);
    const back = [kernels.maxPool2dGrad(grad, indices, geometry), kernels.avgPool2dGrad(grad, geometry)];
    return [values, indices, kernels.avgPool2d(x, geometry), ...back];
  };
};

const recurrent = (kind: RecurrentKind, gates: number, saved: number): ThreadedCall => {
  const [batch, size] = [161, 151];
  return (backend) => {
    const { kernels } = backend;
    const array = (features: number, seed: number) => floatsOf(backend, [batch, features], seed);
    const rows = (features: number) => backend.kernels.fill([2, batch, features], 0.5, 'float32');
    const cell = kind === 'lstm' ? array(size, 4) : undefined;
    const lengths = arrayOf(
      backend,
      Array.from({ length: batch }, (_, i) => i % 3),
      [batch],
      'int32',
    );
    const [states, kept, gradInput] = [rows(size), rows(size * saved), rows(size * gates)];
    const common = { kind, step: 1, cell, lengths, saved: kept } as const;
    const hidden = array(size, 3);
    const input = floatsOf(backend, [2, batch, size * gates], 1);
    const next = kernels.recurrentStep!({
      ...common,
      input,
      hidden,
      weight: floatsOf(backend, [size, size * gates], 2),
      states,
    });
    const carry = array(size, 5);
    const gradStates = floatsOf(backend, [2, batch, size], 6);
    const gates2 = kernels.recurrentStepGrad!({
      ...common,
      gradStates,
      recurrent: array(size, 7),
      carry,
      gradInput,
    });
    return [next, states, kept, ...(cell ? [cell] : []), carry, gradInput, gates2];
  };
};

const steps: ThreadedCall = (backend) => {
  const { kernels } = backend;
  const sizes = [70_001, 3, 20_000];
  const arrays = (seed: number) => sizes.map((size) => floatsOf(backend, [size], seed));
  const positive = (seed: number) => arrays(seed).map((x) => kernels.unary('square', x));
  const [params, grads, m, v, velocity] = [arrays(1), arrays(2), arrays(3), positive(4), arrays(5)];
  const common = { learningRate: 0.01, weightDecay: 0.1, maximize: false, eps: 1e-8 } as const;
  const betas = { beta1: 0.9, beta2: 0.99 } as const;
  const adam = { ...common, ...betas, step: 3, decoupled: true, amsgrad: false } as const;
  kernels.adamStep!({ params, grads, state: { m, v, vMax: [] } }, adam);
  const sgd = { ...common, momentum: 0.9, dampening: 0.1, nesterov: true, first: false } as const;
  kernels.sgdStep!({ params, grads, state: { momentum: velocity } }, sgd);
  kernels.adadeltaStep!(
    { params, grads, state: { squareAverage: v, deltaAverage: positive(6) } },
    { ...common, rho: 0.9 },
  );
  kernels.lionStep!({ params, grads, state: { m } }, { ...common, ...betas });
  return [...params, ...m, ...v, ...velocity];
};

const many = (call: (backend: Backend) => DeviceArray | readonly DeviceArray[]): ThreadedCall => {
  return (backend) => [call(backend)].flat();
};

/** Calls of every kernel that threads share, with shapes that don't fit vectors, tiles or blocks. */
export const threadedCalls: Readonly<Record<string, ThreadedCall>> = {
  relu: unary('relu', [300_001]),
  exp: unary('exp', [50_003]),
  sin: unary('sin', [20_001]),
  add: binary('add', [300_001], [300_001]),
  'a number minus': binary('sub', [1], [300_001]),
  'less than a number': binary('less', [300_001], [1]),
  'add a row': binary('add', [301, 1001], [1001]),
  'multiply by a column': binary('mul', [301, 1001], [301, 1]),
  'compare with a column': binary('greater', [301, 1001], [301, 1]),
  'product 130 x 203 over 301': matmul([130, 301], [301, 203]),
  'product, first transposed': matmul([301, 130], [301, 203], true),
  'product, second transposed': matmul([130, 301], [203, 301], false, true),
  'product, both transposed': matmul([301, 130], [203, 301], true, true),
  'product of few rows': matmul([5, 700], [700, 301]),
  'product whose last piece has one row': matmul([9, 20_000], [20_000, 8]),
  'product whose last piece has one row, second transposed': matmul([9, 6000], [32, 6000], false, true),
  'product of few columns': matmul([6001, 70], [70, 3]),
  'product of one row': matmul([1, 700], [700, 1601]),
  'product of one row and few columns': matmul([1, 1301], [1301, 331]),
  'product of one long row': matmul([1, 20_000], [20_000, 21]),
  'product of one row and many columns': matmul([1, 90], [90, 9003]),
  'product of one row, second transposed': matmul([1, 700], [1601, 700], false, true),
  'product of one column (alone)': matmul([2001, 300], [300, 1]),
  'long product of small matrices': matmul([40, 2500], [2500, 40]),
  'many small products': matmul([150, 20, 30], [150, 30, 20]),
  'few large products': matmul([3, 165, 130], [3, 130, 77]),
  'products with a matrix that repeats': matmul([17, 65, 70], [70, 33]),
  'convolution, one channel in': convolution({
    ...plain,
    inputShape: [5, 30, 31, 1],
    outputShape: [5, 30, 31, 19],
    kernelSize: [3, 3],
  }),
  'convolution by tiles': convolution({
    ...plain,
    inputShape: [5, 29, 30, 12],
    outputShape: [5, 29, 30, 20],
    kernelSize: [3, 3],
  }),
  'convolution by tiles, many channels': convolution({
    ...plain,
    inputShape: [2, 17, 17, 136],
    outputShape: [2, 17, 17, 12],
    kernelSize: [3, 3],
  }),
  'convolution by tiles of 4x4': convolution({
    ...{ ...plain, fastMath: true },
    ...{ inputShape: [4, 30, 31, 64], outputShape: [4, 30, 31, 72], kernelSize: [3, 3] },
  }),
  'convolution at stride 2': convolution({
    ...plain,
    inputShape: [5, 30, 30, 7],
    outputShape: [5, 15, 15, 13],
    kernelSize: [3, 3],
    stride: [2, 2],
    padding: { top: 0, bottom: 1, left: 0, right: 1 },
  }),
  'convolution of many taps and channels': convolution({
    ...plain,
    inputShape: [3, 11, 11, 130],
    outputShape: [3, 6, 6, 30],
    kernelSize: [3, 3],
    stride: [2, 2],
  }),
  'convolution in groups': convolution({
    ...plain,
    inputShape: [3, 20, 20, 12],
    outputShape: [3, 20, 20, 18],
    kernelSize: [3, 3],
    groups: 3,
  }),
  'convolution of pixels': convolution({
    ...plain,
    inputShape: [3, 20, 20, 33],
    outputShape: [3, 20, 20, 35],
    kernelSize: [1, 1],
    padding: { top: 0, bottom: 0, left: 0, right: 0 },
  }),
  'depthwise convolution': convolution({
    ...plain,
    inputShape: [3, 40, 41, 23],
    outputShape: [3, 40, 41, 23],
    kernelSize: [3, 3],
    groups: 23,
  }),
  'depthwise convolution at stride 2': convolution({
    ...plain,
    inputShape: [3, 60, 60, 23],
    outputShape: [3, 30, 30, 23],
    kernelSize: [3, 3],
    stride: [2, 2],
    groups: 23,
  }),
  pooling: pooling({
    inputShape: [7, 40, 41, 9],
    outputShape: [7, 20, 20, 9],
    kernelSize: [3, 3],
    stride: [2, 2],
    dilation: [1, 1],
    padding: { top: 1, bottom: 0, left: 1, right: 0 },
    countPadding: false,
  }),
  softmax: many((backend) => backend.kernels.softmax(floatsOf(backend, [303, 101]))),
  'log softmax': many((backend) => backend.kernels.logSoftmax(floatsOf(backend, [303, 101]))),
  'cross-entropy': many((backend) => {
    const [logits, targets] = [floatsOf(backend, [303, 101]), indicesOf(backend, 303, 101)];
    return Object.values(backend.kernels.softmaxCrossEntropy!(logits, targets));
  }),
  'softmax of attention': many((backend) => {
    const x = floatsOf(backend, [6, 51, 53]);
    const y = backend.kernels.attentionSoftmax!(x, { scale: 0.7, causal: true });
    return [
      y,
      backend.kernels.softmaxGrad!(floatsOf(backend, [3000, 53]), floatsOf(backend, [3000, 53], 2), 0.7),
    ];
  }),
  'attention by blocks': many((backend) => {
    const [query, key] = [floatsOf(backend, [6, 131, 20]), floatsOf(backend, [3, 131, 20], 2)];
    const arrays = { query, key, value: key };
    const allowed = { ...backend.kernels.cast(indicesOf(backend, 2 * 131, 3), 'bool'), shape: [2, 131] };
    const dropout = { probability: 0.2, seed: 5, offset: 9 };
    return [{}, { offset: 4, window: 90, allowed, dropout }].flatMap((more) => {
      const options = { scale: 0.3, causal: true, ...more };
      const results = backend.kernels.attention!(arrays, options);
      const slopes = backend.kernels.attentionGrad!(query, arrays, results, options);
      return [...Object.values(results), ...Object.values(slopes)];
    });
  }),
  'quantised products': many((backend) => {
    const [k, n] = [200, 3001];
    const codes = indicesOf(backend, (n * 256) / 8, 2 ** 31);
    const weight = {
      codes: { ...codes, shape: [n, 32] },
      scales: floatsOf(backend, [n, 4]),
      bits: 4 as const,
      rows: k,
    };
    const bias = floatsOf(backend, [n]);
    return [
      backend.kernels.quantizedMatmul!(floatsOf(backend, [1, k]), weight, { bias }),
      backend.kernels.quantizedMatmul!(floatsOf(backend, [5, k]), weight, {}),
      backend.kernels.quantizedMatmul!(floatsOf(backend, [5, n]), weight, { transpose: true }),
      ...backend.kernels.quantizedProducts!(floatsOf(backend, [1, k]), [{ weight, bias }, { weight }]),
    ];
  }),
  standardise: many((backend) => {
    const x = floatsOf(backend, [1001, 131]);
    const { output, scale } = backend.kernels.standardize!(x, { eps: 1e-5, centered: true });
    return [output, scale, backend.kernels.standardizeGrad!(x, output, scale, true)];
  }),
  'normalise rows': many((backend) => {
    const [x, weight] = [floatsOf(backend, [1001, 131]), floatsOf(backend, [131])];
    return backend.kernels.normalizeRows!(x, weight, weight, { eps: 1e-5, centered: true });
  }),
  rotary: many((backend) => {
    const [cos, sin] = [floatsOf(backend, [31, 9]), floatsOf(backend, [31, 9], 2)];
    return backend.kernels.rotary!(floatsOf(backend, [500, 31, 18]), cos, sin);
  }),
  'gated SiLU': many((backend) =>
    backend.kernels.gatedSilu!(floatsOf(backend, [40_003]), floatsOf(backend, [40_003], 2)),
  ),
  'attention to blocks': many((backend) => {
    const blocks = [257, 131].map((length) => ({
      key: floatsOf(backend, [11, length, 20]),
      value: floatsOf(backend, [11, length, 22], 2),
    }));
    return backend.kernels.blockAttention!(floatsOf(backend, [11, 2, 20], 3), blocks, { scale: 0.3 });
  }),
  transpose: many((backend) => backend.kernels.transpose(floatsOf(backend, [401, 503]), [1, 0])),
  permute: many((backend) => backend.kernels.transpose(floatsOf(backend, [5, 31, 33, 40]), [0, 3, 1, 2])),
  'permute rows': many((backend) => backend.kernels.transpose(floatsOf(backend, [53, 61, 99]), [1, 0, 2])),
  broadcast: many((backend) => backend.kernels.broadcastTo(floatsOf(backend, [1, 99]), [4001, 99])),
  slice: many((backend) => backend.kernels.slice(floatsOf(backend, [703, 700]), [1, 3], [350, 691], [2, 1])),
  pad: many((backend) => {
    const around = [
      [3, 2],
      [1, 1],
    ] as const;
    return backend.kernels.pad(floatsOf(backend, [501, 703]), around, 0.5);
  }),
  join: many((backend) => {
    return backend.kernels.concat([floatsOf(backend, [501, 403]), floatsOf(backend, [501, 303])], 1);
  }),
  select: many((backend) => {
    const x = floatsOf(backend, [401, 503]);
    const condition = backend.kernels.binary('less', x, floatsOf(backend, [1, 503], 2));
    return backend.kernels.select(condition, x, floatsOf(backend, [401, 1], 3));
  }),
  'sum of all': many((backend) => backend.kernels.reduce('sum', floatsOf(backend, [700_001]), [0])),
  'sum over rows': many((backend) => backend.kernels.reduce('sum', floatsOf(backend, [20_001, 33]), [0])),
  'mean over columns': many((backend) => backend.kernels.reduce('mean', floatsOf(backend, [501, 1003]), [1])),
  'maximum over the middle': many((backend) => {
    return backend.kernels.reduce('max', floatsOf(backend, [41, 207, 51]), [1]);
  }),
  'sum over the middle': many((backend) => {
    return backend.kernels.reduce('sum', floatsOf(backend, [23, 407, 51]), [1]);
  }),
  'place of the largest': many((backend) => {
    return backend.kernels.argReduce('argmax', floatsOf(backend, [303, 301]), 1);
  }),
  'running sum': many((backend) => backend.kernels.cumulate('sum', floatsOf(backend, [303, 401]), 1)),
  'the first five': many((backend) =>
    Object.values(backend.kernels.topK(floatsOf(backend, [203, 101]), 5, true)),
  ),
  'sorted rows': many((backend) =>
    Object.values(backend.kernels.topK(floatsOf(backend, [53, 51]), 51, false)),
  ),
  'rows by index': many((backend) => {
    return backend.kernels.gather(floatsOf(backend, [301, 101]), indicesOf(backend, 9001, 301), 0);
  }),
  'columns by index': many((backend) => {
    return backend.kernels.gather(floatsOf(backend, [301, 101]), indicesOf(backend, 201, 101), 1);
  }),
  'rows added by index': many((backend) => {
    return backend.kernels.scatterAdd(floatsOf(backend, [4001, 101]), indicesOf(backend, 4001, 301), 0, 301);
  }),
  'columns added by index': many((backend) => {
    return backend.kernels.scatterAdd(floatsOf(backend, [901, 301]), indicesOf(backend, 301, 51), 1, 51);
  }),
  'random bits': many((backend) => {
    return backend.kernels.random('bits', [70_003], { seed: 2 ** 40 + 5, offset: 2 ** 33 + 1 });
  }),
  'uniform numbers': many((backend) => backend.kernels.random('uniform', [70_003], { seed: 3, offset: 1 })),
  'normal numbers': many((backend) => backend.kernels.random('normal', [20_003], { seed: 3, offset: 1 })),
  'filled, copied and cast': many((backend) => {
    const { kernels } = backend;
    const x = floatsOf(backend, [600_001]);
    const whole = kernels.cast(kernels.binary('mul', x, arrayOf(backend, [1000])), 'int32');
    const twice = kernels.binary('add', whole, whole);
    const bools = kernels.cast(whole, 'bool');
    const filled = kernels.fill([700_001], 0.25, 'float32');
    return [
      kernels.copy(x),
      twice,
      kernels.unary('abs', twice),
      bools,
      kernels.cast(bools, 'float32'),
      filled,
    ];
  }),
  'powers and ReLU gradient': many((backend) => {
    const { kernels } = backend;
    const x = floatsOf(backend, [300_001]);
    return [
      kernels.binary('pow', x, kernels.fill([], 3, 'float32')),
      kernels.reluGrad!(x, floatsOf(backend, [300_001], 2)),
      kernels.activation!('geluTanh', x),
      kernels.activationGrad!('silu', x, floatsOf(backend, [300_001], 2)),
    ];
  }),
  'optimizer steps': steps,
  'tanh cell': recurrent('tanh', 1, 1),
  'LSTM cell': recurrent('lstm', 4, 5),
  'GRU cell': recurrent('gru', 3, 5),
};
