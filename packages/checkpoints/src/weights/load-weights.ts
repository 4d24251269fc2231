import { checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { CheckpointError } from '../checkpoint-error.js';
import type { FileSource } from '../files/file-source.js';
import type { ReadOptions } from '../files/read-options.js';
import { readOptions } from '../files/read-options.js';
import { PartMemory, type TensorFile } from '../safetensors/safetensors-file.js';
import type { TorchKindOptions } from '../torch-file/open-torch-file.js';
import { isTrainingMetadata } from '../training/training-metadata.js';
import {
  convertWeight,
  type MatchedWeight,
  type MatchOptions,
  matchOptions,
  matchWeights,
  type WeightsLayout,
} from './match-weights.js';
import { openWeights } from './open-weights.js';
import { readParts, rowsOfPart } from './read-parts.js';
import { RecordFile } from './record-file.js';
import { checkFits, type WeightsReport } from './weights-report.js';

/** Settings of {@link loadWeights}. */
export interface LoadWeightsOptions extends MatchOptions, ReadOptions, TorchKindOptions {
  /**
   * The layout: names and axes of the tensors. By default the model's own (`neurona`) in files that {@link saveWeights} wrote
   * and in arrays in memory, PyTorch's (`torch`) in all others.
   */
  readonly layout?: WeightsLayout | undefined;
  /**
   * Whether tensors are written into the model as they are read, so that the file's values are not held as a whole beside those of the
   * model. Where reading fails, a part of the model has changed then. Default false.
   */
  readonly streaming?: boolean | undefined;
  /** What the error says to do where the file doesn't fit, for functions that load weights without these settings. */
  readonly hint?: string | undefined;
  /** Called with the bytes read so far and in all. */
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

const loadWeightsOptions: OptionTable<LoadWeightsOptions> = {
  ...matchOptions,
  ...readOptions,
  layout: 'torch',
  streaming: false,
  hint: undefined,
  onProgress: undefined,
  onLeftOut: undefined,
};

/** The source of weights: a file (safetensors, an index of them, or PyTorch's `.pt`), an open one, or arrays by name. */
export type WeightsSource = FileSource | TensorFile | Readonly<Record<string, HostArray>>;

/**
 * Loads the parameters and buffers of a model from a file: one that {@link saveWeights} wrote, or weights published for
 * the same architecture in PyTorch (safetensors, `.pt`, `.pth`), whose names and axes are converted. Names and shapes are checked
 * before the first parameter changes, values are read before that unless `streaming` is on, and no code in the file runs.
 * @throws {@link WeightsError} if tensors are missing, unexpected or of another shape, and `strict` is on.
 * @throws {@link CheckpointError} if there is no such file, or it is damaged.
 * @example
 * const [taught, model] = [new Linear(3, 2), new Linear(3, 2)];
 * const report = await loadWeights(model, await toTorchStateDict(taught), { layout: 'torch' });
 * report.loaded; // => ['weight', 'bias']
 * await model.weight.sub(taught.weight).abs().sum().item(); // => 0
 */
export async function loadWeights(
  model: AnyModule,
  source: WeightsSource,
  options: LoadWeightsOptions = {},
): Promise<WeightsReport> {
  checkOptions('loadWeights', options, loadWeightsOptions);
  const file = await openWeights('loadWeights', source, options);
  try {
    return await loadFrom(model, file, options);
  } finally {
    if (file !== source) await file.close();
  }
}

async function loadFrom(
  model: AnyModule,
  file: TensorFile,
  options: LoadWeightsOptions,
): Promise<WeightsReport> {
  checkIsWeights(file);
  const isOurs = file instanceof RecordFile || file.metadata.format === 'neurona';
  const layout = options.layout ?? (isOurs ? 'neurona' : 'torch');
  const { pairs, report } = matchWeights('loadWeights', model, file, layout, options);
  checkFits('loadWeights', report, file.file, options);
  let arrays: [MatchedWeight, HostArray][] = [];
  const total = pairs.reduce((sum, { key }) => sum + file.info(key)!.sizeBytes, 0);
  const memory = { file: new PartMemory(), model: new PartMemory() };
  let [done, held] = [0, 0];
  for (const pair of pairs) {
    options.signal?.throwIfAborted();
    const size = file.info(pair.key)!.sizeBytes;
    const rows = options.streaming ? rowsOfPart(pair, file) : undefined;
    const onBytes = (bytes: number): void => {
      options.signal?.throwIfAborted();
      options.onProgress?.(done + bytes, total);
    };
    if (rows && (await readParts(pair, file, rows, memory, onBytes))) {
      done += size;
      continue;
    }
    const array = convertWeight(pair, await file.read(pair.key));
    arrays.push([pair, array]);
    held += array.values.byteLength;
    if (options.streaming && held >= batchBytes) {
      overwrite(model, arrays);
      arrays = [];
      held = 0;
    }
    done += size;
    options.onProgress?.(done, total);
  }
  options.signal?.throwIfAborted();
  overwrite(model, arrays);
  return report;
}

/** Files of whole trainings have other keys, and nothing would match. */
function checkIsWeights({ metadata, file }: TensorFile): void {
  if (!isTrainingMetadata(metadata)) return;
  throw new CheckpointError('loadWeights', {
    expected: 'a file of weights',
    received: 'one of a whole training',
    file,
    hint: 'Use loadCheckpointWeights of @neurona/training, or fit with { resume } to resume.',
  });
}

const batchBytes = 64 * 2 ** 20;

/** Writes values to the device and into the model, a part at a time, so that they aren't there twice. */
function overwrite(model: AnyModule, arrays: readonly (readonly [MatchedWeight, HostArray])[]): void {
  let at = 0;
  while (at < arrays.length) {
    let room = batchBytes;
    const batch: [string, HostArray, Tensor][] = [];
    do {
      const [{ name, tensor: target }, array] = arrays[at++]!;
      batch.push([name, array, target]);
      room -= array.values.byteLength;
    } while (at < arrays.length && room > 0);
    noGrad(() =>
      scoped(() => {
        const state = batch.map(([name, { values, shape, dtype }, { backend }]) => {
          return [name, tensor(values, { shape, dtype, backend })] as const;
        });
        model.loadStateDict(Object.fromEntries(state), { strict: false });
      }),
    );
  }
}
