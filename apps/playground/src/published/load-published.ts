import type { AnyModule } from '@neurona/layers';
import { fromPretrained, type PretrainedTokenizer } from '@neurona/transformer';
import type { TrainerContext } from '../worker/protocol.js';

/** What a published model is loaded from: the files that somebody picked, or a repository of the hub. */
export type ModelSource = { readonly files: readonly File[] } | { readonly hub: string };

/** A published model with its tokenizer. */
export interface LoadedModel {
  /** The repository's name, or the model's type. */
  readonly name: string;
  readonly model: AnyModule;
  readonly tokenizer: PretrainedTokenizer;
  /** The tokens that end a text, as `generation_config.json` or `config.json` says. */
  readonly stopTokens: readonly number[];
}

/** Loads a published model in a worker. */
export async function loadPublished(
  source: ModelSource,
  { onProgress }: TrainerContext,
): Promise<LoadedModel> {
  const { model, tokenizer, generation, config } = await fromPretrained(
    'hub' in source ? source.hub : source.files,
    {
      onProgress: ({ loadedBytes, totalBytes }) => onProgress(loadedBytes, totalBytes),
    },
  );
  if (!tokenizer) {
    model.dispose();
    throw new Error('no tokenizer.json');
  }
  const name = 'hub' in source ? source.hub : String(config.model_type);
  return { name, model, tokenizer, stopTokens: generation.stopTokens ?? [] };
}
