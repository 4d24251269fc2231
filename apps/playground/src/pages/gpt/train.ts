import { ArgumentError } from '@neurona/backend';
import { sequenceWindows } from '@neurona/datasets';
import { crossEntropy, initConstant } from '@neurona/layers';
import { AdamW, clipGradNorm } from '@neurona/optimizers';
import { concat, full, noGrad, permutationArray, scoped, type Tensor, tensor } from '@neurona/tensor';
import {
  CausalLanguageModel,
  type ChatMessage,
  GPT2,
  type LoRAFiles,
  loadLora,
  lora,
  loraFiles,
  mergeLora,
} from '@neurona/transformer';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { loadPublished, type ModelSource } from '../../published/load-published.js';
import { readable } from '../../weights/readable.js';
import { writingTexts } from '../../weights/writing-texts.js';
import type { Trainer, TrainerContext } from '../../worker/protocol.js';
import { writeOn } from '../../writing/write-on.js';
import type { WrittenToken } from '../../writing/written-token.js';
import { type Codec, codecFor, codecOf } from './codec.js';
import { type GptSettings, shortest } from './settings.js';

/** What the page shows. */
export interface GptSnapshot {
  /** The settings that it was computed with. */
  readonly settings: GptSettings;
  /** The published model that was loaded; empty for the page's own. */
  readonly loaded: string;
  /** How many times a model or adapters were loaded. */
  readonly loads: number;
  /** Whether it has a template for conversations. */
  readonly canChat: boolean;
  readonly vocabSize: number;
  readonly contextLength: number;
  /** Tokens that it is trained on, and characters of each on average. */
  readonly length: number;
  readonly charactersPerToken: number;
  /** All weights, and those that are trained. */
  readonly parameters: number;
  readonly trained: number;
  /** Whether adapters are trained, and the steps since they are. */
  readonly isAdapting: boolean;
  readonly adaptedSteps: number;
  /** Nats a character, NaN before the first step. */
  readonly loss: number;
  readonly heldOut: number;
  readonly curves: Curves<'train' | 'test'>;
}

const sizes = { contextLength: 64, embedDim: 64, numLayers: 2, numHeads: 4, dropout: 0 };
const [batchSize, stride] = [4, 16];
const heldOutEvery = 10; // steps
const inBlocks = /\.(h|layers)\./; // the linear maps of GPT-2's and Llama's blocks

const textOf = ({ text, own: mine }: GptSettings): string => {
  if (text !== 'own') return writingTexts[text];
  if (readable(mine).length >= shortest) return mine;
  return writingTexts[/[áéíóúñ¿¡]/i.test(mine) ? 'quijote' : 'sonnets'];
};

/** A small GPT with random weights. */
export async function createGptTrainer(
  settings: GptSettings,
  _seed: number,
  context: TrainerContext,
): Promise<GptTrainer> {
  const codec = codecFor(settings.tokens, textOf(settings));
  const trainer = new GptTrainer(
    settings,
    new GPT2({ ...sizes, vocabSize: codec.vocabSize }),
    codec,
    context,
  );
  await trainer.measure();
  return trainer;
}

/** A GPT that is trained, adapted, and writes. */
export class GptTrainer implements Trainer<GptSettings, GptSnapshot> {
  readonly answers = {
    write: (input: { readonly prompt: string; readonly length: number }) => this.#write(input),
    chat: (input: ChatQuestion) => this.#chat(input),
    load: (source: ModelSource) => this.#load(source),
    saveAdapters: () => this.#saveAdapters(),
    loadAdapters: (files: readonly File[]) => this.#loadAdapters(files),
  };
  #curves = new CurveRecorder<'train' | 'test'>(['train', 'test']);
  #settings: GptSettings;
  #loaded = '';
  #loads = 0;
  #data: ReturnType<typeof dataOf>;
  #optimizer: AdamW;
  #order: ArrayLike<number> = [];
  #at = 0;
  #steps = 0;
  #adapted: number | undefined; // the step at which adapters came
  #loss = Number.NaN;
  #heldOut = Number.NaN;

  constructor(
    settings: GptSettings,
    public model: CausalLanguageModel,
    public codec: Codec,
    readonly context: TrainerContext,
  ) {
    this.#settings = settings;
    this.#data = dataOf(textOf(settings), codec, model.contextLength);
    this.#optimizer = this.#newOptimizer();
  }

  async step(): Promise<undefined> {
    this.#steps++;
    const loss = scoped(() => {
      this.#optimizer.zeroGrad();
      const error = this.#error(this.#nextBatch());
      error.backward();
      clipGradNorm(this.model.parameters(), 1);
      this.#optimizer.step();
      return error.detach();
    });
    const value = (await loss.item()) / this.#data.charactersPerToken;
    loss.dispose();
    this.#loss = Number.isNaN(this.#loss) ? value : 0.9 * this.#loss + 0.1 * value;
    if (this.#steps % heldOutEvery === 0) await this.measure();
    else this.#curves.add(this.#steps, { train: this.#loss, test: this.#heldOut });
  }

  /** The loss of what is held out. */
  async measure(): Promise<void> {
    const { heldOut } = this.#data;
    const all = Array.from({ length: Math.min(heldOut.length, 2 * batchSize) }, (_, i) => i);
    const loss = noGrad(() => scoped(() => this.#error(heldOut.batch(all))));
    this.#heldOut = (await loss.item()) / this.#data.charactersPerToken;
    loss.dispose();
    this.#curves.add(this.#steps, { train: this.#loss, test: this.#heldOut });
  }

  snapshot(): GptSnapshot {
    const counts = this.model.parameters().map(({ size, requiresGrad }) => [size, requiresGrad] as const);
    const { train, charactersPerToken } = this.#data;
    return {
      settings: this.#settings,
      loaded: this.#loaded,
      loads: this.#loads,
      canChat: this.codec.chat !== undefined,
      vocabSize: this.model.vocabSize,
      contextLength: this.model.contextLength,
      length: train.ids.length,
      charactersPerToken,
      parameters: counts.reduce((sum, [size]) => sum + size, 0),
      trained: counts.reduce((sum, [size, isTrained]) => sum + (isTrained ? size : 0), 0),
      isAdapting: this.#adapted !== undefined,
      adaptedSteps: this.#steps - (this.#adapted ?? this.#steps),
      loss: this.#loss,
      heldOut: this.#heldOut,
      curves: this.#curves.read(),
    };
  }

  update(settings: GptSettings): boolean {
    const before = this.#settings;
    const keepsModel = this.#loaded !== '' || (this.#adapted !== undefined && settings.lora);
    const isOtherText = settings.text !== before.text || settings.own !== before.own;
    if (!keepsModel && (isOtherText || settings.tokens !== before.tokens)) return false;
    if (this.#loaded === '' && settings.tokens !== before.tokens) return false;
    this.#settings = settings;
    const isOtherRank = settings.rank !== before.rank && this.#adapted !== undefined;
    if (settings.lora !== (this.#adapted !== undefined) || isOtherRank) this.#adapt();
    if (isOtherText) this.#data = dataOf(textOf(settings), this.codec, this.model.contextLength);
    if (isOtherText) this.#order = [];
    this.#optimizer.learningRate = settings.rate;
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.model.dispose();
  }

  /** Takes adapters out, so that the weights are as they were, and the optimizer. */
  #removeAdapters(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    if (this.#adapted === undefined) return;
    for (const [path, parameter] of this.model.namedParameters())
      if (path.includes('lora_B')) initConstant(parameter, 0);
    mergeLora(this.model);
  }

  /** Takes adapters out, and puts others in if they are wanted. */
  #adapt(): void {
    this.#removeAdapters();
    const { lora: isWanted, rank } = this.#settings;
    this.#adapted = isWanted ? this.#steps : undefined;
    if (isWanted) lora(this.model, { rank, targets: inBlocks });
    this.#optimizer = this.#newOptimizer();
  }

  #newOptimizer(): AdamW {
    return new AdamW(
      this.model.parameters().filter(({ requiresGrad }) => requiresGrad),
      { learningRate: this.#settings.rate },
    );
  }

  #nextBatch(): Batch {
    const { train } = this.#data;
    if (this.#at + batchSize > this.#order.length) {
      this.#order = permutationArray(train.length);
      this.#at = 0;
    }
    const indices = Array.from(this.#order).slice(this.#at, this.#at + batchSize);
    this.#at += batchSize;
    return train.batch(indices);
  }

  /** The loss of a batch in nats a token. Where texts begin with a token, windows do: the model has never seen one without. */
  #error([x, y]: Batch): Tensor {
    const { begin } = this.codec;
    const inputs = fieldTensor(x!);
    if (begin === undefined) return crossEntropy(this.model.forward(inputs), fieldTensor(y!));
    const [count, length] = inputs.shape as [number, number];
    const first = full([count, 1], begin, { dtype: 'int32' });
    return crossEntropy(
      this.model.forward(concat([first, inputs.narrow(1, 0, length - 1)], { axis: 1 })),
      inputs,
    );
  }

  /** Takes a published model in place of the own one. */
  async #load(source: ModelSource): Promise<string> {
    const { model, tokenizer, stopTokens, name } = await loadPublished(source, this.context);
    if (!(model instanceof CausalLanguageModel)) {
      model.dispose();
      throw new Error(`${name} does not write`);
    }
    this.dispose();
    this.model = model;
    this.codec = codecOf(tokenizer, stopTokens);
    this.#loaded = name;
    this.#loads++;
    this.#adapted = undefined;
    this.#data = dataOf(textOf(this.#settings), this.codec, model.contextLength);
    this.#order = [];
    this.#optimizer = this.#newOptimizer();
    if (this.#settings.lora) this.#adapt();
    this.#loss = Number.NaN;
    this.#curves = new CurveRecorder(['train', 'test']);
    await this.measure();
    return this.#loaded;
  }

  /** Writes on, token by token, with the weights of each moment. */
  #write({ prompt, length }: { prompt: string; length: number }): AsyncGenerator<WrittenToken> {
    const { begin } = this.codec;
    const ids = [...(begin === undefined ? [] : [begin]), ...this.codec.encode(prompt)];
    if (ids.length === 0) ids.push(...this.codec.encode('\n'));
    if (ids.length === 0) ids.push(this.codec.ends[0] ?? 0); // a tokenizer may drop the end of a line
    return writeOn(this.model, this.codec, ids, length, this.#settings);
  }

  /** Answers the last message of a conversation. The first ones are left out where the context is too short for all. */
  #chat({ messages, length }: ChatQuestion): AsyncGenerator<WrittenToken> {
    const { chat } = this.codec;
    if (!chat) throw new Error('no chat template');
    const room = Math.min(length, Math.floor(this.model.contextLength / 2));
    let ids = chat(messages);
    for (let first = 2; first < messages.length && ids.length > this.model.contextLength - room; first += 2)
      ids = chat(messages.slice(first));
    return writeOn(this.model, this.codec, Array.from(ids), length, this.#settings);
  }

  /** The files of the adapters, as PEFT has them. */
  async #saveAdapters(): Promise<LoRAFiles> {
    const isHub = this.#loaded.includes('/'); // a repository's name
    return loraFiles(this.model, isHub ? { baseModel: this.#loaded } : {});
  }

  /** Takes adapters from files in place of those that are there; returns their rank. */
  async #loadAdapters(files: readonly File[]): Promise<number> {
    const adapters = files.map(named);
    const config = adapters.find(({ name }) => name === 'adapter_config.json');
    if (config) refuseWholes(await config.text());
    const before = this.#adapted === undefined ? undefined : await loraFiles(this.model);
    this.#removeAdapters();
    try {
      await loadLora(this.model, adapters);
    } catch (error) {
      if (before) await loadLora(this.model, before);
      throw error;
    } finally {
      this.#optimizer = this.#newOptimizer();
    }
    this.#adapted = this.#steps;
    this.#loads++;
    const first = Array.from(this.model.namedParameters()).find(([path]) => path.endsWith('lora_A.weight'))!;
    const rank = first[1].shape.at(-1)!;
    this.#settings = { ...this.#settings, lora: true, rank };
    await this.measure();
    return rank;
  }
}

/** Refuses adapters with modules of their own in place of the model's, which could not be switched off again. */
function refuseWholes(config: string): void {
  const { modules_to_save: wholes } = JSON.parse(config) as { readonly modules_to_save?: unknown };
  if (!Array.isArray(wholes) || wholes.length === 0) return;
  throw new ArgumentError('loadLora', {
    expected: 'adapters alone, which can be switched off',
    received: `modules_to_save of ${wholes.join(', ')}`,
  });
}

/** A conversation, and the most tokens of its answer. */
interface ChatQuestion {
  readonly messages: readonly ChatMessage[];
  readonly length: number;
}

/** A file under the name that it has in a folder of adapters: browsers add numbers to names that they have seen. */
const named = (file: File): File =>
  new File([file], file.name.endsWith('.json') ? 'adapter_config.json' : 'adapter_model.safetensors');

/** Windows of a text: its last tenth is held out. */
function dataOf(text: string, codec: Codec, contextLength: number) {
  const ids = codec.encode(text);
  const length = Math.min(contextLength, sizes.contextLength);
  const cut = Math.min(Math.floor(0.9 * ids.length), ids.length - length - 1);
  return {
    train: sequenceWindows(ids.subarray(0, cut), { contextLength: Math.min(length, cut - 1), stride }),
    heldOut: sequenceWindows(ids.subarray(cut), { contextLength: length }),
    charactersPerToken: text.length / ids.length,
  };
}

type Batch = ReturnType<ReturnType<typeof sequenceWindows>['batch']>;

const fieldTensor = ({ values, shape }: Batch[number]): Tensor => tensor(values as Int32Array, { shape });
