import { Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';

/**
 * A small convolutional network for digits of 8 by 8 pixels.
 *
 *     [N, 8, 8, 1] → conv 32 → pool → [N, 4, 4, 32] → conv 64 → pool → [N, 2, 2, 64] → 64 → [N, 10]
 */
export const digitsNetwork = (): Sequential =>
  new Sequential(
    new Conv2d(1, 32, 3, { padding: 'same' }),
    new ReLU(),
    new MaxPool2d(2), // [N, 4, 4, 32]
    new Conv2d(32, 64, 3, { padding: 'same' }),
    new ReLU(),
    new MaxPool2d(2), // [N, 2, 2, 64]
    new Flatten(), // [N, 256]
    new Linear(2 * 2 * 64, 64),
    new ReLU(),
    new Dropout(0.3),
    new Linear(64, 10),
  );
