// internal
import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  GlobalAvgPool,
  GlobalMaxPool,
  LPPool1d,
  LPPool2d,
  LPPool3d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
} from '@neurona/layers';
import { call, type Python } from '../python/expression.js';
import { padWidths } from './convolutions.js';
import { type LayerRow, type Place, row, sizes } from './layer-row.js';

type Size = number | readonly number[];

interface Pool {
  readonly kernelSize: Size;
  readonly options: object;
}

/** `nn.MaxPool2d`, or for sequences a class that turns their axes. */
const poolClass = (name: string, axes: number): string =>
  axes === 1 ? `Sequence${name}1d` : `nn.${name}${axes}d`;

/** Padding that is the same on both sides of each axis. */
function evenPadding(padding: unknown, axes: number, place: Place): Python {
  if (typeof padding === 'number' || (Array.isArray(padding) && axes > 1)) return sizes(padding as Size);
  const widths = padWidths(padding, axes);
  const pairs = Array.from({ length: axes }, (_, i) => [widths[2 * i]!, widths[2 * i + 1]!] as const);
  if (pairs.some(([before, after]) => before !== after)) place.fail('its padding differs by side');
  return sizes(pairs.map(([width]) => width).toReversed());
}

const windows = (name: string, axes: number, { kernelSize, options }: Pool, place: Place): Python => {
  const { stride, padding = 0, ceilMode = false, ...others } = options as Record<string, unknown>;
  const { dilation = 1, countIncludePad = true, divisorOverride } = others;
  return call(
    poolClass(name, axes),
    { kernel_size: sizes(kernelSize) },
    {
      stride: stride === undefined ? [null, null] : [sizes(stride as Size), null],
      padding: [evenPadding(padding, axes, place), 0],
      ...(name === 'MaxPool' && { dilation: [sizes(dilation as Size), 1] as const }),
      ceil_mode: [ceilMode as boolean, false],
      ...(name === 'AvgPool' && { count_include_pad: [countIncludePad as boolean, true] as const }),
      ...(divisorOverride !== undefined && { divisor_override: [divisorOverride as number] as const }),
    },
  );
};

const powers = (axes: number, { p, kernelSize, options }: Pool & { readonly p: number }): Python => {
  const { stride, ceilMode = false } = options as { stride?: Size; ceilMode?: boolean };
  return call(
    poolClass('LPPool', axes),
    { norm_type: p, kernel_size: sizes(kernelSize) },
    { stride: [stride === undefined ? null : sizes(stride), null], ceil_mode: [ceilMode, false] },
  );
};

const adaptive = (name: string, axes: number, outputSize: number | readonly (number | null)[]): Python =>
  call(poolClass(name, axes), { output_size: sizes(outputSize) });

export const pools: readonly LayerRow[] = [
  row(MaxPool1d, (module, place) => windows('MaxPool', 1, module, place)),
  row(MaxPool2d, (module, place) => windows('MaxPool', 2, module, place)),
  row(MaxPool3d, (module, place) => windows('MaxPool', 3, module, place)),
  row(AvgPool1d, (module, place) => windows('AvgPool', 1, module, place)),
  row(AvgPool2d, (module, place) => windows('AvgPool', 2, module, place)),
  row(AvgPool3d, (module, place) => windows('AvgPool', 3, module, place)),
  row(LPPool1d, (module) => powers(1, module)),
  row(LPPool2d, (module) => powers(2, module)),
  row(LPPool3d, (_, place) => place.fail('PyTorch pools volumes by maxima and averages alone')),
  row(AdaptiveAvgPool1d, ({ outputSize }) => adaptive('AdaptiveAvgPool', 1, outputSize)),
  row(AdaptiveAvgPool2d, ({ outputSize }) => adaptive('AdaptiveAvgPool', 2, outputSize)),
  row(AdaptiveAvgPool3d, ({ outputSize }) => adaptive('AdaptiveAvgPool', 3, outputSize)),
  row(AdaptiveMaxPool1d, ({ outputSize }) => adaptive('AdaptiveMaxPool', 1, outputSize)),
  row(AdaptiveMaxPool2d, ({ outputSize }) => adaptive('AdaptiveMaxPool', 2, outputSize)),
  row(AdaptiveMaxPool3d, ({ outputSize }) => adaptive('AdaptiveMaxPool', 3, outputSize)),
  row(GlobalAvgPool, () => call('GlobalAvgPool')),
  row(GlobalMaxPool, () => call('GlobalMaxPool')),
];
