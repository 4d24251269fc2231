import { checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { type AnyModule, checkModule } from '@neurona/layers';
import {
  type EncodeSafetensorsOptions,
  encodeOptions,
  encodeSafetensors,
} from '../safetensors/encode-safetensors.js';
import {
  type SaveSafetensorsOptions,
  saveSafetensors,
  saveSafetensorsOptions,
  toHostArrays,
} from '../safetensors/save-safetensors.js';
import { type TorchOptions, torchOptions, toTorchStateDict } from '../torch/torch-state-dict.js';
import type { WeightsLayout } from './match-weights.js';

/** Settings of {@link encodeWeights}. */
export interface EncodeWeightsOptions extends EncodeSafetensorsOptions, TorchOptions {
  /** The layout, names and axes of the file: the model's own (`neurona`, default), or PyTorch's (`torch`), for use there. */
  readonly layout?: WeightsLayout;
  /** Metadata: strings by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const encodeWeightsOptions: OptionTable<EncodeWeightsOptions> = {
  ...encodeOptions,
  ...torchOptions,
  layout: 'torch',
  metadata: undefined,
};

/** Settings of {@link saveWeights}. */
export interface SaveWeightsOptions extends EncodeWeightsOptions, SaveSafetensorsOptions {}

const saveWeightsOptions: OptionTable<SaveWeightsOptions> = {
  ...encodeWeightsOptions,
  ...saveSafetensorsOptions,
};

/**
 * Writes the parameters and buffers of a model to a safetensors file; in a browser into the page's own storage (OPFS). With
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
  const { layout, inputShape, sequences, metadata, ...rest } = checkOptions(
    'saveWeights',
    options,
    saveWeightsOptions,
  );
  const tensors = await tensorsOf(model, options);
  return saveSafetensors(path, tensors, { ...rest, metadata: { ...metadata, format: formatOf(layout) } });
}

/**
 * The bytes of the file that {@link saveWeights} writes, for {@link downloadFile} or to be sent somewhere.
 * @throws {@link CheckpointError} if `inputShape` is needed.
 * @example
 * const [taught, model] = [new Linear(3, 2), new Linear(3, 2)];
 * const bytes = await encodeWeights(taught, { floats: 'F16' });
 * (await loadWeights(model, bytes)).loaded; // => ['weight', 'bias']
 */
export async function encodeWeights(
  model: AnyModule,
  options: EncodeWeightsOptions = {},
): Promise<Uint8Array> {
  const { layout, inputShape, sequences, metadata, ...encoding } = checkOptions(
    'encodeWeights',
    options,
    encodeWeightsOptions,
  );
  const tensors = await tensorsOf(model, options);
  return encodeSafetensors(tensors, { ...metadata, format: formatOf(layout) }, encoding);
}

const formatOf = (layout: WeightsLayout = 'neurona'): string => (layout === 'torch' ? 'pt' : layout);

const tensorsOf = (
  model: AnyModule,
  { layout, inputShape, sequences }: EncodeWeightsOptions,
): Promise<Record<string, HostArray>> =>
  layout === 'torch'
    ? toTorchStateDict(model, { inputShape, sequences })
    : toHostArrays(checkModule('saveWeights', model).stateDict());
