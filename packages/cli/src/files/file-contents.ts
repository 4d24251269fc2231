// internal: what is in a file of weights
import { open, readFile, stat } from 'node:fs/promises';
import { loadTorch, openSafetensors, readTrainingValues } from '@neurona/checkpoints';
import { UsageError } from '../console/usage-error.js';
import { onnxContents } from './onnx-contents.js';

/** One tensor of a file. */
export interface FileTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sizeBytes: number;
}

/** What is in a file. */
export interface FileContents {
  readonly kind: string;
  /** What it says of itself. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly tensors: readonly FileTensor[];
}

/**
 * Reads what is in a file of weights: safetensors, an index of them, a training checkpoint, a file of PyTorch, an ONNX model. What it is,
 * its first bytes tell. Nothing in it is run.
 * @throws {@link UsageError} if there is no such file, or it is none of these.
 */
export async function readContents(file: string): Promise<FileContents> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} can't be read: ${error.message}`,
    );
  });
  if (!found.isFile()) throw new UsageError(`${file} is no file.`);
  const [a = 0, b = 0, ...start] = await firstBytes(file);
  const isZip = a === 0x50 && b === 0x4b;
  const isPickle = a === 0x80 && b >= 2 && b <= 5;
  if (isZip || isPickle) return await torchContents(file);
  const isSafetensors = start[6] === 0x7b; // after eight bytes of a size, the brace of a header
  if (isSafetensors || /\.safetensors(\.index\.json)?$/.test(file)) return await safetensorsContents(file);
  if (a === 0x08 || /\.onnx$/.test(file)) return onnxContents(await readFile(file), file);
  throw new UsageError(
    `${file} is none of the files that are known here: safetensors, PyTorch (.pt, .pth), ONNX, or the folder of a run.`,
  );
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function safetensorsContents(file: string): Promise<FileContents> {
  const opened = await openSafetensors(file);
  try {
    const tensors = opened.names.map((name) => {
      const { stored, shape, sizeBytes } = opened.info(name)!;
      return { name, dtype: stored, shape, sizeBytes };
    });
    const metadata = Object.entries(opened.metadata);
    const isCheckpoint = metadata.some(([key]) => key.startsWith('neurona.'));
    if (!isCheckpoint) return { kind: 'safetensors', facts: metadata, tensors };
    const values = await readTrainingValues(file);
    const plainValues = Object.entries(values).filter(([, value]) =>
      ['number', 'string'].includes(typeof value),
    );
    return {
      kind: 'training checkpoint of neurona (safetensors)',
      facts: plainValues.map(([name, value]): [string, string] => [name, String(value)]),
      tensors,
    };
  } finally {
    await opened.close();
  }
}

async function torchContents(file: string): Promise<FileContents> {
  const facts: [string, string][] = [];
  const arrays = await loadTorch(file, {
    onLeftOut: (name, kind) => facts.push([name, `left out: ${kind}`]),
  });
  const tensors = Object.entries(arrays).map(([name, { dtype, shape, values }]) => ({
    name,
    dtype,
    shape,
    sizeBytes: values.byteLength,
  }));
  return { kind: 'file of PyTorch (torch.save)', facts, tensors };
}
