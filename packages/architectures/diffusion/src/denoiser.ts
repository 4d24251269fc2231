import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A network that predicts, from noisy examples and their steps, what a `DiffusionProcess` asks for. */
export type Denoiser = AnyModule & {
  /** Number of classes that it can be asked for; none by default. The number after the last one means no class. */
  readonly numClasses?: number;
  /**
   * @param x - Noisy examples, `[N, ...]`.
   * @param t - The step of each, int32 `[N]`.
   * @param classes - The class of each, int32 `[N]`; numClasses for none.
   * @returns A prediction of the shape of x.
   */
  forward(x: Tensor, t: Tensor, classes?: Tensor): Tensor;
};
