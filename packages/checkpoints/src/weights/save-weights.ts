import type { AnyModule } from '@neurona/layers';
import { type SaveSafetensorsOptions, saveSafetensors } from '../safetensors/save-safetensors.js';
import { type TorchOptions, toTorchStateDict } from '../torch/torch-state-dict.js';
import type { WeightsLayout } from './match-weights.js';

/** Settings of {@link saveWeights}. */
export interface SaveWeightsOptions extends SaveSafetensorsOptions, TorchOptions {
  /** Whose names and axes the file has: the model's own (`neurona`, default), or PyTorch's (`torch`), for use there. */
  readonly layout?: WeightsLayout;
}

/**
 * Writes the parameters and buffers of a model into a safetensors file; in a browser into the page's own storage (OPFS). With
 * `layout: 'torch'`, `load_state_dict(safetensors.torch.load_file(path))` reads it into the same architecture in Python.
 * @returns The paths of the files, the one to open last; several only with `maxShardBytes`.
 * @throws {@link CheckpointError} if `inputShape` is needed.
 * @example
 * import { rm } from 'node:fs/promises';
 * const path = `weights-${process.pid}.safetensors`;
 * const [taught, model] = [new Linear(3, 2), new Linear(3, 2)];
 * await saveWeights(path, taught);
 * (await loadWeights(model, path)).loaded; // => ['weight', 'bias']
 * await rm(path);
 */
export async function saveWeights(
  path: string,
  model: AnyModule,
  options: SaveWeightsOptions = {},
): Promise<string[]> {
  const { layout = 'neurona', inputShape, metadata, ...rest } = options;
  const isTorch = layout === 'torch';
  const tensors = isTorch ? await toTorchStateDict(model, { inputShape }) : model.stateDict();
  const format = isTorch ? 'pt' : 'neurona';
  return saveSafetensors(path, tensors, { ...rest, metadata: { ...metadata, format } });
}
