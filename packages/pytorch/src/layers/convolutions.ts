// internal
import {
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  SeparableConv2d,
} from '@neurona/layers';
import { call, callOf, type Python } from '../python/expression.js';
import { type LayerRow, type Place, row, sizes } from './layer-row.js';

type Size = number | readonly number[];

/** Widths of padding beside each axis, from the last to the first, as `F.pad` takes them. */
export function padWidths(padding: unknown, axes: number): number[] {
  if (typeof padding === 'number') return Array<number>(2 * axes).fill(padding);
  if (Array.isArray(padding)) {
    if (axes === 1) return padding as number[];
    return (padding as number[]).toReversed().flatMap((width) => [width, width]);
  }
  const { front = 0, back = 0, top = 0, bottom = 0, left = 0, right = 0 } = padding as Record<string, number>;
  return [left, right, top, bottom, front, back].slice(0, 2 * axes);
}

const modes = {
  zeros: 'constant',
  reflect: 'reflect',
  replicate: 'replicate',
  circular: 'circular',
} as const;

function convolution(module: Conv1d | Conv2d | Conv3d, axes: 1 | 2 | 3): Python {
  const {
    stride = 1,
    dilation = 1,
    groups = 1,
    padding: given = 0,
  } = module.options as {
    stride?: Size;
    dilation?: Size;
    groups?: number;
    padding?: unknown;
  };
  const padding = given === 'valid' ? 0 : given;
  const isStrided = stride !== 1 && !(Array.isArray(stride) && stride.every((one) => one === 1));
  const isPlain =
    typeof padding === 'number' || (Array.isArray(padding) && axes > 1) || (padding === 'same' && !isStrided);
  const isUneven = !isPlain;
  const prefix = axes === 1 ? 'Sequence' : '';
  const callee = isUneven ? `${prefix}SameConv${axes}d` : axes === 1 ? 'SequenceConv1d' : `nn.Conv${axes}d`;
  const pad = padding === 'same' ? 'same' : padWidths(padding, axes);
  return call(
    callee,
    {
      in_channels: module.inChannels,
      out_channels: module.outChannels,
      kernel_size: sizes(module.kernelSize as Size),
    },
    {
      stride: [sizes(stride), 1],
      ...(isUneven
        ? { pad: [pad], pad_mode: [modes[module.paddingMode], 'constant'] }
        : {
            padding: [padding === 'same' ? padding : sizes(padding as Size), 0],
            padding_mode: [module.paddingMode, 'zeros'],
          }),
      dilation: [sizes(dilation), 1],
      groups: [groups, 1],
      bias: [module.bias !== undefined, true],
    },
  );
}

function transposed(
  module: ConvTranspose1d | ConvTranspose2d | ConvTranspose3d,
  axes: 1 | 2 | 3,
  place: Place,
): Python {
  const {
    stride = 1,
    dilation = 1,
    groups = 1,
    padding = 0,
    outputPadding = 0,
  } = module.options as Record<string, Size | undefined>;
  if (typeof padding !== 'number' && !Array.isArray(padding)) place.fail('its padding differs by side');
  return call(
    axes === 1 ? 'SequenceConvTranspose1d' : `nn.ConvTranspose${axes}d`,
    {
      in_channels: module.inChannels,
      out_channels: module.outChannels,
      kernel_size: sizes(module.kernelSize as Size),
    },
    {
      stride: [sizes(stride), 1],
      padding: [sizes(padding), 0],
      output_padding: [sizes(outputPadding), 0],
      dilation: [sizes(dilation), 1],
      groups: [sizes(groups), 1],
      bias: [module.bias !== undefined, true],
    },
  );
}

export const convolutions: readonly LayerRow[] = [
  row(Conv1d, (module) => convolution(module, 1)),
  row(Conv2d, (module) => convolution(module, 2)),
  row(Conv3d, (module) => convolution(module, 3)),
  row(ConvTranspose1d, (module, place) => transposed(module, 1, place)),
  row(ConvTranspose2d, (module, place) => transposed(module, 2, place)),
  row(ConvTranspose3d, (module, place) => transposed(module, 3, place)),
  row(SeparableConv2d, ({ depthwise, pointwise }, place) =>
    callOf('SeparableConv2d', [place.item('depthwise', depthwise), place.item('pointwise', pointwise)]),
  ),
];
