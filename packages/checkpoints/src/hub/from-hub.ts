import { checkOptions, type OptionTable } from '@neurona/backend';
import { type HubOptions, hubFile, hubFileOptions } from '@neurona/datasets';
import { openSource } from '../files/file-source.js';
import { memorySource } from '../files/memory-source.js';
import { openShardsOf } from '../safetensors/open-safetensors.js';
import type { TensorFile } from '../safetensors/safetensors-file.js';
import type { TorchKindOptions } from '../torch-file/open-torch-file.js';
import { openWeightBytes } from '../weights/open-weights.js';

/** Settings of {@link fromHub}. */
export interface FromHubOptions extends HubOptions, TorchKindOptions {}

const fromHubOptions: OptionTable<FromHubOptions> = {
  ...hubFileOptions,
  onLeftOut: undefined,
};

/**
 * Downloads weights from the Hugging Face hub and opens them, for {@link loadWeights} or to be read tensor by tensor. The file
 * is downloaded once, with progress, verified against the hub's checksum and cached; without a connection the last known
 * version is used. An index (`model.safetensors.index.json`) downloads all files that it names.
 * @param repository - Its name: "timm/resnet18.a1_in1k".
 * @param file - Path in it, default "model.safetensors"; also files that `torch.save` wrote, as "pytorch_model.bin".
 * @throws {@link DatasetError} if the hub doesn't have the file, requires a token, or the checksum differs.
 * @throws {@link CheckpointError} if it is no file of weights.
 * @throws the reason of `signal`, if it ends the download.
 * @example
 * async function pretrained(model) {
 *   await using file = await fromHub('timm/resnet18.a1_in1k', 'model.safetensors', { revision: 'main' });
 *   return loadWeights(model, file);
 * }
 * @see https://huggingface.co/docs/hub; the licence of the weights is in the repository's README.md
 */
export async function fromHub(
  repository: string,
  file = 'model.safetensors',
  options: FromHubOptions = {},
): Promise<TensorFile> {
  const { onLeftOut: _, ...ofFile } = checkOptions('fromHub', options, fromHubOptions);
  const { path, name, bytes } = await hubFile(repository, file, ofFile);
  if (!/\.json$/.test(file)) {
    const source =
      path === undefined ? memorySource(name, await bytes()) : await openSource('fromHub', path, options);
    return openWeightBytes(source, options);
  }
  const text = new TextDecoder().decode(await bytes());
  return openShardsOf(`${repository}/${file}`, text, (shard) =>
    fromHub(
      repository,
      file.replace(/[^/]*$/, () => shard),
      options,
    ),
  );
}
