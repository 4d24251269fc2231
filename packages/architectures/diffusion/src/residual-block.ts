// internal
import { Conv2d, Dropout, GroupNorm, Identity, Linear, Module } from '@neurona/layers';
import { scoped, silu, type Tensor, unsqueeze } from '@neurona/tensor';

interface ResidualBlockOptions {
  readonly numGroups: number;
  readonly dropout: number;
}

/**
 * A residual block that is told the step.
 *
 *     h = conv(SiLU(norm(x))) + Linear(condition)        y = shortcut(x) + conv(dropout(SiLU(norm(h))))
 *
 * Shape: x `[N, H, W, inChannels]`, condition `[N, E]` → `[N, H, W, outChannels]`. The shortcut is a 1 × 1 convolution where the channels
 * differ.
 * @see Ho, Jain, Abbeel, "Denoising Diffusion Probabilistic Models", 2020, arXiv:2006.11239
 */
export class ResidualBlock extends Module<readonly [x: Tensor, condition: Tensor]> {
  static override readonly kind: string = 'ResidualBlock';

  readonly norm1: GroupNorm;
  readonly conv1: Conv2d;
  readonly condition: Linear;
  readonly norm2: GroupNorm;
  readonly dropout: Dropout;
  readonly conv2: Conv2d;
  readonly shortcut: Module;

  constructor(
    inChannels: number,
    outChannels: number,
    conditionSize: number,
    { numGroups, dropout }: ResidualBlockOptions,
  ) {
    super();
    this.norm1 = new GroupNorm(numGroups, inChannels);
    this.conv1 = new Conv2d(inChannels, outChannels, 3, { padding: 1 });
    this.condition = new Linear(conditionSize, outChannels);
    this.norm2 = new GroupNorm(numGroups, outChannels);
    this.dropout = new Dropout(dropout);
    this.conv2 = new Conv2d(outChannels, outChannels, 3, { padding: 1 });
    this.shortcut = inChannels === outChannels ? new Identity() : new Conv2d(inChannels, outChannels, 1);
  }

  override forward(x: Tensor, condition: Tensor): Tensor {
    return scoped(() => {
      const told = unsqueeze(unsqueeze(this.condition.forward(condition), 1), 1); // [N, 1, 1, outChannels]
      const h = this.conv1.forward(silu(this.norm1.forward(x))).add(told);
      const y = this.conv2.forward(this.dropout.forward(silu(this.norm2.forward(h))));
      return this.shortcut.forward(x).add(y);
    });
  }
}
