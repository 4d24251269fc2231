import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Arg, type Call, given } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';
import { pair, type Sizes, single, sizes } from './sizes.js';

const F = 'torch.nn.functional';

/** Settings of max pooling. */
interface MaxPoolSettings<T> {
  readonly stride?: T;
  readonly padding?: T;
  readonly dilation?: T;
  readonly ceilMode?: boolean;
}

/** `f(x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)`. */
const maxPool =
  <T>(
    values: (x: Tensor, kernelSize: T, settings: MaxPoolSettings<T>) => Tensor,
    withIndices: (x: Tensor, kernelSize: T, settings: MaxPoolSettings<T>) => ops.MaxPoolResult,
    form: (value: Sizes) => T,
  ): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    const kernelSize = form(call.numbers(1, 'kernel_size')!);
    const settings = given<MaxPoolSettings<T>>({
      stride: sizes(call, 2, 'stride', form),
      padding: sizes(call, 3, 'padding', form),
      dilation: sizes(call, 4, 'dilation', form),
      ceilMode: call.flag(5, 'ceil_mode'),
    });
    if (!call.flag(6, 'return_indices')) return values(x, kernelSize, settings);
    const result = withIndices(x, kernelSize, settings);
    return [result.values, result.indices];
  };

/** Settings of average pooling. */
interface AvgPoolSettings<T> {
  readonly stride?: T;
  readonly padding?: T;
  readonly ceilMode?: boolean;
  readonly countIncludePad?: boolean;
}

/** `stride, padding, ceil_mode, count_include_pad`, from position 2 on. */
const avgPoolSettings = <T>(call: Call, form: (value: Sizes) => T): AvgPoolSettings<T> =>
  given<AvgPoolSettings<T>>({
    stride: sizes(call, 2, 'stride', form),
    padding: sizes(call, 3, 'padding', form),
    ceilMode: call.flag(4, 'ceil_mode'),
    countIncludePad: call.flag(5, 'count_include_pad', true),
  });

/** `f(x, output_size, return_indices)`, which gives the values alone or with their places. */
const adaptiveMaxPool =
  <T>(withIndices: (x: Tensor, outputSize: T) => ops.MaxPoolResult, form: (value: Arg) => T): FunctionRow =>
  (call) => {
    const { values, indices } = withIndices(call.tensor(0), form(call.get(1, 'output_size')!));
    return call.flag(2, 'return_indices') ? [values, indices] : values;
  };

/** One size, perhaps in a list. */
const length = (value: Arg): number => single(value as Sizes);

/** Sizes of height and width; None keeps one. */
const area = (value: Arg): ops.AdaptiveSize => value as ops.AdaptiveSize;

/** Sizes of the axes between batch and channels, times a factor, rounded down. */
const scaledSizes = (x: Tensor, factor: Sizes): number[] =>
  x.shape
    .slice(1, -1)
    .map((size, i) => Math.floor(size * (typeof factor === 'number' ? factor : factor[i]!)));

/** Group `pool_resize`: pooling and resizing. */
export const poolResize: Readonly<Record<string, FunctionRow>> = {
  [`${F}.max_pool1d`]: maxPool(ops.maxPool1d, ops.maxPool1dWithIndices, single),
  [`${F}.max_pool2d`]: maxPool(ops.maxPool2d, ops.maxPool2dWithIndices, pair),
  [`${F}.avg_pool1d`]: (call) =>
    ops.avgPool1d(call.tensor(0), single(call.numbers(1, 'kernel_size')!), avgPoolSettings(call, single)),
  [`${F}.avg_pool2d`]: (call) =>
    ops.avgPool2d(call.tensor(0), pair(call.numbers(1, 'kernel_size')!), {
      ...avgPoolSettings(call, pair),
      ...given({ divisorOverride: call.number(6, 'divisor_override') }),
    }),
  [`${F}.lp_pool2d`]: (call) =>
    ops.lpPool2d(
      call.tensor(0),
      call.number(1, 'norm_type')!,
      pair(call.numbers(2, 'kernel_size')!),
      given({ stride: sizes(call, 3, 'stride', pair), ceilMode: call.flag(4, 'ceil_mode') }),
    ),
  [`${F}.adaptive_avg_pool1d`]: (call) =>
    ops.adaptiveAvgPool1d(call.tensor(0), length(call.get(1, 'output_size')!)),
  [`${F}.adaptive_avg_pool2d`]: (call) =>
    ops.adaptiveAvgPool2d(call.tensor(0), area(call.get(1, 'output_size')!)),
  [`${F}.adaptive_max_pool1d`]: adaptiveMaxPool(ops.adaptiveMaxPool1dWithIndices, length),
  [`${F}.adaptive_max_pool2d`]: adaptiveMaxPool(ops.adaptiveMaxPool2dWithIndices, area),
  [`${F}.interpolate`]: (call) => {
    const x = call.tensor(0);
    const scaleFactor = call.numbers(2, 'scale_factor');
    const recompute = call.flag(5, 'recompute_scale_factor');
    const amount =
      recompute && scaleFactor !== undefined
        ? { size: scaledSizes(x, scaleFactor) } // the ratio of sizes then maps coordinates
        : given<ops.InterpolateFunctionOptions>({ size: call.numbers(1, 'size'), scaleFactor });
    const mode = call.text(3, 'mode') as ops.InterpolateMode | undefined;
    const settings = {
      mode,
      alignCorners: call.flag(4, 'align_corners'),
      antialias: call.flag(6, 'antialias'),
    };
    return ops.interpolate(x, { ...amount, ...given(settings) });
  },
};
