// internal: examples as a file
import { encodeSafetensors } from '@neurona/checkpoints';
import { type Dataset, fetchBatch, type HostArray } from '@neurona/datasets';
import { channelsFirst } from './channels-first.js';

/** All examples of a data set: fields as tensors "0", "1", …, images with channels first. */
export async function datasetFile(data: Dataset): Promise<Uint8Array> {
  const fields = await fetchBatch(
    data,
    Int32Array.from({ length: data.length }, (_, i) => i),
  );
  return encodeSafetensors(
    Object.fromEntries((fields as readonly HostArray[]).map((field, i) => [String(i), channelsFirst(field)])),
  );
}
