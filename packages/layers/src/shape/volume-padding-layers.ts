import type { Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import { padVolume } from './padding-widths.js';
import type { VolumePadding } from './volume-padding.js';

/**
 * Pads volumes with zeros.
 *
 *     y = 0 outside of x
 *
 * Shape: x `[..., D, H, W, C]` → `[..., front + D + back, top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no volume.
 * @example
 * new ZeroPad3d({ front: 1, left: 2 }).forward(ones([1, 2, 4, 4, 3])).shape; // => [1, 3, 4, 6, 3]
 */
export class ZeroPad3d extends Module {
  static override readonly kind: string = 'ZeroPad3d';

  constructor(readonly padding: VolumePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padVolume('ZeroPad3d', x, this.padding, {});
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads volumes with one value.
 *
 *     y = value outside of x
 *
 * Shape: x `[..., D, H, W, C]` → `[..., front + D + back, top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no volume.
 * @example
 * new ConstantPad3d([1, 0, 0], 7).forward(ones([1, 2, 4, 4, 3])).shape; // => [1, 4, 4, 4, 3]
 */
export class ConstantPad3d extends Module {
  static override readonly kind: string = 'ConstantPad3d';

  constructor(
    readonly padding: VolumePadding,
    readonly value = 0,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padVolume('ConstantPad3d', x, this.padding, { value: this.value });
  }

  override describe(): string {
    return `${JSON.stringify(this.padding)}, ${this.value}`;
  }
}

/**
 * Pads volumes by mirroring them, without repeating the faces.
 *
 *     y[-i] = x[i], y[D - 1 + i] = x[D - 1 - i]        likewise along H and W
 *
 * Shape: x `[..., D, H, W, C]` → `[..., front + D + back, top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no volume or is too short.
 * @example
 * new ReflectionPad3d(1).forward(ones([1, 2, 4, 4, 3])).shape; // => [1, 4, 6, 6, 3]
 */
export class ReflectionPad3d extends Module {
  static override readonly kind: string = 'ReflectionPad3d';

  constructor(readonly padding: VolumePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padVolume('ReflectionPad3d', x, this.padding, { mode: 'reflect' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads volumes by repeating their faces.
 *
 *     y[-i] = x[0], y[D - 1 + i] = x[D - 1]        likewise along H and W
 *
 * Shape: x `[..., D, H, W, C]` → `[..., front + D + back, top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no volume.
 * @example
 * new ReplicationPad3d(1).forward(ones([1, 2, 4, 4, 3])).shape; // => [1, 4, 6, 6, 3]
 */
export class ReplicationPad3d extends Module {
  static override readonly kind: string = 'ReplicationPad3d';

  constructor(readonly padding: VolumePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padVolume('ReplicationPad3d', x, this.padding, { mode: 'replicate' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}

/**
 * Pads volumes with their opposite face.
 *
 *     y[-i] = x[D - i], y[D - 1 + i] = x[i - 1]        likewise along H and W
 *
 * Shape: x `[..., D, H, W, C]` → `[..., front + D + back, top + H + bottom, left + W + right, C]`.
 * @throws {@link ShapeError} in `forward` if x is no volume or is too short.
 * @example
 * new CircularPad3d(1).forward(ones([1, 2, 4, 4, 3])).shape; // => [1, 4, 6, 6, 3]
 */
export class CircularPad3d extends Module {
  static override readonly kind: string = 'CircularPad3d';

  constructor(readonly padding: VolumePadding) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return padVolume('CircularPad3d', x, this.padding, { mode: 'circular' });
  }

  override describe(): string {
    return JSON.stringify(this.padding);
  }
}
