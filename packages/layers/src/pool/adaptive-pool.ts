import {
  type AdaptiveSize,
  type AdaptiveVolumeSize,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  type Tensor,
} from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Adaptive average pooling of sequences of any length to a fixed one.
 *
 *     window i of OUT: from ⌊i · IN / OUT⌋ to ⌈(i + 1) · IN / OUT⌉
 *
 * Shape: x `[N, L, C]` → `[N, outputSize, C]`.
 * @param outputSize - Size of the result.
 * @throws {@link ArgumentError} in `forward` if a size is not an integer of at least 1; {@link ShapeError} if x has another
 * rank.
 * @example
 * await new AdaptiveAvgPool1d(2).forward(tensor([[[1], [3], [5], [7]]])).data(); // => [2, 6]
 */
export class AdaptiveAvgPool1d extends Module {
  static override readonly kind: string = 'AdaptiveAvgPool1d';

  constructor(readonly outputSize: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool1d(x, this.outputSize);
  }

  override describe(): string {
    return JSON.stringify(this.outputSize);
  }
}

/**
 * Adaptive average pooling of images of any size to a fixed one.
 *
 *     window i of OUT: from ⌊i · IN / OUT⌋ to ⌈(i + 1) · IN / OUT⌉
 *
 * Shape: x `[N, H, W, C]` → `[N, OH, OW, C]`.
 * @param outputSize - Height and width of the result, one for both or one each; null keeps that of x.
 * @throws {@link ArgumentError} in `forward` if a size is not an integer of at least 1; {@link ShapeError} if x has another
 * rank.
 * @example
 * new AdaptiveAvgPool2d([2, null]).forward(ones([1, 7, 5, 3])).shape; // => [1, 2, 5, 3]
 */
export class AdaptiveAvgPool2d extends Module {
  static override readonly kind: string = 'AdaptiveAvgPool2d';

  constructor(readonly outputSize: AdaptiveSize) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }

  override describe(): string {
    return JSON.stringify(this.outputSize);
  }
}

/**
 * Adaptive average pooling of volumes of any size to a fixed one.
 *
 *     window i of OUT: from ⌊i · IN / OUT⌋ to ⌈(i + 1) · IN / OUT⌉
 *
 * Shape: x `[N, D, H, W, C]` → `[N, OD, OH, OW, C]`.
 * @param outputSize - Depth, height and width of the result, one for all or one each; null keeps that of x.
 * @throws {@link ArgumentError} in `forward` if a size is not an integer of at least 1; {@link ShapeError} if x has another
 * rank.
 * @example
 * new AdaptiveAvgPool3d([2, null, 1]).forward(ones([1, 4, 7, 5, 3])).shape; // => [1, 2, 7, 1, 3]
 */
export class AdaptiveAvgPool3d extends Module {
  static override readonly kind: string = 'AdaptiveAvgPool3d';

  constructor(readonly outputSize: AdaptiveVolumeSize) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool3d(x, this.outputSize);
  }

  override describe(): string {
    return JSON.stringify(this.outputSize);
  }
}

/**
 * Adaptive max pooling of sequences of any length to a fixed one.
 *
 *     window i of OUT: from ⌊i · IN / OUT⌋ to ⌈(i + 1) · IN / OUT⌉
 *
 * Shape: x `[N, L, C]` → `[N, outputSize, C]`.
 * @param outputSize - Size of the result.
 * @throws {@link ArgumentError} in `forward` if a size is not an integer of at least 1; {@link ShapeError} if x has another
 * rank.
 * @example
 * await new AdaptiveMaxPool1d(2).forward(tensor([[[1], [3], [5], [7]]])).data(); // => [3, 7]
 */
export class AdaptiveMaxPool1d extends Module {
  static override readonly kind: string = 'AdaptiveMaxPool1d';

  constructor(readonly outputSize: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool1d(x, this.outputSize);
  }

  override describe(): string {
    return JSON.stringify(this.outputSize);
  }
}

/**
 * Adaptive max pooling of images of any size to a fixed one.
 *
 *     window i of OUT: from ⌊i · IN / OUT⌋ to ⌈(i + 1) · IN / OUT⌉
 *
 * Shape: x `[N, H, W, C]` → `[N, OH, OW, C]`.
 * @param outputSize - Height and width of the result, one for both or one each; null keeps that of x.
 * @throws {@link ArgumentError} in `forward` if a size is not an integer of at least 1; {@link ShapeError} if x has another
 * rank.
 * @example
 * new AdaptiveMaxPool2d(2).forward(ones([1, 7, 5, 3])).shape; // => [1, 2, 2, 3]
 */
export class AdaptiveMaxPool2d extends Module {
  static override readonly kind: string = 'AdaptiveMaxPool2d';

  constructor(readonly outputSize: AdaptiveSize) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool2d(x, this.outputSize);
  }

  override describe(): string {
    return JSON.stringify(this.outputSize);
  }
}

/**
 * Adaptive max pooling of volumes of any size to a fixed one.
 *
 *     window i of OUT: from ⌊i · IN / OUT⌋ to ⌈(i + 1) · IN / OUT⌉
 *
 * Shape: x `[N, D, H, W, C]` → `[N, OD, OH, OW, C]`.
 * @param outputSize - Depth, height and width of the result, one for all or one each; null keeps that of x.
 * @throws {@link ArgumentError} in `forward` if a size is not an integer of at least 1; {@link ShapeError} if x has another
 * rank.
 * @example
 * new AdaptiveMaxPool3d(2).forward(ones([1, 4, 7, 5, 3])).shape; // => [1, 2, 2, 2, 3]
 */
export class AdaptiveMaxPool3d extends Module {
  static override readonly kind: string = 'AdaptiveMaxPool3d';

  constructor(readonly outputSize: AdaptiveVolumeSize) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool3d(x, this.outputSize);
  }

  override describe(): string {
    return JSON.stringify(this.outputSize);
  }
}
