// internal: the task `lora`
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CheckpointError } from '@neurona/checkpoints';
import { sequenceWindows } from '@neurona/datasets';
import { generateText } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { evaluate } from '@neurona/training';
import {
  lora as addAdapters,
  fromPretrained,
  type GPT2,
  type Llama,
  loadLora,
  mergeLora,
  type PretrainedTokenizer,
  saveLora,
} from '@neurona/transformer';
import { UsageError } from '../../console/usage-error.js';
import { number, path, type SettingsOf, text, whole } from '../../settings/setting.js';
import { factsRecord, textIn } from '../facts.js';
import { fitBySettings, optimizerSettings, trainingSettings } from '../optimization.js';
import { readTextFile } from '../read-input.js';
import { type Task, unseen } from '../task.js';

const settings = {
  data: {
    path: path('Text file to learn from.'),
    contextLength: whole(64, 'Tokens that are read together in training.', { least: 2, most: 100_000 }),
    testShare: number(0.1, 'Share of the text, its end, that is held out for testing.', {
      least: 0.01,
      most: 0.9,
    }),
  },
  model: {
    pretrained: text(
      '',
      'Model to start from, GPT-2 or Llama: a folder, as ./gpt2, or a name on the Hugging Face hub, as openai-community/gpt2.',
    ),
    rank: whole(8, 'Rank of the maps that are learned.', { least: 1, most: 1024 }),
    alpha: number(16, 'What they add is multiplied by alpha / rank.', { least: 0.001 }),
    targets: text(
      '',
      'Ends of the names of linear maps that get one, with commas between; empty: queries and values.',
    ),
    dropout: number(0.05, 'Share of their inputs that is dropped in training.', { least: 0, most: 0.95 }),
  },
  generation: {
    length: whole(60, 'Tokens that are written.', { least: 1, most: 100_000 }),
    temperature: number(0.8, 'How daring: 0 always takes the likeliest token.', { least: 0, most: 10 }),
    seed: whole(1, 'Same seed, same text.'),
  },
  optimizer: optimizerSettings(2e-4),
  training: {
    ...trainingSettings(3, 4),
    clipNorm: number(1, 'Largest norm of the gradients of a step; 0: none.', { least: 0 }),
  },
};

type Settings = SettingsOf<typeof settings>;

interface LoRAFacts {
  /** How the text begins. */
  readonly beginning: string;
}

type Base = GPT2 | Llama;

/** A published language model, which small maps beside its own, that alone are learned, turn to a text. */
export const lora: Task<typeof settings, LoRAFacts, Base> = {
  name: 'lora',
  about: 'Turns a published language model to a text of your own, by LoRA.',
  settings,
  monitor: 'valLoss',
  inputKind: 'beginnings of texts, in quotes',
  leastInputs: 1,

  async load({ data, model }) {
    if (data.path === '') throw new UsageError('Which text? Name a file: --data book.txt');
    const all = await readTextFile(data.path);
    const ids = (await tokenizerOf(model.pretrained)).encode(all, { specials: false });
    const { contextLength, testShare } = data;
    const cut = Math.floor(ids.length * (1 - testShare));
    if (ids.length - cut <= contextLength || cut <= contextLength) {
      throw new UsageError(
        `The text has ${ids.length} tokens, too few for data.contextLength ${contextLength}. Lower it: --set data.contextLength=16`,
      );
    }
    return {
      facts: { beginning: all.slice(0, 40) },
      data: {
        train: sequenceWindows(ids.slice(0, cut), { contextLength }),
        test: sequenceWindows(ids.slice(cut), { contextLength }),
      },
      notes: [`${ids.length} tokens, for ${model.pretrained}.`],
    };
  },

  async loadTest(file, { data: { contextLength }, model: { pretrained } }) {
    const ids = (await tokenizerOf(pretrained)).encode(await readTextFile(file), { specials: false });
    if (ids.length > contextLength) return sequenceWindows(ids, { contextLength });
    throw new UsageError(
      `${file} has ${ids.length} tokens, and the model is tested on ${contextLength + 1} at least.`,
    );
  },

  readFacts: (raw) => ({ beginning: textIn(factsRecord(raw), 'beginning') }),

  async build({ model: { pretrained, rank, alpha, targets, dropout } }) {
    const model = await takeBase(pretrained);
    const named = targets === '' ? {} : { targets: targets.split(',').map((name) => name.trim()) };
    return addAdapters(model, { rank, alpha, dropout, ...named });
  },

  adapters: {
    lastFile: 'adapter_config.json',
    save: (model, { model: { pretrained } }, folder) => saveLora(model, folder, { baseModel: pretrained }),
    open: async (settings, folder) => withAdapters(settings, folder),
    otherBase,
    merged: mergeLora,
    loadedBy: ({ model: { pretrained } }, folder) =>
      [
        `Python:   PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained('${pretrained}'), '${folder}')`,
        `neurona:  await loadLora((await fromPretrained('${pretrained}')).model, './${folder}')`,
      ].join('\n'),
  },

  torch: { loss: () => crossEntropy },
  fit: (model, data, values, options) =>
    fitBySettings(model, data, values, { ...options, loss: crossEntropy }),

  async evaluate(model, test, values, { beginning }) {
    const { loss } = await evaluate(model, test, {
      loss: crossEntropy,
      batchSize: values.training.batchSize,
    });
    const sample = await written(model, beginning, values);
    return {
      numbers: { loss: loss!, perplexity: Math.exp(loss!) },
      text: `It writes:\n\n${beginning}${sample}\n\nPerplexity ${Math.exp(loss!).toFixed(2)} on text ${unseen}.`,
      sections: [{ title: 'What it writes', blocks: [{ preformatted: beginning + sample }] }],
    };
  },

  async predict(model, beginnings, values) {
    const found = [];
    for (const input of beginnings) {
      const added = await written(model, input, values);
      found.push({ input, text: `${input}${added}\n`, values: { text: added } });
    }
    return found;
  },

  inputs: ({ data }) => [{ name: 'tokens', shape: [1, data.contextLength], dtype: 'int32' }],
};

function otherBase({ model: { pretrained } }: Settings, folder: string): string {
  return `${pretrained} isn't the model that ${relative('', folder) || folder} was trained with: its weights are others. Put the former one in its place, or train again.`;
}

/** The model with the adapters of a folder. */
async function withAdapters(settings: Settings, folder: string): Promise<Base> {
  try {
    return await loadLora(await takeBase(settings.model.pretrained), folder);
  } catch (error) {
    const isOther = error instanceof CheckpointError && error.message.includes('anyBase');
    throw isOther ? new UsageError(otherBase(settings, folder)) : error;
  }
}

interface Pretrained {
  readonly model: Base;
  readonly tokenizer: PretrainedTokenizer;
}

/** Models that were read and not used yet, and the tokenizers of all. */
const bases = new Map<string, Promise<Pretrained>>();
const tokenizers = new Map<string, PretrainedTokenizer>();

function baseOf(name: string): Promise<Pretrained> {
  if (name === '') {
    throw new UsageError(
      'Which model? Name a folder or one of the hub: --set model.pretrained=./gpt2, --set model.pretrained=openai-community/gpt2',
    );
  }
  const known = bases.get(name);
  if (known) return known;
  const reading = readBase(name);
  bases.set(name, reading);
  return reading;
}

/** The model for a run of its own, which changes it. */
async function takeBase(name: string): Promise<Base> {
  const { model } = await baseOf(name);
  bases.delete(name);
  return model;
}

const tokenizerOf = async (name: string): Promise<PretrainedTokenizer> =>
  tokenizers.get(name) ?? (await baseOf(name)).tokenizer;

async function readBase(name: string): Promise<Pretrained> {
  if (/^(\.{0,2}|~|[A-Za-z]:)[\\/]/.test(name) && !existsSync(join(name, 'config.json')))
    throw new UsageError(
      `${name} has no config.json: name a folder that holds config.json, model.safetensors and tokenizer.json.`,
    );
  const { model, tokenizer } = await fromPretrained(name);
  if (!tokenizer) throw new UsageError(`${name} has no tokenizer.json.`);
  if (model.kind !== 'GPT2' && model.kind !== 'Llama')
    throw new UsageError(`${name} is a ${model.kind}, which doesn't write. Take a GPT-2 or a Llama.`);
  tokenizers.set(name, tokenizer);
  return { model: model as Base, tokenizer };
}

const written = (
  model: Base,
  beginning: string,
  { generation, model: { pretrained } }: Settings,
): Promise<string> =>
  generateText(model, beginning, {
    tokenizer: tokenizers.get(pretrained)!,
    maxNewTokens: generation.length,
    temperature: generation.temperature,
    seed: generation.seed,
  });
