import { ArgumentError, type Shape } from '@neurona/backend';
import type { Json } from '../manifest.js';

/** What every case of a whole model has. */
interface ModelCaseBase {
  readonly id: string;
  /** PyTorch's name of the architecture. */
  readonly callable: string;
  /** Tensors that are compared, by name. */
  readonly outputs: readonly string[];
  /** An output passes when max |actual - expected| <= tolerance · max |expected|. */
  readonly tolerance: number;
}

/** A published architecture without a weight file: its weights and its input are filled by a formula of their names. */
export interface ZooCase extends ModelCaseBase {
  readonly kind: 'zoo';
  readonly kwargs: Readonly<Record<string, Json>>;
  /** Whether the model is in training mode. */
  readonly train: boolean;
  /** The shape of the images, channels first. */
  readonly input: Shape;
}

/** A greedy continuation. */
export interface GenerateCase {
  readonly prompt: readonly number[];
  readonly max_new_tokens: number;
  readonly tokens: readonly number[];
}

/** A tiny model as a published one looks on disk. */
export interface CheckpointCase extends ModelCaseBase {
  readonly kind: 'checkpoint';
  /** Where `config.json` and the weights are, from the manifest's folder. */
  readonly folder: string;
  /** Arguments by name: rows of integers. */
  readonly inputs: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly generate?: GenerateCase;
}

/** A case of a whole model. */
export type ModelCase = ZooCase | CheckpointCase;

const format = 'pytorch-models/1';

/**
 * Reads a manifest of whole models.
 * @throws {@link ArgumentError} if it has another format.
 */
export function parseModelManifest(text: string): readonly ModelCase[] {
  const manifest = JSON.parse(text) as { format?: unknown; cases?: readonly ModelCase[] };
  if (manifest.format !== format) {
    throw new ArgumentError('parseModelManifest', {
      expected: `the format ${format}`,
      received: manifest.format,
    });
  }
  return manifest.cases ?? [];
}
