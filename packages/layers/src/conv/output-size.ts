import { ArgumentError, checkArgument, checkCount, windowCount } from '@neurona/backend';

/** How the windows of a convolution or of pooling lie along one axis. */
export interface WindowSizes {
  readonly kernelSize: number;
  /** Steps between windows, default 1. */
  readonly stride?: number;
  /** Elements added on both sides, default 0. */
  readonly padding?: number;
  /** Distance between the elements of a window, default 1. */
  readonly dilation?: number;
}

/**
 * Number of windows along an axis: the output size of a convolution or pooling.
 *
 *     out = ⌊(size + 2 padding - dilation (kernelSize - 1) - 1) / stride⌋ + 1
 *
 * @param size - Number of elements along the axis.
 * @throws {@link ArgumentError} if a number is not whole or too small, or not even one window fits.
 * @example
 * outputSize(227, { kernelSize: 11, stride: 4 }); // => 55
 */
export function outputSize(size: number, window: WindowSizes): number {
  const {
    kernelSize: kernel,
    stride = 1,
    padding = 0,
    dilation = 1,
  } = checkArgument('outputSize', 'window', window, 'record', 'Write { kernelSize }.');
  checkCount('outputSize', 'size', size);
  checkCount('outputSize', 'kernelSize', kernel);
  checkCount('outputSize', 'stride', stride);
  checkCount('outputSize', 'padding', padding, 0);
  checkCount('outputSize', 'dilation', dilation);
  const count = windowCount({ size, kernel, stride, dilation, before: padding, after: padding });
  if (count >= 1) return count;
  throw new ArgumentError('outputSize', {
    expected: `at least ${dilation * (kernel - 1) + 1} elements under the kernel, padding included`,
    received: size + 2 * padding,
  });
}
