import { BasicBlock } from '@neurona/cnn';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Flatten,
  Linear,
  Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { bodyFeatures } from './body-sizes.js';
import { bytesOf, loadWeights } from './weight-files.js';

/**
 * A small residual network without a head, untrained.
 *
 *     [N, 32, 32, 3] → conv 24 / 2 → block 24 → block 48 / 2 → block 64 / 2 → average of each quarter [N, 2, 2, 64] → [N, 256]
 */
export const imageBody = (): Sequential =>
  new Sequential(
    new Conv2d(3, 24, 3, { stride: 2, padding: 1, bias: false }),
    new BatchNorm2d(24),
    new ReLU(),
    new BasicBlock(24, 24),
    new BasicBlock(24, 48, 2),
    new BasicBlock(48, 64, 2),
    new AdaptiveAvgPool2d(2),
    new Flatten(),
  );

/** What it is given for images in [0, 1]. */
export const bodyInput = (images: Tensor): Tensor => images.sub(0.5).mul(4);

/** The same with the weights that `scripts/train-body.ts` wrote. */
export async function trainedImageBody(): Promise<Sequential> {
  const { trainedBody } = await import('./body.js');
  const body = imageBody();
  loadWeights(body, bytesOf(trainedBody));
  return body.eval();
}

/**
 * A body with a head for other classes.
 *
 * Shape: images `[N, 32, 32, 3]` in [0, 1] → logits `[N, C]`.
 */
export class HeadedBody extends Module {
  static override readonly kind: string = 'HeadedBody';

  readonly head: Linear;

  constructor(
    readonly body: Sequential,
    classes: number,
  ) {
    super();
    this.head = new Linear(bodyFeatures, classes);
  }

  /** What the body makes of images `[N, 32, 32, 3]`: `[N, 256]`. */
  features(images: Tensor): Tensor {
    return this.body.forward(bodyInput(images)) as Tensor;
  }

  override forward(images: Tensor): Tensor {
    return this.head.forward(this.features(images));
  }
}
