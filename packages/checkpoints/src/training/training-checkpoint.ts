import type { HostArray } from '@neurona/datasets';
import { own, type Tensor, tensor } from '@neurona/tensor';
import { CheckpointError } from '../checkpoint-error.js';
import { openSource } from '../files/file-source.js';
import { writeFileAtomically } from '../files/write-file-atomically.js';
import { type DecodedSafetensors, decodeSafetensors } from '../safetensors/decode-safetensors.js';
import { encodeSafetensors, safetensorsChunks } from '../safetensors/encode-safetensors.js';
import { openBytes } from '../safetensors/open-safetensors.js';
import { type ArrayKind, buildTree, DamagedTree, flattenTree } from './state-tree.js';
import { isTrainingMetadata, keys, version } from './training-metadata.js';

/** What was saved, by the names that were given to its parts. */
export type TrainingCheckpoint = Record<string, unknown>;

/**
 * Encodes a training checkpoint as one safetensors file: every tensor under its path in `parts`, as `model/0.weight`, and
 * everything else as JSON in the metadata. Nothing is rounded.
 * @param parts - State dictionaries and everything else needed to resume: tensors, arrays, numbers, strings and booleans, in
 * records and lists.
 * @throws {@link ArgumentError} if there is something in it that can't be saved, as a function or an instance of a class.
 * @example
 * const model = new Linear(2, 1);
 * const bytes = await encodeTrainingCheckpoint({ model: model.stateDict(), epoch: 3 });
 * decodeTrainingCheckpoint(bytes).epoch; // => 3
 */
export async function encodeTrainingCheckpoint(parts: object): Promise<Uint8Array> {
  const { arrays, json } = await flattenTree('encodeTrainingCheckpoint', parts);
  return encodeSafetensors(arrays, metadata(json));
}

/**
 * The parts of a checkpoint, with arrays in JavaScript's memory in place of tensors. Reads every value, so that what it returns
 * is whole.
 * @param file - The name in messages.
 * @throws {@link CheckpointError} if the bytes are damaged, or are not those of a whole training.
 * @example
 * const bytes = await encodeTrainingCheckpoint({ weights: tensor([1, 2]) });
 * decodeTrainingCheckpoint(bytes).weights.values; // => [1, 2]
 */
export function decodeTrainingCheckpoint(bytes: Uint8Array, file?: string): TrainingCheckpoint {
  return build('decodeTrainingCheckpoint', decodeSafetensors(bytes, file), file, (array, kind) =>
    kind === 'values' ? array.values : array,
  );
}

/**
 * Writes a training checkpoint to one file, from which the training can resume exactly: see {@link encodeTrainingCheckpoint}.
 * The file is replaced atomically, also in case of a crash. In a browser the path is one in the page's own storage (OPFS).
 * Waits for the device.
 * @throws {@link ArgumentError} if there is something in it that can't be saved, as a function or an instance of a class.
 * @example
 * import { rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * const path = `${tmpdir()}/neurona-${process.pid}.safetensors`;
 * const [model, copy] = [new Linear(2, 1), new Linear(2, 1)];
 * await saveTrainingCheckpoint(path, { model: model.stateDict(), random: defaultGenerator().state });
 * const { model: weights } = await loadTrainingCheckpoint(path);
 * copy.loadStateDict(weights);
 * String(await copy.weight.data()) === String(await model.weight.data()); // => true
 * await rm(path);
 */
export async function saveTrainingCheckpoint(path: string, parts: object): Promise<void> {
  const { arrays, json } = await flattenTree('saveTrainingCheckpoint', parts);
  await writeFileAtomically(path, safetensorsChunks(arrays, metadata(json)));
}

/**
 * Reads a file of {@link saveTrainingCheckpoint}: the parts, with tensors on the current backend, which the caller owns.
 * @throws {@link CheckpointError} if there is no such file, it is damaged, or it is not one of a whole training.
 */
export async function loadTrainingCheckpoint(path: string): Promise<TrainingCheckpoint> {
  const tensors: Tensor[] = [];
  try {
    return build('loadTrainingCheckpoint', await readArrays(path), path, (array, kind) => {
      if (kind !== 'tensor') return kind === 'values' ? array.values : array;
      tensors.push(own(tensor(array.values, { shape: array.shape, dtype: array.dtype })));
      return tensors.at(-1);
    });
  } catch (error) {
    for (const one of tensors) one.dispose();
    throw error;
  }
}

/**
 * Reads the plain values of a file of {@link saveTrainingCheckpoint}, without its arrays: they are undefined.
 * @throws {@link CheckpointError} if there is no such file, it is damaged, or it is not one of a whole training.
 * @example
 * import { rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * const path = `${tmpdir()}/neurona-values-${process.pid}.safetensors`;
 * await saveTrainingCheckpoint(path, { model: new Linear(2, 1).stateDict(), epoch: 3 });
 * (await readTrainingValues(path)).epoch; // => 3
 * await rm(path);
 */
export async function readTrainingValues(path: string): Promise<TrainingCheckpoint> {
  const source = await openSource('readTrainingValues', path);
  try {
    const { metadata } = await openBytes(source);
    return buildState('readTrainingValues', metadata, path, () => undefined);
  } finally {
    await source.close();
  }
}

const metadata = (json: string): Record<string, string> => ({ [keys.version]: version, [keys.state]: json });

/** Array by array, so that a large file is not in memory twice. */
async function readArrays(path: string): Promise<DecodedSafetensors> {
  const source = await openSource('loadTrainingCheckpoint', path);
  try {
    const file = await openBytes(source);
    return { tensors: await file.readAll(), metadata: file.metadata };
  } finally {
    await source.close();
  }
}

function build(
  subject: string,
  { tensors, metadata }: DecodedSafetensors,
  file: string | undefined,
  revive: (array: HostArray, kind: ArrayKind) => unknown,
): TrainingCheckpoint {
  return buildState(subject, metadata, file, (name, kind) => {
    const array = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    if (array) return revive(array, kind);
    throw new CheckpointError(subject, {
      expected: 'the array that its state names',
      received: 'none',
      tensor: name,
      file,
    });
  });
}

function buildState(
  subject: string,
  metadata: Readonly<Record<string, string>>,
  file: string | undefined,
  revive: (name: string, kind: ArrayKind) => unknown,
): TrainingCheckpoint {
  const json = metadata[keys.state];
  if (metadata[keys.version] !== version || json === undefined) {
    throw new CheckpointError(subject, {
      expected: `a checkpoint of a whole training, version ${version}`,
      received: isTrainingMetadata(metadata) ? `version ${metadata[keys.version]}` : 'weights alone',
      file,
      hint: 'Read weights with decodeSafetensors.',
    });
  }
  try {
    return buildTree(json, revive);
  } catch (error) {
    if (error instanceof DamagedTree) {
      const { expected, received, path } = error;
      const where = path || undefined;
      throw new CheckpointError(subject, {
        expected: `state of ${expected}`,
        received,
        where,
        file,
        cause: error,
      });
    }
    if (!(error instanceof SyntaxError)) throw error;
    throw new CheckpointError(subject, {
      expected: 'state as JSON',
      received: error.message,
      file,
      cause: error,
    });
  }
}
