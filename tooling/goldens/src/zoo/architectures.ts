import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import type { Call } from '../call.js';
import { imageModels } from './image-models.js';

/** One of our models in place of a published one, its state under PyTorch's names. */
export interface ZooModel {
  readonly module: AnyModule;
  /** Images `[N, H, W, C]` → logits `[N, classes]`. */
  logits(images: Tensor): Tensor;
}

/** How an architecture is made of the arguments that PyTorch's takes. */
export type ZooRow = (kwargs: Call) => ZooModel;

/** A language model of a folder's configuration, before its weights are loaded. */
export interface CheckpointModel {
  readonly module: AnyModule;
  /** Changes keys of the published file before they are matched; undefined leaves a tensor out. */
  readonly rename?: (key: string) => string | undefined;
  /** Whether the file has a matrix of PyTorch's as `[in, out]`, by key. */
  readonly isTurned?: (key: string) => boolean;
  /** The results by name, from the case's inputs `[N, L]` by name. */
  forward(inputs: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>>;
  /** The tokens that follow a prompt, the best one each time, with or without a key-value cache. */
  generate?(prompt: readonly number[], count: number, useCache: boolean): Promise<readonly number[]>;
}

/** How a model is made of the settings in `config.json`. */
export type CheckpointRow = (config: Readonly<Record<string, unknown>>) => CheckpointModel;

/** Architectures by PyTorch's names: torchvision's, whose weights are filled by a formula. */
export const zoo: Readonly<Record<string, ZooRow>> = { ...imageModels };

/** Architectures of checkpoints by the names in transformers. */
export const checkpoints: Readonly<Record<string, CheckpointRow>> = {};
