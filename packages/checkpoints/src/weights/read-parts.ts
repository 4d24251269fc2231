// internal: tensors that are written into a model part by part
import type { HostArray } from '@neurona/datasets';
import { type PartMemory, SafetensorsFile, type TensorFile } from '../safetensors/safetensors-file.js';
import { ShardedFile } from '../safetensors/sharded-file.js';
import { keepsOrder } from '../torch/axis-plan.js';
import type { MatchedWeight } from './match-weights.js';

/** Bytes of a part in the file, at least one row. */
const partBytes = 2 * 2 ** 20;

/** Rows that a part has; undefined where a tensor is read whole: where it is small, not of floats, or its axes are to be permuted. */
export function rowsOfPart({ key, tensor, plan }: MatchedWeight, file: TensorFile): number | undefined {
  const { shape, sizeBytes, dtype } = file.info(key)!;
  const isSplit = sizeBytes > partBytes && shape.length > 0 && shape[0]! > 1;
  if (!isSplit || dtype !== 'float32' || tensor.dtype !== 'float32' || !keepsOrder(plan)) return undefined;
  return Math.max(1, Math.floor((partBytes / sizeBytes) * shape[0]!));
}

/** Reads a tensor in parts of so many rows into the model's; false where its device takes whole arrays only. */
export async function readParts(
  { key, tensor }: MatchedWeight,
  file: TensorFile,
  rowsAtOnce: number,
  memory: PartMemory,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  const { shape, sizeBytes } = file.info(key)!;
  const rows = shape[0]!;
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const last = Math.min(rows, first + rowsAtOnce);
    const { values } = await readRows(file, key, [first, last], memory);
    const at = first * (tensor.size / rows);
    if (!tensor.backend.writeInto(tensor, at, values as Float32Array)) return false;
    tensor.touch();
    onBytes((sizeBytes / rows) * last);
  }
  return true;
}

function readRows(
  file: TensorFile,
  key: string,
  rows: readonly [number, number],
  memory: PartMemory,
): Promise<HostArray> {
  const home = file instanceof ShardedFile ? file.homeOf(key) : file;
  return home instanceof SafetensorsFile ? home.readPart(key, rows, memory) : file.read(key, { rows });
}
