// internal: the task `text`
import {
  CharacterTokenizer,
  loadTokenizer,
  numberName,
  sequenceWindows,
  type Tokenizer,
} from '@neurona/datasets';
import { generateText } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { charRNN, type RecurrentLanguageModel } from '@neurona/rnn';
import { Generator, permutationArray } from '@neurona/tensor';
import { evaluate } from '@neurona/training';
import { UsageError } from '../../console/usage-error.js';
import { choice, number, path, type SettingsOf, whole } from '../../settings/setting.js';
import { factsRecord, recordIn, textIn } from '../facts.js';
import { fitBySettings, optimizerSettings, trainingSettings } from '../optimization.js';
import { readTextFile } from '../read-input.js';
import { type Task, unseen } from '../task.js';

const settings = {
  data: {
    path: path('Text file; without one, numbers in English words, which are built in.'),
    contextLength: whole(64, 'Characters that are read together in training.', { least: 2, most: 10_000 }),
    testShare: number(0.1, 'Share of the text, its end, that is held out for testing.', {
      least: 0.01,
      most: 0.9,
    }),
  },
  model: {
    cell: choice(['lstm', 'gru', 'rnn'], 'lstm', 'Kind of recurrent layer.'),
    hidden: whole(128, 'Size of the state.', { least: 1, most: 10_000 }),
    layers: whole(2, 'Recurrent layers.', { least: 1, most: 20 }),
    dropout: number(0.1, 'Share of features that is dropped between layers in training.', {
      least: 0,
      most: 0.95,
    }),
  },
  generation: {
    length: whole(300, 'Characters that are written.', { least: 1, most: 1_000_000 }),
    temperature: number(0.7, 'How daring: 0 always takes the likeliest character.', { least: 0, most: 10 }),
    seed: whole(1, 'Same seed, same text.'),
  },
  optimizer: optimizerSettings(3e-3),
  training: {
    ...trainingSettings(10, 32),
    clipNorm: number(1, 'Largest norm of the gradients of a step; 0: none.', { least: 0 }),
  },
};

type Settings = SettingsOf<typeof settings>;

/** What the model has to know: its characters, and how a text may begin. */
interface TextFacts {
  readonly tokenizer: object;
  readonly beginning: string;
}

/** A text, which a recurrent network learns to go on with, character by character. */
export const textGeneration: Task<typeof settings, TextFacts, RecurrentLanguageModel> = {
  name: 'text',
  about: 'Writes text like one that it has read, character by character.',
  settings,
  monitor: 'valLoss',
  inputKind: 'beginnings of texts, in quotes',
  leastInputs: 1,

  async load({ data, training }) {
    const text = data.path === '' ? numbersInWords(training.seed) : await readTextFile(data.path);
    const least = Math.ceil((2 * data.contextLength + 2) / data.testShare);
    if (text.length < least) {
      throw new UsageError(
        `The text has ${text.length} characters, and data.contextLength ${data.contextLength} takes at least ${least}. Lower it: --set data.contextLength=16`,
      );
    }
    const tokenizer = new CharacterTokenizer({ specials: [] }).fit(text);
    const ids = tokenizer.encode(text);
    const cut = Math.floor(ids.length * (1 - data.testShare));
    const { contextLength } = data;
    return {
      facts: { tokenizer: tokenizer.stateDict(), beginning: text.slice(0, 20) },
      data: {
        train: sequenceWindows(ids.slice(0, cut), { contextLength }),
        test: sequenceWindows(ids.slice(cut), { contextLength }),
      },
      notes: [
        ...(data.path === '' ? ['No data.path: numbers in English words, which are built in.'] : []),
        `${ids.length} characters, ${tokenizer.vocabSize} different ones.`,
      ],
    };
  },

  async loadTest(file, { data: { contextLength } }, facts) {
    const ids = tokenizerOf(facts).encode(await readTextFile(file));
    if (ids.length > contextLength) return sequenceWindows(ids, { contextLength });
    throw new UsageError(
      `${file} has ${ids.length} characters, and the model is tested on ${contextLength + 1} at least.`,
    );
  },

  readFacts(raw) {
    const facts = factsRecord(raw);
    const read = { tokenizer: recordIn(facts, 'tokenizer'), beginning: textIn(facts, 'beginning') };
    tokenizerOf(read); // throws where it isn't whole
    return read;
  },

  build: ({ model }, facts) =>
    charRNN(tokenizerOf(facts).vocabSize, {
      cell: model.cell,
      hiddenSize: model.hidden,
      numLayers: model.layers,
      dropout: model.dropout,
    }),

  torch: { loss: () => crossEntropy },
  fit: (model, data, values, options) =>
    fitBySettings(model, data, values, { ...options, loss: crossEntropy, metrics: ['accuracy'] }),

  async evaluate(model, test, values, facts) {
    const { loss, accuracy } = await evaluate(model, test, {
      loss: crossEntropy,
      metrics: ['accuracy'],
    });
    const bits = loss! / Math.LN2;
    const sample = await written(model, facts.beginning, values, facts);
    return {
      numbers: { loss: loss!, bitsPerCharacter: bits, accuracy: accuracy! },
      text: `It writes:\n\n${facts.beginning}${sample}\n\n${bits.toFixed(2)} bits for each character of text ${unseen}; ${(100 * accuracy!).toFixed(1)} % of next characters are right.`,
      sections: [{ title: 'What it writes', blocks: [{ preformatted: facts.beginning + sample }] }],
    };
  },

  async predict(model, beginnings, values, facts) {
    const found = [];
    for (const input of beginnings) {
      const text = await written(model, input, values, facts);
      found.push({ input, text: `${input}${text}\n`, values: { text } });
    }
    return found;
  },

  inputs: ({ data }) => [
    { name: 'characters', shape: [1, data.contextLength], dtype: 'int32', axes: { 1: 'length' } },
  ],
};

const tokenizerOf = ({ tokenizer }: TextFacts): Tokenizer => loadTokenizer(tokenizer);

const written = (
  model: RecurrentLanguageModel,
  beginning: string,
  { generation }: Settings,
  facts: TextFacts,
): Promise<string> =>
  generateText(model, beginning, {
    tokenizer: tokenizerOf(facts),
    maxNewTokens: generation.length,
    temperature: generation.temperature,
    seed: generation.seed,
  });

const numbersToRead = 2000;

/** Numbers below a million in English words, one a line. */
function numbersInWords(seed: number): string {
  const places = permutationArray(1_000_000, new Generator(seed)).subarray(0, numbersToRead);
  return Array.from(places, (n) => numberName(n, 'en')).join('\n');
}
