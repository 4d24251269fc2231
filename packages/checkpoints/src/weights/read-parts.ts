// internal: tensors that are written into a model part by part
import type { HostArray } from '@neurona/datasets';
import type { Tensor } from '@neurona/tensor';
import { type PartMemory, SafetensorsFile, type TensorFile } from '../safetensors/safetensors-file.js';
import { ShardedFile } from '../safetensors/sharded-file.js';
import { isTransposed, keepsOrder, transpose } from '../torch/axis-plan.js';
import type { MatchedWeight } from './match-weights.js';

/** Most bytes of a part in the file, or those of one row. */
const partBytes = 2 * 2 ** 20;

/** Rows that a part has; undefined where a tensor is read whole: where it isn't of floats, or its axes are permuted but not a matrix's. */
export function rowsOfPart({ key, tensor, plan }: MatchedWeight, file: TensorFile): number | undefined {
  const { shape, sizeBytes, dtype } = file.info(key)!;
  const [rows = 0] = shape;
  if (sizeBytes === 0 || rows === 0 || dtype !== 'float32' || tensor.dtype !== 'float32') return undefined;
  if (!keepsOrder(plan) && !isTransposed(plan, rows)) return undefined;
  return Math.max(1, Math.min(rows, Math.floor((partBytes / sizeBytes) * rows)));
}

/** Memory of the parts, as the file has them and as the model does. */
export interface PartsMemory {
  readonly file: PartMemory;
  readonly model: PartMemory;
}

/** Reads a tensor in parts of so many rows into the model's; false where its device takes whole arrays only. */
export async function readParts(
  { key, tensor, plan }: MatchedWeight,
  file: TensorFile,
  rowsAtOnce: number,
  memory: PartsMemory,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  const { shape, sizeBytes } = file.info(key)!;
  const rows = shape[0]!;
  const width = tensor.size / rows;
  const isOrdered = keepsOrder(plan);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const last = Math.min(rows, first + rowsAtOnce);
    const values = (await readRows(file, key, [first, last], memory.file)).values as Float32Array;
    const isWritten = isOrdered
      ? tensor.backend.writeInto(tensor, first * width, values)
      : writeColumns(tensor, values, first, last - first, memory.model);
    if (!isWritten) return false;
    tensor.touch();
    onBytes((sizeBytes / rows) * last);
  }
  return true;
}

/** Writes rows of the file into columns from number `first` on; false where the device takes whole arrays only. */
function writeColumns(
  tensor: Tensor,
  values: Float32Array,
  first: number,
  count: number,
  memory: PartMemory,
): boolean {
  const every = tensor.size / (values.length / count);
  const turned = new Float32Array(memory.of(values.byteLength));
  transpose(values, values.length / count, turned);
  return tensor.backend.writeInto(tensor, first, turned, { length: count, every });
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
