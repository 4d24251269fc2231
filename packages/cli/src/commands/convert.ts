// internal: the command `convert`
import { extname } from 'node:path';
import { loadSafetensors, loadTorch, saveSafetensors } from '@neurona/checkpoints';
import type { HostArray } from '@neurona/datasets';
import { neurona } from '../console/started-as.js';
import { UsageError } from '../console/usage-error.js';
import { chooseDevice } from '../device.js';
import { onnxWeights } from '../files/onnx-weights.js';

/** What `neurona convert` was told. */
export interface ConvertOptions {
  readonly floats?: 'F32' | 'F16' | 'BF16';
}

/** Writes the tensors of a file of PyTorch, of ONNX or of safetensors as safetensors; names and axes stay. */
export async function convert(from: string, to: string, { floats }: ConvertOptions): Promise<void> {
  if (!/\.safetensors$/.test(to)) {
    throw new UsageError(
      `What is written is a .safetensors file, and "${to}" isn't named so. For ONNX, export a run: ${neurona} export runs/digits-1 --to onnx`,
    );
  }
  const tensors = await readTensors(from);
  const paths = await saveSafetensors(to, tensors, floats === undefined ? {} : { floats });
  console.log(`Written: ${paths.join(', ')}, ${Object.keys(tensors).length} tensors.`);
}

async function readTensors(from: string): Promise<Readonly<Record<string, HostArray>>> {
  const end = extname(from);
  if (end === '.pt' || end === '.pth' || end === '.bin') {
    return await loadTorch(from, { onLeftOut: (name, kind) => console.error(`left out: ${name} (${kind})`) });
  }
  if (end === '.safetensors' || end === '.json') return await loadSafetensors(from);
  if (end === '.onnx') {
    await chooseDevice('wasm');
    return await onnxWeights(from);
  }
  throw new UsageError(
    `Files of PyTorch (.pt, .pth, .bin), .onnx and .safetensors can be converted; "${from}" is none.`,
  );
}
