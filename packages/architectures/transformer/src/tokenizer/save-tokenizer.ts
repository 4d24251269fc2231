import { ArgumentError, checkArgument } from '@neurona/backend';
import { writeFileAtomically } from '@neurona/checkpoints';
import { PretrainedTokenizer } from './pretrained-tokenizer.js';

/**
 * Writes `tokenizer.json` and `tokenizer_config.json`, which `fromPretrained` and Hugging Face's `tokenizers` and `transformers` read.
 * @param folder - Is made if it isn't there: that of the model's weights.
 * @throws {@link CheckpointError} if the folder can't be written; {@link ArgumentError} if it is no {@link PretrainedTokenizer}.
 * @example
 * async function keep(text) {
 *   await saveTokenizer(trainBPE(text, { vocabSize: 1000 }), './my-model');
 * }
 */
export async function saveTokenizer(tokenizer: PretrainedTokenizer, folder: string): Promise<void> {
  if (!(tokenizer instanceof PretrainedTokenizer))
    throw new ArgumentError('saveTokenizer', { expected: 'a PretrainedTokenizer', received: tokenizer });
  checkArgument('saveTokenizer', 'folder', folder, 'string');
  const settings = { tokenizer_class: 'PreTrainedTokenizerFast', ...tokenizer.settings };
  await write(`${folder}/tokenizer.json`, tokenizer.json);
  await write(`${folder}/tokenizer_config.json`, settings);
}

const write = (path: string, json: object): Promise<void> =>
  writeFileAtomically(path, new TextEncoder().encode(`${JSON.stringify(json, undefined, 2)}\n`));
