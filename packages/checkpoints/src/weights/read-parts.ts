// internal: tensors that are written into a model part by part
import type { HostArray } from '@neurona/datasets';
import { type PartMemory, SafetensorsFile, type TensorFile } from '../safetensors/safetensors-file.js';
import { ShardedFile } from '../safetensors/sharded-file.js';
import { isTransposed, keepsOrder, transposed } from '../torch/axis-plan.js';
import type { MatchedWeight } from './match-weights.js';

/** Bytes of a part in the file, at least one row. */
const partBytes = 2 * 2 ** 20;

/** Rows that a part has; undefined where a tensor is read whole: where it is small, not of floats, or its axes are permuted but not a matrix's. */
export function rowsOfPart({ key, tensor, plan }: MatchedWeight, file: TensorFile): number | undefined {
  const { shape, sizeBytes, dtype } = file.info(key)!;
  const isSplit = sizeBytes > partBytes && shape.length > 0 && shape[0]! > 1;
  if (!isSplit || dtype !== 'float32' || tensor.dtype !== 'float32') return undefined;
  if (!keepsOrder(plan) && !isTransposed(plan, shape[0]!)) return undefined;
  return Math.max(1, Math.floor((partBytes / sizeBytes) * shape[0]!));
}

/** Reads a tensor in parts of so many rows into the model's; false where its device takes whole arrays only. */
export async function readParts(
  { key, tensor, plan }: MatchedWeight,
  file: TensorFile,
  rowsAtOnce: number,
  memory: PartMemory,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  const { shape, sizeBytes } = file.info(key)!;
  const rows = shape[0]!;
  const width = tensor.size / rows;
  const isOrdered = keepsOrder(plan);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const last = Math.min(rows, first + rowsAtOnce);
    const values = (await readRows(file, key, [first, last], memory)).values as Float32Array;
    const length = last - first;
    const isWritten = isOrdered
      ? tensor.backend.writeInto(tensor, first * width, values)
      : tensor.backend.writeInto(tensor, first, transposed(values, [length, width]), { length, every: rows });
    if (!isWritten) return false;
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
