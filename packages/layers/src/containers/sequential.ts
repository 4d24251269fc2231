import { ArgumentError } from '@neurona/backend';
import { isTensor, type Tensor } from '@neurona/tensor';
import { type AnyModule, Module } from '../module.js';

/** A module that `Sequential` takes: it returns a tensor, or a record with an `output`, as recurrent and attention layers do. */
export type SequentialItem = AnyModule & { forward(x: Tensor): Tensor | { readonly output: Tensor } };

/**
 * Calls modules in sequence, each with the output of the one before. If a module returns a record, as `LSTM` does, its `output`
 * is passed on. State keys are their positions, as `0.weight`.
 *
 * Shape: that of the first module → that of the last.
 * @throws {@link ArgumentError} if an item is not a module, or in `forward` returns neither a tensor nor an `output`.
 * @example
 * const model = new Sequential(new LSTM(4, 8), new ReLU(), new Linear(8, 2)); // the linear map of each step
 * model.forward(ones([3, 5, 4])).shape; // => [3, 5, 2]
 */
export class Sequential extends Module {
  static override readonly kind: string = 'Sequential';

  readonly layers: readonly SequentialItem[];

  constructor(...layers: readonly SequentialItem[]) {
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
    const { layers } = this;
    let value = x;
    for (let i = 0; i < layers.length; i++) {
      const layer = layers[i]!;
      const merged = layer.forwardWith(layers, i + 1, value);
      value = merged ? merged.output : outputOf(layer.forward(value), layer, i);
      i += merged?.count ?? 0;
    }
    return value;
  }
}

/** The tensor that the next module is called with. */
function outputOf(result: unknown, layer: SequentialItem, position: number): Tensor {
  if (isTensor(result)) return result;
  const output =
    typeof result === 'object' && result !== null && 'output' in result ? result.output : undefined;
  if (isTensor(output)) return output;
  throw new ArgumentError('Sequential', {
    expected: 'modules that return a tensor, or a record with an output',
    received: result,
    where: `from ${layer.kind}, module ${position}`,
    hint: 'Call modules that return several results in a custom forward, in a class that extends Module.',
  });
}
