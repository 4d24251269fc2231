import {
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Flatten,
  GlobalAvgPool,
  Linear,
  MaxPool2d,
  Module,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** The network for handwritten digits of 28 × 28: three convolutions, two linear maps. */
export class DigitsCNN extends Module<readonly [Tensor, Tensor]> {
  readonly conv1: Conv2d = new Conv2d(1, 32, 3);
  readonly conv2: Conv2d = new Conv2d(32, 32, 3);
  readonly pool: MaxPool2d = new MaxPool2d(2);
  readonly conv3: Conv2d = new Conv2d(32, 2, 3);
  readonly flatten: Flatten = new Flatten();
  readonly fc1: Linear = new Linear(200, 50);
  readonly fc2: Linear = new Linear(50, 10);

  override forward(x: Tensor, targets: Tensor): Tensor {
    const h = this.pool.forward(this.conv2.forward(this.conv1.forward(x).relu()).relu());
    const features = this.flatten.forward(this.conv3.forward(h).relu()); // [N, 200]
    return crossEntropy(this.fc2.forward(this.fc1.forward(features).relu()), targets);
  }
}

/** Two convolutions with batch norm for digits of 8 × 8. */
export class ConvBNClassifier extends Module<readonly [Tensor, Tensor]> {
  readonly conv1: Conv2d = new Conv2d(1, 4, 3, { padding: 1, bias: false });
  readonly bn1: BatchNorm2d = new BatchNorm2d(4);
  readonly pool: MaxPool2d = new MaxPool2d(2);
  readonly conv2: Conv2d = new Conv2d(4, 6, 3, { padding: 1, bias: false });
  readonly bn2: BatchNorm2d = new BatchNorm2d(6);
  readonly average: GlobalAvgPool = new GlobalAvgPool();
  readonly fc: Linear = new Linear(6, 10);

  override forward(x: Tensor, targets: Tensor): Tensor {
    const h = this.pool.forward(this.bn1.forward(this.conv1.forward(x)).relu());
    const features = this.average.forward(this.bn2.forward(this.conv2.forward(h)).relu()); // [N, 6]
    return crossEntropy(this.fc.forward(features), targets);
  }
}
