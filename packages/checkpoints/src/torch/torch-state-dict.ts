import type { Shape } from '@neurona/backend';
import { checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { toHostArrays } from '../safetensors/save-safetensors.js';
import { type AxisPlan, toTorchLayout } from './axis-plan.js';
import { findFlatImages } from './flat-images.js';
import { torchCase } from './torch-case.js';
import { layoutOf, rowOf } from './torch-rows.js';

/** Settings of conversions from and to PyTorch. */
export interface TorchOptions {
  /**
   * Shape of the model's input, `[1, 224, 224, 3]`, or of each of several. PyTorch orders the features of a flattened image
   * differently, and a trial run with shapes only finds where an image is flattened. Usual sizes are tried automatically: the
   * option is needed if the model accepts none of them, or flattens an image of several channels without a convolution. With it,
   * features of a linear layer that end as an output of four axes, `[N, H, W, C]`, are taken for an image.
   */
  readonly inputShape?: Shape | readonly Shape[] | undefined;
  /**
   * How sequences are laid out where they are flattened behind convolutions: `channelsFirst` (default) as PyTorch's own layers give
   * them, `[N, C, L]`, or `channelsLast` as here.
   */
  readonly sequences?: 'channelsFirst' | 'channelsLast' | undefined;
}

/** @internal */
export const torchOptions: OptionTable<TorchOptions> = { inputShape: undefined, sequences: 'channelsFirst' };

/** @internal A tensor of a model, with its name and axes in PyTorch. */
export interface TorchTensor {
  readonly name: string;
  readonly torchName: string;
  readonly tensor: Tensor;
  readonly plan: AxisPlan;
}

/** @internal The tensors of a model's state, in its order. */
export function torchTensors(subject: string, model: AnyModule, options: TorchOptions): TorchTensor[] {
  const flat = findFlatImages(subject, model, options.inputShape, options.sequences === 'channelsLast');
  const state = model.stateDict();
  const tensors: TorchTensor[] = [];
  for (const [path, module] of model.namedModules()) {
    for (const [name, tensor, field] of directTensors(path, module, state)) {
      const names = [torchCase(path), torchCase(field)] as const;
      const torchName = rowOf(module).nameOf?.(...names) ?? names.filter((part) => part !== '').join('.');
      const plan = layoutOf(module, field, flat.get(module) ?? {})(tensor.shape);
      tensors.push({ name, torchName, tensor, plan });
    }
  }
  return tensors;
}

/** The tensors in a module's own fields. */
function* directTensors(
  path: string,
  module: AnyModule,
  state: Readonly<Record<string, Tensor>>,
): Generator<[name: string, tensor: Tensor, field: string]> {
  for (const [field, tensor] of module.ownTensors()) {
    const name = path === '' ? field : `${path}.${field}`;
    if (state[name] === tensor) yield [name, tensor, field];
  }
}

/**
 * Converts a model's state to PyTorch's for the same architecture: names in snake case, linear weights `[out, in]`, kernels
 * `[O, I, KH, KW]`, `weight_ih_l0_reverse` and the like, and channels first where an image is flattened.
 * @throws {@link CheckpointError} if `inputShape` is needed.
 * @example
 * const state = await toTorchStateDict(new Sequential(new Conv2d(3, 8, 5), new BatchNorm2d(8)));
 * state['0.weight'].shape; // => [8, 3, 5, 5]
 * Object.keys(state).slice(2, 5); // => ['1.weight', '1.bias', '1.running_mean']
 */
export async function toTorchStateDict(
  model: AnyModule,
  options: TorchOptions = {},
): Promise<Record<string, HostArray>> {
  checkOptions('toTorchStateDict', options, torchOptions);
  const tensors = torchTensors('toTorchStateDict', model, options);
  const arrays = await toHostArrays(Object.fromEntries(tensors.map(({ name, tensor }) => [name, tensor])));
  return Object.fromEntries(
    tensors.map(({ name, torchName, plan }) => [torchName, toTorchLayout(plan, arrays[name]!)]),
  );
}

/**
 * The names and shapes that {@link toTorchStateDict} returns, without reading values.
 * @throws {@link CheckpointError} if `inputShape` is needed.
 * @example
 * torchStateShapes(new Linear(2, 3)); // => { weight: [3, 2], bias: [3] }
 */
export function torchStateShapes(model: AnyModule, options: TorchOptions = {}): Record<string, Shape> {
  checkOptions('torchStateShapes', options, torchOptions);
  const tensors = torchTensors('torchStateShapes', model, options);
  return Object.fromEntries(tensors.map(({ torchName, plan }) => [torchName, plan.torch]));
}
