// internal
import {
  avgPool1d,
  avgPool2d,
  avgPool3d,
  interpolate,
  localResponseNorm,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  pixelShuffle,
  type Tensor,
} from '@neurona/tensor';
import type { NodeCall, Operation } from '../node-call.js';
import { channelsFirst, channelsLast, each, evenlyPadded, windowsOf } from './products.js';

const largest = [maxPool1d, maxPool2d, maxPool3d] as unknown as readonly (typeof maxPool2d)[];
const means = [avgPool1d, avgPool2d, avgPool3d] as unknown as readonly (typeof avgPool2d)[];

const maxPool: Operation = (call) => {
  const x = call.tensor(0);
  const run = largest[x.ndim - 3];
  if (!run || call.node.outputs.length > 1)
    throw call.failure('sequences, images or volumes, without indices', `${x.ndim} axes`);
  const windows = windowsOf(call, x, []);
  const [input, padding] = evenlyPadded(channelsLast(x), windows, -Infinity);
  const settings = {
    stride: each<number>(windows.stride),
    padding: each<number>(padding),
    dilation: each<number>(windows.dilation),
    ceilMode: call.attribute('ceil_mode', 0) === 1,
  };
  return channelsFirst(run(input, each<number>(windows.kernel), settings));
};

const averagePool: Operation = (call) => {
  const x = call.tensor(0);
  const run = means[x.ndim - 3];
  const windows = windowsOf(call, x, []);
  const countIncludePad = call.attribute('count_include_pad', 0) === 1;
  const [top, left] = windows.before;
  const [bottom, right] = windows.after;
  const isEven = windows.before.every((size, i) => size === windows.after[i]);
  if (!run || windows.dilation.some((size) => size !== 1) || !(isEven || x.ndim === 4))
    throw call.failure('windows without dilation, of the same padding on both sides', `${x.ndim} axes`);
  const padding =
    x.ndim === 4 ? { top: top!, bottom: bottom!, left: left!, right: right! } : each<number>(windows.before);
  const settings = {
    stride: each<number>(windows.stride),
    padding,
    countIncludePad,
    ceilMode: call.attribute('ceil_mode', 0) === 1,
  };
  return channelsFirst(run(channelsLast(x), each<number>(windows.kernel), settings));
};

const inner = (x: Tensor): number[] => Array.from({ length: x.ndim - 2 }, (_, i) => i + 2);

/** Sizes are given, or factors; corners are aligned, or edges. */
const resize: Operation = (call) => {
  const x = call.tensor(0);
  const isOld = call.node.op === 'Upsample' || call.context.opset < 11;
  const scales = call.list('scales') ?? (call.has(isOld ? 1 : 2) ? call.numbers(isOld ? 1 : 2) : []);
  const sizes = scales.length > 0 ? x.shape.map((size, i) => Math.floor(size * scales[i]!)) : call.numbers(3);
  const [mode, place] = [
    call.text('mode', 'nearest'),
    call.text('coordinate_transformation_mode', 'half_pixel'),
  ];
  const linear = [undefined, 'linear', 'bilinear', 'trilinear'][x.ndim - 2];
  const found =
    mode === 'nearest'
      ? 'nearest'
      : mode === 'linear'
        ? linear
        : mode === 'cubic' && x.ndim === 4
          ? 'bicubic'
          : undefined;
  const isWhole = x.shape.every((size, i) => sizes[i]! % size === 0);
  const isKnown =
    mode === 'nearest'
      ? place === 'asymmetric' || isWhole
      : ['half_pixel', 'pytorch_half_pixel', 'align_corners'].includes(place);
  if (!found || !isKnown || sizes.length !== x.ndim || sizes[0] !== x.shape[0] || sizes[1] !== x.shape[1])
    throw call.failure('a resize as PyTorch writes it', `${mode}, ${place}`);
  const aligned = mode === 'nearest' ? {} : { alignCorners: place === 'align_corners' };
  return channelsFirst(
    interpolate(channelsLast(x), { size: sizes.slice(2), mode: found as 'bilinear', ...aligned }),
  );
};

const toSpace: Operation = (call) => {
  const x = call.tensor(0);
  const size = call.attribute('blocksize', 1);
  const mode = call.text('mode', 'DCR');
  if (mode === 'CRD') return channelsFirst(pixelShuffle(channelsLast(x), size));
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const depth = channels / size ** 2;
  return x
    .reshape([batch, size, size, depth, height, width])
    .permute([0, 3, 4, 1, 5, 2])
    .reshape([batch, depth, height * size, width * size]);
};

function overChannels(call: NodeCall): Tensor {
  const settings = {
    alpha: call.attribute('alpha', 1e-4),
    beta: call.attribute('beta', 0.75),
    k: call.attribute('bias', 1),
  };
  return channelsFirst(localResponseNorm(channelsLast(call.tensor(0)), call.attribute('size', 1), settings));
}

/** Pooling and resizing of images. */
export const pooling: Readonly<Record<string, Operation>> = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: (call) => call.tensor(0).mean({ axis: inner(call.tensor(0)), keepDims: true }),
  GlobalMaxPool: (call) => call.tensor(0).max({ axis: inner(call.tensor(0)), keepDims: true }),
  Resize: resize,
  Upsample: resize,
  DepthToSpace: toSpace,
  LRN: overChannels,
};
