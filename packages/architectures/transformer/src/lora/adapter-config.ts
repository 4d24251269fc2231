// internal: adapter_config.json

import { InputFirstLinear } from '../input-first-linear.js';
import type { ConfigFile } from '../pretrained/config-file.js';
import type { Place } from './adapters.js';
import { kindOf, type LoRALayer } from './lora-layer.js';

/** What `adapter_config.json` says of the adapters. */
export interface AdapterConfig {
  /** Rank and scale of the adapter of a layer, by its path. */
  settingsOf(path: string): { readonly rank: number; readonly scale: number };
  readonly dropout: number;
  /** Ends of the paths of modules that were learned whole. */
  readonly wholes: readonly string[];
}

/** Settings of PEFT that change what adapters compute, and which no adapter here has. */
const foreign = [
  'lora_bias',
  'use_qalora',
  'use_bdlora',
  'alora_invocation_tokens',
  'trainable_token_indices',
  'target_parameters',
  'layer_replication',
  'kasa_config',
  'velora_config',
  'monteclora_config',
  'arrow_config',
];

/** Reads what PEFT or {@link writeConfig} wrote. */
export function readConfig(config: ConfigFile): AdapterConfig {
  config.refuse('peft_type', 'LORA');
  config.refuse('bias', 'none');
  config.refuse('use_dora', false);
  for (const name of foreign)
    if (!isUnset(config.values[name])) throw config.error(name, 'unset', config.values[name]);
  const rank = config.size('r');
  const alpha = config.number('lora_alpha', 8);
  const isRooted = config.flag('use_rslora');
  const ranks = patternOf(config, 'rank_pattern', (group, name) => group.size(name));
  const alphas = patternOf(config, 'alpha_pattern', (group, name) => group.number(name, alpha));
  return {
    settingsOf(path) {
      const own = ranks(path) ?? rank;
      return { rank: own, scale: (alphas(path) ?? alpha) / (isRooted ? Math.sqrt(own) : own) };
    },
    dropout: dropoutOf(config),
    wholes: wholesOf(config),
  };
}

const isUnset = (value: unknown): boolean =>
  value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);

function dropoutOf(config: ConfigFile): number {
  const dropout = config.number('lora_dropout', 0);
  if (dropout >= 0 && dropout < 1) return dropout;
  throw config.error('lora_dropout', 'from 0 to less than 1', dropout);
}

function wholesOf(config: ConfigFile): readonly string[] {
  const names = config.values.modules_to_save;
  if (isUnset(names)) return [];
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw config.error('modules_to_save', 'a list of names', names);
}

/** Numbers by expressions for ends of paths: the first that fits counts, as in PEFT. */
function patternOf(
  config: ConfigFile,
  name: string,
  numberOf: (group: ConfigFile, expression: string) => number,
): (path: string) => number | undefined {
  const group = config.group(name);
  const rows = Object.keys(group?.values ?? {}).map((text) => {
    try {
      return [new RegExp(`^(.*\\.)?(${text})$`), numberOf(group!, text)] as const;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw config.error(name, 'numbers by expressions for paths', text);
    }
  });
  return (path) => rows.find(([expression]) => expression.test(path))?.[1];
}

/** What PEFT reads. */
export function writeConfig(
  adapters: readonly Place<LoRALayer>[],
  wholes: readonly string[],
  baseModel: string | undefined,
): object {
  const { rank, scale, dropout } = adapters[0]!.part;
  const alpha = scale * rank;
  // The caret keeps the end of a path from standing for another.
  const pattern = (numberOf: (part: LoRALayer) => number, usual: number) =>
    Object.fromEntries(
      adapters
        .filter(({ part }) => numberOf(part) !== usual)
        .map(({ path, part }) => [`^${path.replaceAll('.', '\\.')}`, numberOf(part)]),
    );
  return {
    peft_type: 'LORA',
    task_type: null,
    base_model_name_or_path: baseModel ?? null,
    r: rank,
    lora_alpha: alpha,
    rank_pattern: pattern((part) => part.rank, rank),
    alpha_pattern: pattern((part) => part.scale * part.rank, alpha),
    lora_dropout: dropout.probability,
    target_modules: [...new Set(adapters.map(({ path }) => path))],
    modules_to_save: wholes.length === 0 ? null : wholes,
    fan_in_fan_out: adapters.some(({ part }) => kindOf(part.baseLayer) === InputFirstLinear.kind),
    bias: 'none',
    inference_mode: true,
    init_lora_weights: true,
  };
}
