import { ArgumentError } from '@neurona/backend';
import type { PadMode } from '@neurona/tensor';

/** What padding holds: zeros, or the input mirrored, with its edge repeated, or from its other end. */
export type ConvPaddingMode = 'zeros' | Exclude<PadMode, 'constant'>;

/** Settings of layers that convolve. */
export interface ConvLayerOptions {
  /** Whether a bias is added, default true. */
  readonly bias?: boolean;
  /** What padding holds, default `'zeros'`. */
  readonly paddingMode?: ConvPaddingMode;
}

const modes: readonly string[] = ['zeros', 'reflect', 'replicate', 'circular'];

/** @internal The mode, or an `ArgumentError` if there is no such mode. */
export function checkPaddingMode(subject: string, mode: ConvPaddingMode): ConvPaddingMode {
  if (modes.includes(mode)) return mode;
  throw new ArgumentError(subject, {
    expected: "paddingMode 'zeros', 'reflect', 'replicate' or 'circular'",
    received: mode,
  });
}

/** @internal The options of convolutions, with their defaults. */
export const convOptions = {
  stride: 1,
  padding: 0,
  dilation: 1,
  groups: 1,
  bias: true,
  paddingMode: 'zeros',
} as const;
