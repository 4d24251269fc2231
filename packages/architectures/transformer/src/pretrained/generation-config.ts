// internal: what generation_config.json says
import type { GenerateOptions } from '@neurona/generation';
import type { ConfigFile } from './config-file.js';

/**
 * Options of `generate` from the files: settings of sampling count only where `do_sample` is true, and where it is missing, which
 * transformers takes for false, it is left to `generate` whether to draw. Texts end as `config.json` says where there is no `generation_config.json`.
 * @throws {@link CheckpointError} if a value is of another kind.
 */
export function generationOf(config: ConfigFile, own: ConfigFile | undefined): GenerateOptions {
  const stopTokens = (own ?? config).tokens('eos_token_id');
  const ends = stopTokens.length > 0 ? { stopTokens } : {};
  if (!own) return ends;
  const penalty = own.number('repetition_penalty', 1);
  const maxNewTokens = own.optionalSize('max_new_tokens');
  return {
    ...ends,
    ...(maxNewTokens !== undefined && { maxNewTokens }),
    ...(penalty !== 1 && { repetitionPenalty: penalty }),
    ...samplingOf(own),
  };
}

function samplingOf(own: ConfigFile): GenerateOptions {
  if (!own.flag('do_sample')) return own.values.do_sample === false ? { temperature: 0 } : {};
  const topK = own.number('top_k', 50); // what transformers takes where nothing is said; 0 is all
  const topP = own.number('top_p', 1);
  const minP = own.number('min_p', 0);
  return {
    temperature: own.number('temperature', 1),
    ...(topK > 0 && { topK }),
    ...(topP < 1 && { topP }),
    ...(minP > 0 && { minP }),
  };
}
