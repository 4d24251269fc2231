import { outputSize, receptiveField } from '@neurona/layers';
import type { ConvolutionSettings } from './settings.js';

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How the windows lie, and what comes out. */
export interface Plan {
  /** Zeros on each side. */
  readonly padding: number;
  /** How far the window reaches: D (K − 1) + 1. */
  readonly reach: number;
  readonly convolved: Size;
  /** What the second layer slides over, where there is one: the first layer's answer. */
  readonly middle: Size | undefined;
  readonly output: Size;
  /** Side of what one pixel of the output depends on. */
  readonly field: number;
  /** How far apart in the input neighbouring pixels of the output look. */
  readonly jump: number;
  readonly multiplyAdds: number;
}

/** Why there is no output: the window, or the block that is pooled, is larger than what it lies on. */
export interface Misfit {
  readonly misfit: 'window' | 'pooling';
  readonly needed: number;
  readonly got: number;
}

/** Works out sizes, by the functions of `@neurona/layers`. */
export function planOf(settings: ConvolutionSettings, size: Size): Plan | Misfit {
  const { kernel, stride, dilation, pooling, poolSize, isColor, layers } = settings;
  const reach = dilation * (kernel.size - 1) + 1;
  const padding = settings.padding === 'same' ? (reach - 1) / 2 : settings.padding;
  const shorter = Math.min(size.width, size.height) + 2 * padding;
  if (shorter < reach) return { misfit: 'window', needed: reach, got: shorter };
  const window = { kernelSize: kernel.size, stride, padding, dilation };
  const convolved = mapSize(size, (side) => outputSize(side, window));
  const pool = { kernelSize: poolSize, stride: poolSize };
  const shortest = Math.min(convolved.width, convolved.height);
  const isPooled = pooling !== 'none';
  if (isPooled && shortest < poolSize) return { misfit: 'pooling', needed: poolSize, got: shortest };
  const first = isPooled ? mapSize(convolved, (side) => outputSize(side, pool)) : convolved;
  const second = { kernelSize: kernel.size, stride: 1 };
  const isDeep = layers === 2;
  const narrowest = Math.min(first.width, first.height);
  if (isDeep && narrowest < kernel.size) return { misfit: 'window', needed: kernel.size, got: narrowest };
  const { size: field, stride: jump } = receptiveField([
    window,
    ...(isPooled ? [pool] : []),
    ...(isDeep ? [second] : []),
  ]);
  const output = isDeep ? mapSize(first, (side) => outputSize(side, second)) : first;
  const positions = convolved.width * convolved.height + (isDeep ? output.width * output.height : 0);
  return {
    padding,
    reach,
    convolved,
    middle: isDeep ? first : undefined,
    output,
    field: field[0]!,
    jump: jump[0]!,
    multiplyAdds: positions * kernel.size ** 2 * (isColor ? 3 : 1),
  };
}

const mapSize = ({ width, height }: Size, change: (side: number) => number): Size => ({
  width: change(width),
  height: change(height),
});
