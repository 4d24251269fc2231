import { Conv2d, Dropout, Flatten, Linear, MaxPool2d, Module } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** Channels of the two convolutions. */
const channels = [16, 32] as const;

/** What each layer answers to images. */
export interface Stages {
  readonly first: Tensor; // [N, 8, 8, 16]
  readonly firstPooled: Tensor; // [N, 4, 4, 16]
  readonly second: Tensor; // [N, 4, 4, 32]
  readonly features: Tensor; // [N, 128]
  readonly hidden: Tensor; // [N, 64]
  readonly output: Tensor; // [N, 10], logits
}

/**
 * A small convolutional network for digits of 8 by 8 pixels.
 *
 *     [N, 8, 8, 1] → conv 16 → pool → [N, 4, 4, 16] → conv 32 → pool → [N, 2, 2, 32] → 64 → [N, 10]
 */
export class DigitsNetwork extends Module {
  readonly conv1: Conv2d = new Conv2d(1, channels[0], 3, { padding: 'same' });
  readonly conv2: Conv2d = new Conv2d(channels[0], channels[1], 3, { padding: 'same' });
  readonly pool: MaxPool2d = new MaxPool2d(2);
  readonly flatten: Flatten = new Flatten();
  readonly hidden: Linear = new Linear(2 * 2 * channels[1], 64);
  readonly dropout: Dropout;
  readonly output: Linear = new Linear(64, 10);

  constructor(dropout: number) {
    super();
    this.dropout = new Dropout(dropout);
  }

  /** The logits, and what the layers answer on the way. */
  stages(x: Tensor): Stages {
    const first = this.conv1.forward(x).relu();
    const firstPooled = this.pool.forward(first);
    const second = this.conv2.forward(firstPooled).relu();
    const features = this.flatten.forward(this.pool.forward(second)); // [N, 128]
    const hidden = this.hidden.forward(features).relu();
    const output = this.output.forward(this.dropout.forward(hidden));
    return { first, firstPooled, second, features, hidden, output };
  }

  override forward(x: Tensor): Tensor {
    return this.stages(x).output;
  }
}
