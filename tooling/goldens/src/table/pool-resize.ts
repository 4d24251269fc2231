import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  type AnyModule,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  LPPool1d,
  LPPool2d,
  LPPool3d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  MaxUnpool3d,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Arg, type Call, given } from '../call.js';
import type { FunctionRow, ModuleOfRow, ModuleRow, Result } from '../kinds/kind.js';
import { pair, type Sizes, single, sizes, triple } from './sizes.js';

const F = 'torch.nn.functional';

/** Settings of max pooling. */
interface MaxPoolSettings<T> {
  readonly stride?: T;
  readonly padding?: T;
  readonly dilation?: T;
  readonly ceilMode?: boolean;
}

/** `stride, padding, dilation, ceil_mode`, from a position on. */
const maxPoolSettings = <T>(call: Call, at: number, form: (value: Sizes) => T): MaxPoolSettings<T> =>
  given<MaxPoolSettings<T>>({
    stride: sizes(call, at, 'stride', form),
    padding: sizes(call, at + 1, 'padding', form),
    dilation: sizes(call, at + 2, 'dilation', form),
    ceilMode: call.flag(at + 3, 'ceil_mode'),
  });

type WithIndices<T> = (x: Tensor, kernelSize: T, settings: MaxPoolSettings<T>) => ops.MaxPoolResult;

/** `f(x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)`. */
const maxPool =
  <T>(
    values: (x: Tensor, kernelSize: T, settings: MaxPoolSettings<T>) => Tensor,
    withIndices: WithIndices<T>,
    form: (value: Sizes) => T,
  ): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    const kernelSize = form(call.numbers(1, 'kernel_size')!);
    const settings = maxPoolSettings(call, 2, form);
    if (!call.flag(6, 'return_indices')) return values(x, kernelSize, settings);
    const result = withIndices(x, kernelSize, settings);
    return [result.values, result.indices];
  };

/** `MaxPool(kernel_size, stride, padding, dilation, return_indices, ceil_mode)`. */
const maxPoolModule =
  <T>(
    Class: new (kernelSize: T, settings: MaxPoolSettings<T>) => OneInput & MaxPooling,
    form: (value: Sizes) => T,
  ): ModuleRow =>
  (ctor) => {
    const kernelSize = form(ctor.numbers(0, 'kernel_size')!);
    const withPlaces = ctor.flag(4, 'return_indices');
    const settings = {
      ...maxPoolSettings(ctor, 1, form),
      ...given({ ceilMode: ctor.named('ceil_mode') as boolean }),
    };
    const module = new Class(kernelSize, settings);
    const forward = (x: Tensor): Result => {
      if (!withPlaces) return module.forward(x);
      const { values, indices } = module.withIndices(x);
      return [values, indices];
    };
    return { module, forward: (call) => forward(call.tensor(0)) };
  };

/** `stride, padding`, from a position on. */
const unpoolSettings = <T>(call: Call, at: number, form: (value: Sizes) => T): UnpoolSettings<T> =>
  given<UnpoolSettings<T>>({
    stride: sizes(call, at, 'stride', form),
    padding: sizes(call, at + 1, 'padding', form),
  });

interface UnpoolSettings<T> {
  readonly stride?: T;
  readonly padding?: T;
  readonly outputSize?: T;
}

/** The sizes between batch and channels; those two may stand in front. */
const spatial = (size: Sizes, axes: number): Sizes => (typeof size === 'number' ? size : size.slice(-axes));

/** `f(x, indices, kernel_size, stride, padding, output_size)`. */
const maxUnpool =
  <T>(
    unpool: (x: Tensor, indices: Tensor, kernelSize: T, settings: UnpoolSettings<T>) => Tensor,
    axes: number,
    form: (value: Sizes) => T,
  ): FunctionRow =>
  (call) => {
    const kernelSize = form(call.numbers(2, 'kernel_size')!);
    const size = call.numbers(5, 'output_size');
    const outputSize = size === undefined ? undefined : form(spatial(size, axes));
    const settings = { ...unpoolSettings(call, 3, form), ...given<UnpoolSettings<T>>({ outputSize }) };
    return unpool(call.tensor(0), call.tensor(1, 'indices'), kernelSize, settings);
  };

/** `MaxUnpool(kernel_size, stride, padding)`, called with `x, indices, output_size`. */
const maxUnpoolModule =
  <T>(
    Class: new (kernelSize: T, settings: UnpoolSettings<T>) => MaxUnpooling<T>,
    axes: number,
    form: (value: Sizes) => T,
  ): ModuleRow =>
  (ctor) => {
    const module = new Class(form(ctor.numbers(0, 'kernel_size')!), unpoolSettings(ctor, 1, form));
    return {
      module,
      forward: (call) => {
        const size = call.numbers(2, 'output_size');
        const outputSize = size === undefined ? undefined : form(spatial(size, axes));
        return module.forward(call.tensor(0), call.tensor(1, 'indices'), outputSize);
      },
    };
  };

type MaxUnpooling<T> = AnyModule & { forward(x: Tensor, indices: Tensor, outputSize?: T): Tensor };

/** Settings of average pooling. */
interface AvgPoolSettings<T> {
  readonly stride?: T;
  readonly padding?: T;
  readonly ceilMode?: boolean;
  readonly countIncludePad?: boolean;
}

/** `stride, padding, ceil_mode, count_include_pad`, from a position on. */
const avgPoolSettings = <T>(call: Call, at: number, form: (value: Sizes) => T): AvgPoolSettings<T> =>
  given<AvgPoolSettings<T>>({
    stride: sizes(call, at, 'stride', form),
    padding: sizes(call, at + 1, 'padding', form),
    ceilMode: call.flag(at + 2, 'ceil_mode'),
    countIncludePad: call.flag(at + 3, 'count_include_pad', true),
  });

interface DivisorSettings<T> extends AvgPoolSettings<T> {
  readonly divisorOverride?: number;
}

/** The same and `divisor_override`. */
const divisorSettings = <T>(call: Call, at: number, form: (value: Sizes) => T): DivisorSettings<T> => ({
  ...avgPoolSettings(call, at, form),
  ...given({ divisorOverride: call.number(at + 4, 'divisor_override') }),
});

/** `AvgPool(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)`. */
const avgPoolModule =
  <T>(
    Class: new (kernelSize: T, settings: DivisorSettings<T>) => OneInput,
    form: (value: Sizes) => T,
  ): ModuleRow =>
  (ctor) =>
    plain(new Class(form(ctor.numbers(0, 'kernel_size')!), divisorSettings(ctor, 1, form)));

/** `norm_type, kernel_size, stride, ceil_mode`, from a position on. */
const powerArguments = <T>(call: Call, at: number, form: (value: Sizes) => T) =>
  [
    call.number(at, 'norm_type')!,
    form(call.numbers(at + 1, 'kernel_size')!),
    given<{ stride?: T; ceilMode?: boolean }>({
      stride: sizes(call, at + 2, 'stride', form),
      ceilMode: call.flag(at + 3, 'ceil_mode'),
    }),
  ] as const;

/** `f(x, output_size, return_indices)`, which returns the values, or values and indices. */
const adaptiveMaxPool =
  <T>(withIndices: (x: Tensor, outputSize: T) => ops.MaxPoolResult, form: (value: Arg) => T): FunctionRow =>
  (call) => {
    const { values, indices } = withIndices(call.tensor(0), form(call.get(1, 'output_size')!));
    return call.flag(2, 'return_indices') ? [values, indices] : values;
  };

/** `Adaptive…Pool(output_size)`. */
const adaptiveModule =
  <T>(Class: new (outputSize: T) => OneInput, form: (value: Arg) => T): ModuleRow =>
  (ctor) =>
    plain(new Class(form(ctor.get(0, 'output_size')!)));

/** A module that knows where its maxima were. */
interface MaxPooling {
  withIndices(x: Tensor): ops.MaxPoolResult;
}

/** A module from tensor to tensor. */
type OneInput = AnyModule & { forward(x: Tensor): Tensor };

const plain = (module: OneInput): ModuleOfRow => ({
  module,
  forward: (call) => module.forward(call.tensor(0)),
});

/** One size, perhaps in a list. */
const length = (value: Arg): number => single(value as Sizes);

/** Sizes of height and width; None keeps one. */
const area = (value: Arg): ops.AdaptiveSize => value as ops.AdaptiveSize;

/** Sizes of depth, height and width; None keeps one. */
const volume = (value: Arg): ops.AdaptiveVolumeSize => value as ops.AdaptiveVolumeSize;

/** Sizes of the axes between batch and channels, times a factor, rounded down. */
const scaledSizes = (x: Tensor, factor: Sizes): number[] =>
  x.shape
    .slice(1, -1)
    .map((size, i) => Math.floor(size * (typeof factor === 'number' ? factor : factor[i]!)));

/** Group `pool_resize`: pooling and resizing. */
export const poolResize: Readonly<Record<string, FunctionRow>> = {
  [`${F}.max_pool1d`]: maxPool(ops.maxPool1d, ops.maxPool1dWithIndices, single),
  [`${F}.max_pool2d`]: maxPool(ops.maxPool2d, ops.maxPool2dWithIndices, pair),
  [`${F}.max_pool3d`]: maxPool(ops.maxPool3d, ops.maxPool3dWithIndices, triple),
  [`${F}.max_unpool1d`]: maxUnpool(ops.maxUnpool1d, 1, single),
  [`${F}.max_unpool2d`]: maxUnpool(ops.maxUnpool2d, 2, pair),
  [`${F}.max_unpool3d`]: maxUnpool(ops.maxUnpool3d, 3, triple),
  [`${F}.avg_pool1d`]: (call) =>
    ops.avgPool1d(call.tensor(0), single(call.numbers(1, 'kernel_size')!), avgPoolSettings(call, 2, single)),
  [`${F}.avg_pool2d`]: (call) =>
    ops.avgPool2d(call.tensor(0), pair(call.numbers(1, 'kernel_size')!), divisorSettings(call, 2, pair)),
  [`${F}.avg_pool3d`]: (call) =>
    ops.avgPool3d(call.tensor(0), triple(call.numbers(1, 'kernel_size')!), divisorSettings(call, 2, triple)),
  [`${F}.lp_pool1d`]: (call) => ops.lpPool1d(call.tensor(0), ...powerArguments(call, 1, single)),
  [`${F}.lp_pool2d`]: (call) => ops.lpPool2d(call.tensor(0), ...powerArguments(call, 1, pair)),
  [`${F}.lp_pool3d`]: (call) => ops.lpPool3d(call.tensor(0), ...powerArguments(call, 1, triple)),
  [`${F}.adaptive_avg_pool1d`]: (call) =>
    ops.adaptiveAvgPool1d(call.tensor(0), length(call.get(1, 'output_size')!)),
  [`${F}.adaptive_avg_pool2d`]: (call) =>
    ops.adaptiveAvgPool2d(call.tensor(0), area(call.get(1, 'output_size')!)),
  [`${F}.adaptive_avg_pool3d`]: (call) =>
    ops.adaptiveAvgPool3d(call.tensor(0), volume(call.get(1, 'output_size')!)),
  [`${F}.adaptive_max_pool1d`]: adaptiveMaxPool(ops.adaptiveMaxPool1dWithIndices, length),
  [`${F}.adaptive_max_pool2d`]: adaptiveMaxPool(ops.adaptiveMaxPool2dWithIndices, area),
  [`${F}.adaptive_max_pool3d`]: adaptiveMaxPool(ops.adaptiveMaxPool3dWithIndices, volume),
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

/** Group `pool_resize`: modules. */
export const poolModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.MaxPool1d': maxPoolModule(MaxPool1d, single),
  'torch.nn.MaxPool2d': maxPoolModule(MaxPool2d, pair),
  'torch.nn.MaxPool3d': maxPoolModule(MaxPool3d, triple),
  'torch.nn.MaxUnpool1d': maxUnpoolModule(MaxUnpool1d, 1, single),
  'torch.nn.MaxUnpool2d': maxUnpoolModule(MaxUnpool2d, 2, pair),
  'torch.nn.MaxUnpool3d': maxUnpoolModule(MaxUnpool3d, 3, triple),
  'torch.nn.AvgPool1d': (ctor) =>
    plain(new AvgPool1d(single(ctor.numbers(0, 'kernel_size')!), avgPoolSettings(ctor, 1, single))),
  'torch.nn.AvgPool2d': avgPoolModule(AvgPool2d, pair),
  'torch.nn.AvgPool3d': avgPoolModule(AvgPool3d, triple),
  'torch.nn.LPPool1d': (ctor) => plain(new LPPool1d(...powerArguments(ctor, 0, single))),
  'torch.nn.LPPool2d': (ctor) => plain(new LPPool2d(...powerArguments(ctor, 0, pair))),
  'torch.nn.LPPool3d': (ctor) => plain(new LPPool3d(...powerArguments(ctor, 0, triple))),
  'torch.nn.AdaptiveAvgPool1d': adaptiveModule(AdaptiveAvgPool1d, length),
  'torch.nn.AdaptiveAvgPool2d': adaptiveModule(AdaptiveAvgPool2d, area),
  'torch.nn.AdaptiveAvgPool3d': adaptiveModule(AdaptiveAvgPool3d, volume),
  'torch.nn.AdaptiveMaxPool1d': adaptiveModule(AdaptiveMaxPool1d, length),
  'torch.nn.AdaptiveMaxPool2d': adaptiveModule(AdaptiveMaxPool2d, area),
  'torch.nn.AdaptiveMaxPool3d': adaptiveModule(AdaptiveMaxPool3d, volume),
};
