import { Conv2d, ConvTranspose2d, MaxPool2d, Module } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';

/** A U-Net of one level. */
export class TinyUNet extends Module {
  readonly enc = new Conv2d(2, 4, 3, { padding: 1 });
  readonly pool = new MaxPool2d(2);
  readonly mid = new Conv2d(4, 6, 3, { padding: 1 });
  readonly up = new ConvTranspose2d(6, 4, 2, { stride: 2 });
  readonly out = new Conv2d(8, 1, 3, { padding: 1 });

  override forward(x: Tensor): Tensor {
    const encoded = this.enc.forward(x).relu();
    const middle = this.mid.forward(this.pool.forward(encoded)).relu();
    const up = this.up.forward(middle).relu();
    return this.out.forward(concat([encoded, up], { axis: -1 }));
  }
}
