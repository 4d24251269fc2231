// internal
import { NeuronaError } from '@neurona/backend';
import { type AnyModule, Module, summary } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** Runs a model's forward pass by another way than its `forward`, which explains errors. */
class Trial extends Module<readonly [Tensor], unknown> {
  constructor(
    readonly model: AnyModule,
    private readonly run: (x: Tensor) => unknown,
  ) {
    super();
  }

  override forward(x: Tensor): unknown {
    return this.run(x);
  }
}

const largest = 1024;

/** The least side of square images that run through a model, tried on a device without values; undefined if none of usual size does. */
export function leastImageSize(
  model: AnyModule & { readonly inChannels: number },
  run: (x: Tensor) => unknown,
): number | undefined {
  const trial = new Trial(model, run);
  const fits = (size: number): boolean => {
    try {
      summary(trial, [1, size, size, model.inChannels]);
      return true;
    } catch (error) {
      if (error instanceof NeuronaError) return false;
      throw error;
    }
  };
  if (!fits(largest)) return undefined;
  let [below, least] = [0, largest];
  while (least - below > 1) {
    const middle = (below + least) >> 1;
    if (fits(middle)) least = middle;
    else below = middle;
  }
  return least;
}
