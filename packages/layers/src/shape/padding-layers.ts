import type { Padding, Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import { padImage, padSequence } from './padding-widths.js';
import type { SequencePadding } from './sequence-padding.js';

/**
 * Pads sequences with zeros.
 *
 *     y = [0, ..., x, ..., 0]
 *
 * Shape: x `[..., L, C]` → `[..., left + L + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no sequence.
 * @example
 * await new ZeroPad1d([2, 1]).forward(tensor([[5]])).data(); // => [0, 0, 5, 0]
 */
export class ZeroPad1d extends Module {
  static override readonly kind: string = 'ZeroPad1d';

  constructor(readonly padding: SequencePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padSequence('ZeroPad1d', x, this.padding, {});
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads images with zeros.
 *
 *     y = 0 outside of x
 *
 * Shape: x `[..., H, W, C]` → `[..., top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no image.
 * @example
 * new ZeroPad2d({ top: 1, left: 2 }).forward(ones([1, 4, 4, 3])).shape; // => [1, 5, 6, 3]
 */
export class ZeroPad2d extends Module {
  static override readonly kind: string = 'ZeroPad2d';

  constructor(readonly padding: Padding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padImage('ZeroPad2d', x, this.padding, {});
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads sequences with one value.
 *
 *     y = [value, ..., x, ..., value]
 *
 * Shape: x `[..., L, C]` → `[..., left + L + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no sequence.
 * @example
 * await new ConstantPad1d(1, 7).forward(tensor([[5]])).data(); // => [7, 5, 7]
 */
export class ConstantPad1d extends Module {
  static override readonly kind: string = 'ConstantPad1d';

  constructor(
    readonly padding: SequencePadding,
    readonly value = 0,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padSequence('ConstantPad1d', x, this.padding, { value: this.value });
  }

  override describe(): string {
    return `${JSON.stringify(this.padding)}, ${this.value}`;
  }
}

/**
 * Pads images with one value.
 *
 *     y = value outside of x
 *
 * Shape: x `[..., H, W, C]` → `[..., top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no image.
 * @example
 * new ConstantPad2d(1, 7).forward(ones([1, 4, 4, 3])).shape; // => [1, 6, 6, 3]
 */
export class ConstantPad2d extends Module {
  static override readonly kind: string = 'ConstantPad2d';

  constructor(
    readonly padding: Padding,
    readonly value = 0,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padImage('ConstantPad2d', x, this.padding, { value: this.value });
  }

  override describe(): string {
    return `${JSON.stringify(this.padding)}, ${this.value}`;
  }
}

/**
 * Pads sequences by mirroring them, without repeating the ends.
 *
 *     y = [x_2, x_1, x_0, x_1, x_2, ...]
 *
 * Shape: x `[..., L, C]` → `[..., left + L + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no sequence or is too short.
 * @example
 * await new ReflectionPad1d(1).forward(tensor([[1], [2], [3]])).data(); // => [2, 1, 2, 3, 2]
 */
export class ReflectionPad1d extends Module {
  static override readonly kind: string = 'ReflectionPad1d';

  constructor(readonly padding: SequencePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padSequence('ReflectionPad1d', x, this.padding, { mode: 'reflect' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads images by mirroring them, without repeating the edges.
 *
 *     y[-i] = x[i], y[H - 1 + i] = x[H - 1 - i]
 *
 * Shape: x `[..., H, W, C]` → `[..., top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no image or is too short.
 * @example
 * new ReflectionPad2d(1).forward(ones([1, 4, 4, 3])).shape; // => [1, 6, 6, 3]
 */
export class ReflectionPad2d extends Module {
  static override readonly kind: string = 'ReflectionPad2d';

  constructor(readonly padding: Padding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padImage('ReflectionPad2d', x, this.padding, { mode: 'reflect' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads sequences by repeating their ends.
 *
 *     y = [x_0, x_0, x_0, x_1, ...]
 *
 * Shape: x `[..., L, C]` → `[..., left + L + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no sequence.
 * @example
 * await new ReplicationPad1d([2, 0]).forward(tensor([[1], [2]])).data(); // => [1, 1, 1, 2]
 */
export class ReplicationPad1d extends Module {
  static override readonly kind: string = 'ReplicationPad1d';

  constructor(readonly padding: SequencePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padSequence('ReplicationPad1d', x, this.padding, { mode: 'replicate' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads images by repeating their edges.
 *
 *     y[-i] = x[0], y[H - 1 + i] = x[H - 1]
 *
 * Shape: x `[..., H, W, C]` → `[..., top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no image.
 * @example
 * new ReplicationPad2d(1).forward(ones([1, 4, 4, 3])).shape; // => [1, 6, 6, 3]
 */
export class ReplicationPad2d extends Module {
  static override readonly kind: string = 'ReplicationPad2d';

  constructor(readonly padding: Padding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padImage('ReplicationPad2d', x, this.padding, { mode: 'replicate' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads sequences with their other end.
 *
 *     y = [..., x_{L-1}, x_0, x_1, ..., x_{L-1}, x_0, ...]
 *
 * Shape: x `[..., L, C]` → `[..., left + L + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no sequence or is too short.
 * @example
 * await new CircularPad1d(1).forward(tensor([[1], [2], [3]])).data(); // => [3, 1, 2, 3, 1]
 */
export class CircularPad1d extends Module {
  static override readonly kind: string = 'CircularPad1d';

  constructor(readonly padding: SequencePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padSequence('CircularPad1d', x, this.padding, { mode: 'circular' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads images with their opposite edge.
 *
 *     y[-i] = x[H - i], y[H - 1 + i] = x[i - 1]
 *
 * Shape: x `[..., H, W, C]` → `[..., top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no image or is too short.
 * @example
 * new CircularPad2d(1).forward(ones([1, 4, 4, 3])).shape; // => [1, 6, 6, 3]
 */
export class CircularPad2d extends Module {
  static override readonly kind: string = 'CircularPad2d';

  constructor(readonly padding: Padding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padImage('CircularPad2d', x, this.padding, { mode: 'circular' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}
