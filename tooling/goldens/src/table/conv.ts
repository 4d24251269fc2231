import {
  Conv1d,
  Conv2d,
  Conv3d,
  type ConvPaddingMode,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  Module,
} from '@neurona/layers';
import * as ops from '@neurona/tensor';
import { Parameter, type Tensor } from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow, ModuleRow } from '../kinds/kind.js';
import { pair, type Sizes, single, sizes, triple } from './sizes.js';

const F = 'torch.nn.functional';

type Amount = 'same' | 'valid';

/** Settings of a convolution of any number of axes. */
interface ConvSettings<T> {
  readonly stride?: T;
  readonly padding?: T | Amount;
  readonly dilation?: T;
  readonly groups?: number;
}

/** `stride, padding, dilation, groups`, from a position on. */
function convSettings<T>(call: Call, at: number, form: (value: Sizes) => T): ConvSettings<T> {
  const padding = call.get(at + 1, 'padding');
  return given({
    stride: sizes(call, at, 'stride', form),
    padding: typeof padding === 'string' ? (padding as Amount) : sizes(call, at + 1, 'padding', form),
    dilation: sizes(call, at + 2, 'dilation', form),
    groups: call.number(at + 3, 'groups'),
  });
}

type Conv<T> = (x: Tensor, weight: Tensor, bias: Tensor | undefined, settings: ConvSettings<T>) => Tensor;

/** `f(x, weight, bias, stride, padding, dilation, groups)`. */
const conv =
  <T>(operation: Conv<T>, form: (value: Sizes) => T): FunctionRow =>
  (call) =>
    operation(
      call.tensor(0),
      call.tensor(1, 'weight'),
      call.optionalTensor(2, 'bias'),
      convSettings(call, 3, form),
    );

/** Settings of a transposed convolution. */
interface TransposedSettings<T> {
  readonly stride?: T;
  readonly padding?: T;
  readonly outputPadding?: T;
  readonly dilation?: T;
  readonly groups?: number;
}

type Transposed<T> = (
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  settings: TransposedSettings<T>,
) => Tensor;

/** `f(x, weight, bias, stride, padding, output_padding, groups, dilation)`. */
const transposed =
  <T>(operation: Transposed<T>, form: (value: Sizes) => T): FunctionRow =>
  (call) => {
    const groups = call.number(6, 'groups', 1);
    const settings = given<TransposedSettings<T>>({
      stride: sizes(call, 3, 'stride', form),
      padding: sizes(call, 4, 'padding', form),
      outputPadding: sizes(call, 5, 'output_padding', form),
      groups,
      dilation: sizes(call, 7, 'dilation', form),
    });
    const weight = groupsLast(call.tensor(1, 'weight'), groups);
    return operation(call.tensor(0), weight, call.optionalTensor(2, 'bias'), settings);
  };

/** A transposed kernel in PyTorch's layout, `[..., C, O / groups]` → `[..., C / groups, O]`. */
function groupsLast(weight: Tensor, groups: number): Tensor {
  const [inChannels, outChannels] = weight.shape.slice(-2) as [number, number];
  const kernel = weight.shape.slice(0, -2);
  const split = weight.reshape([...kernel, groups, inChannels / groups, outChannels]);
  return ops.transpose(split, -3, -2).reshape([...kernel, inChannels / groups, groups * outChannels]);
}

/** Group `conv`: convolutions and transposed ones. */
export const convFunctions: Readonly<Record<string, FunctionRow>> = {
  [`${F}.conv1d`]: conv(ops.conv1d, single),
  [`${F}.conv2d`]: conv(ops.conv2d, pair),
  [`${F}.conv3d`]: conv(ops.conv3d, triple),
  [`${F}.conv_transpose1d`]: transposed(ops.convTranspose1d, single),
  [`${F}.conv_transpose2d`]: transposed(ops.convTranspose2d, pair),
  [`${F}.conv_transpose3d`]: transposed(ops.convTranspose3d, triple),
  'golden.models.separable_conv2d': (call) => {
    const x = call.tensor(0, 'x');
    const settings = convSettings(call, 4, pair);
    const y = ops.conv2d(x, call.tensor(1, 'depthwise'), undefined, { ...settings, groups: x.shape.at(-1)! });
    return ops.conv2d(y, call.tensor(2, 'pointwise'), call.optionalTensor(3, 'bias'));
  },
};

type ConvModule = Conv1d | Conv2d | Conv3d | ConvTranspose1d | ConvTranspose2d | ConvTranspose3d;

/** A constructor of ours: channels, size of the kernel, settings. */
type ConvClass<T, S> = new (
  inChannels: number,
  outChannels: number,
  kernelSize: T,
  settings: S & { readonly bias: boolean },
) => ConvModule;

const channels = (ctor: Call) => [ctor.number(0, 'in_channels')!, ctor.number(1, 'out_channels')!] as const;

/** `Conv(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)`. */
const convModule =
  <T>(Class: ConvClass<T, ConvSettings<T>>, form: (value: Sizes) => T): ModuleRow =>
  (ctor) => {
    const module = new Class(...channels(ctor), form(ctor.numbers(2, 'kernel_size')!), {
      ...convSettings(ctor, 3, form),
      bias: ctor.flag(7, 'bias', true),
      ...given({ paddingMode: ctor.text(8, 'padding_mode') as ConvPaddingMode | undefined }),
    });
    return { module, forward: (call) => module.forward(call.tensor(0)) };
  };

/** A transposed convolution whose kernel `[..., C, O / groups]` has PyTorch's groups. */
class GroupedTransposed<T> extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;

  constructor(
    like: ConvModule,
    private readonly operation: Transposed<T>,
    private readonly settings: TransposedSettings<T> & { readonly groups: number },
  ) {
    super();
    const [inChannels, outChannels] = like.weight.shape.slice(-2) as [number, number];
    const { groups } = settings;
    const kernel = like.weight.shape.slice(0, -2);
    this.weight = new Parameter(ops.zeros([...kernel, inChannels * groups, outChannels / groups]));
    this.bias = like.bias;
  }

  override forward(x: Tensor): Tensor {
    const { weight, bias, settings } = this;
    return this.operation(x, groupsLast(weight, settings.groups), bias, settings);
  }
}

/** `ConvTranspose(in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation)`. */
const transposedModule =
  <T>(
    Class: ConvClass<T, TransposedSettings<T>>,
    operation: Transposed<T>,
    form: (value: Sizes) => T,
  ): ModuleRow =>
  (ctor) => {
    const groups = ctor.number(6, 'groups', 1);
    const settings = {
      ...given<TransposedSettings<T>>({
        stride: sizes(ctor, 3, 'stride', form),
        padding: sizes(ctor, 4, 'padding', form),
        outputPadding: sizes(ctor, 5, 'output_padding', form),
        dilation: sizes(ctor, 8, 'dilation', form),
      }),
      groups,
    };
    const bias = ctor.flag(7, 'bias', true);
    const ours = new Class(...channels(ctor), form(ctor.numbers(2, 'kernel_size')!), { ...settings, bias });
    const module = groups === 1 ? ours : new GroupedTransposed(ours, operation, settings);
    return { module, forward: (call) => module.forward(call.tensor(0)) };
  };

/** Modules of group `conv`. */
export const convModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.Conv1d': convModule(Conv1d, single),
  'torch.nn.Conv2d': convModule(Conv2d, pair),
  'torch.nn.Conv3d': convModule(Conv3d, triple),
  'torch.nn.ConvTranspose1d': transposedModule(ConvTranspose1d, ops.convTranspose1d, single),
  'torch.nn.ConvTranspose2d': transposedModule(ConvTranspose2d, ops.convTranspose2d, pair),
  'torch.nn.ConvTranspose3d': transposedModule(ConvTranspose3d, ops.convTranspose3d, triple),
};
