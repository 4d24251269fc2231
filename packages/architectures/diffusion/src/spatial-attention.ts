// internal
import { GroupNorm, Module, MultiheadAttention } from '@neurona/layers';
import { scoped, type Tensor } from '@neurona/tensor';

/**
 * Attention of each pixel to all pixels, added to the image.
 *
 * Shape: x `[N, H, W, C]` → same shape.
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
 */
export class SpatialAttention extends Module {
  static override readonly kind: string = 'SpatialAttention';

  readonly norm: GroupNorm;
  readonly attention: MultiheadAttention;

  constructor(channels: number, numGroups: number) {
    super();
    this.norm = new GroupNorm(numGroups, channels);
    this.attention = new MultiheadAttention(channels, 1);
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => {
      const pixels = this.norm.forward(x).reshape([x.shape[0]!, -1, x.shape[3]!]); // [N, H · W, C]
      return x.add(this.attention.forward(pixels).output.reshape(x.shape));
    });
  }
}
