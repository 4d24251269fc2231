// internal: layers that move, pad and resize
import type { Shape } from '@neurona/backend';
import {
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  Flatten,
  type Module,
  Permute,
  PixelShuffle,
  PixelUnshuffle,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  RepeatVector,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  Reshape,
  TimeDistributed,
  Unflatten,
  Upsample,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
} from '@neurona/layers';
import { call, callOf, type Python } from '../python/expression.js';
import { padWidths } from './convolutions.js';
import { isImage, isSequence, type LayerRow, type Place, row, sizes } from './layer-row.js';

/** `[H, W, C]` → `[C, H, W]` */
const channelsFirst = (shape: Shape): number[] => [shape.at(-1)!, ...shape.slice(0, -1)];

function reshaped(shape: Shape, place: Place): Python {
  if (isImage(place)) {
    const channels = place.input!.at(-1)!;
    if (shape.length === 1) return call('nn.Flatten');
    if (shape.length === 2 && shape[1] === channels)
      return callOf('nn.Sequential', [
        call('nn.Flatten', { start_dim: 2 }),
        call('Permute', { first: 0, second: 2, third: 1 }),
      ]); // [N, H · W, C]
    place.fail('it takes an image apart in a way that depends on the order of its axes');
  }
  return callOf('Reshape', shape.length >= 3 ? channelsFirst(shape) : shape);
}

const pad = (axes: number, mode: string, padding: unknown, value = 0): Python =>
  call(
    axes === 1 ? 'SequencePad' : 'Pad',
    { widths: padWidths(padding, axes) },
    { mode: [mode, 'constant'], value: [value, 0] },
  );

type Padding = Module & { readonly padding: unknown; readonly value?: number };

/** Rows of classes for sequences, images and volumes. */
const padding = (kinds: readonly (abstract new (padding: never) => Padding)[], mode: string): LayerRow[] =>
  kinds.map((kind, i) =>
    row<Padding>(kind as never, (module) => pad(i + 1, mode, module.padding, module.value)),
  );

export const shapes: readonly LayerRow[] = [
  row(Flatten, ({ startAxis, endAxis }, place) => {
    const isWhole = startAxis === 1 && (endAxis === -1 || endAxis === (place.input?.length ?? 0) - 1);
    if (isImage(place) && !isWhole)
      place.fail('it joins some of the axes of images, which PyTorch has in another order');
    return call('nn.Flatten', {}, { start_dim: [startAxis, 1], end_dim: [isWhole ? -1 : endAxis, -1] });
  }),
  row(Unflatten, ({ axis, sizes: parts }, place) => {
    if (place.input?.length === 2 && (axis === 1 || axis === -1) && parts.length > 2)
      return call('nn.Unflatten', { dim: 1, unflattened_size: channelsFirst(parts) });
    if (isImage(place) || parts.length > 2)
      place.fail('it makes axes whose order depends on the layout of images');
    return call('nn.Unflatten', { dim: axis, unflattened_size: parts });
  }),
  row(Reshape, ({ shape }, place) => reshaped(shape, place)),
  row(Permute, ({ axes }, place) => {
    if (isImage(place)) place.fail('images have another order of axes in PyTorch');
    return callOf('Permute', axes);
  }),
  row(RepeatVector, ({ length }) => call('RepeatVector', { length })),
  row(TimeDistributed, ({ module }, place) => {
    if (isImage(place)) place.fail('it takes sequences of images, whose axes PyTorch has in another order');
    return call('TimeDistributed', { module: place.item('module', module) });
  }),
  row(PixelShuffle, ({ factor }) => call('nn.PixelShuffle', { upscale_factor: factor })),
  row(PixelUnshuffle, ({ factor }) => call('nn.PixelUnshuffle', { downscale_factor: factor })),
  row(Upsample, ({ options }, place) => {
    const { size, scaleFactor, mode = 'nearest', alignCorners = false, antialias = false } = options;
    if (antialias) place.fail('nn.Upsample has no antialias');
    if (mode === 'area') place.fail('nn.Upsample has no mode area');
    const isSmooth = mode.endsWith('linear') || mode === 'bicubic';
    return call(
      isSequence(place) ? 'SequenceUpsample' : 'nn.Upsample',
      {},
      {
        ...(size !== undefined && { size: [sizes(size)] as const }),
        ...(scaleFactor !== undefined && { scale_factor: [sizes(scaleFactor)] as const }),
        mode: [mode, 'nearest'],
        ...(isSmooth && { align_corners: [alignCorners] as const }),
      },
    );
  }),
  ...padding([ZeroPad1d, ZeroPad2d, ZeroPad3d], 'constant'),
  ...padding([ConstantPad1d, ConstantPad2d, ConstantPad3d], 'constant'),
  ...padding([ReflectionPad1d, ReflectionPad2d, ReflectionPad3d], 'reflect'),
  ...padding([ReplicationPad1d, ReplicationPad2d, ReplicationPad3d], 'replicate'),
  ...padding([CircularPad1d, CircularPad2d, CircularPad3d], 'circular'),
];
