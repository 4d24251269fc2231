import { ArgumentError } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Modules in a row: each takes what the one before gives. State keys are their positions, as `0.weight`.
 *
 * Shape: that of the first module → that of the last.
 * @throws {@link ArgumentError} if an item is not a module.
 * @example
 * const model = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 2));
 * model.forward(ones([3, 4])).shape; // => [3, 2]
 */
export class Sequential extends Module {
  readonly layers: readonly Module[];

  constructor(...layers: readonly Module[]) {
    super();
    for (const [i, layer] of layers.entries()) {
      if (!(layer instanceof Module)) {
        throw new ArgumentError('Sequential', {
          expected: 'modules',
          received: layer,
          where: `argument ${i}`,
        });
      }
    }
    this.layers = layers;
  }

  override entries(): Iterable<readonly [string, unknown]> {
    return this.layers.map((layer, i) => [String(i), layer] as const);
  }

  override forward(x: Tensor): Tensor {
    return this.layers.reduce((value, layer) => layer.forward(value), x);
  }
}
