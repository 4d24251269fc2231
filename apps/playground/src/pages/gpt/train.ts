import { sequenceWindows } from '@neurona/datasets';
import { filterLogits, generate, type TokenModel } from '@neurona/generation';
import { crossEntropy, initConstant } from '@neurona/layers';
import { AdamW, clipGradNorm } from '@neurona/optimizers';
import { noGrad, own, permutationArray, scoped, type Tensor, tensor } from '@neurona/tensor';
import { CausalLanguageModel, GPT2, type KeyValueState, lora, mergeLora } from '@neurona/transformer';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { loadPublished, type ModelSource } from '../../published/load-published.js';
import { readable } from '../../weights/readable.js';
import { writingTexts } from '../../weights/writing-texts.js';
import type { Trainer, TrainerContext } from '../../worker/protocol.js';
import { type Codec, codecFor, codecOf } from './codec.js';
import { type GptSettings, partOfCharacter, shortest } from './settings.js';

/** What the page shows. */
export interface GptSnapshot {
  /** The settings that it was computed with. */
  readonly settings: GptSettings;
  /** The published model that was loaded; empty for the page's own. */
  readonly loaded: string;
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

/** A token as it is written. */
export interface WrittenToken {
  /** The text that it adds; empty while a character is not complete. */
  readonly text: string;
  /** The likeliest tokens with their probabilities, and which of them came. */
  readonly names: readonly string[];
  readonly values: readonly number[];
  readonly chosen: number;
  /** How many tokens could have come. */
  readonly open: number;
  readonly perSecond: number;
}

const sizes = { contextLength: 64, embedDim: 64, numLayers: 2, numHeads: 4, dropout: 0 };
const [batchSize, stride] = [4, 16];
const heldOutEvery = 10; // steps
const shown = 6; // tokens with their probabilities
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
    load: (source: ModelSource) => this.#load(source),
  };
  #curves = new CurveRecorder<'train' | 'test'>(['train', 'test']);
  #settings: GptSettings;
  #loaded = '';
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

  /** Takes adapters out, so that the weights are as they were, and puts others in if they are wanted. */
  #adapt(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    if (this.#adapted !== undefined) {
      for (const [path, parameter] of this.model.namedParameters())
        if (path.includes('lora_B')) initConstant(parameter, 0);
      mergeLora(this.model);
    }
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

  /** The loss of a batch in nats a token. */
  #error([x, y]: Batch): Tensor {
    return crossEntropy(this.model.forward(fieldTensor(x!)), fieldTensor(y!));
  }

  /** Takes a published model in place of the own one. */
  async #load(source: ModelSource): Promise<string> {
    const { model, tokenizer, name } = await loadPublished(source, this.context);
    if (!(model instanceof CausalLanguageModel)) {
      model.dispose();
      throw new Error(`${name} does not write`);
    }
    this.dispose();
    this.model = model;
    this.codec = codecOf(tokenizer);
    this.#loaded = name;
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

  /** Writes on, token by token, with the weights of each moment. A full context goes on with its second half. */
  async *#write({ prompt, length }: { prompt: string; length: number }): AsyncGenerator<WrittenToken> {
    const { model, codec } = this;
    const ids = Array.from(codec.encode(prompt));
    if (ids.length === 0) ids.push(...codec.encode('\n'));
    const { temperature, topK, topP } = this.#settings;
    const filters = { temperature, topP, ...(topK > 0 && { topK }) };
    const watched = new Watched(model, (logits) => filterLogits(logits, filters).softmax().reshape([-1]));
    let perSecond = Number.NaN;
    try {
      for (let count = 0; count < length; ) {
        const kept = ids.slice(-Math.floor(model.contextLength / 2));
        const options = {
          ...filters,
          maxNewTokens: Math.min(length - count, model.contextLength - kept.length),
          tokenizer: codec,
          stopTokens: codec.end === undefined ? [] : [codec.end],
        };
        let since = performance.now();
        for await (const { token, text, finished } of generate(watched, kept, options)) {
          if (finished === 'stopToken') return;
          const probabilities = await watched.probabilities();
          const rate = 1000 / (performance.now() - since);
          perSecond = Number.isNaN(perSecond) ? rate : 0.9 * perSecond + 0.1 * rate;
          const top = likeliest(probabilities, token);
          yield {
            text,
            names: top.map((id) => nameOf(codec, id)),
            values: top.map((id) => probabilities[id]!),
            chosen: top.indexOf(token),
            open: probabilities.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
            perSecond,
          };
          ids.push(token);
          count++;
          since = performance.now();
        }
      }
    } finally {
      watched.dispose();
    }
  }
}

/** A model whose last probabilities are kept. */
class Watched implements TokenModel<KeyValueState> {
  readonly vocabSize: number;
  readonly contextLength: number;
  #seen: Tensor | undefined;

  constructor(
    readonly model: CausalLanguageModel,
    readonly look: (logits: Tensor) => Tensor,
  ) {
    this.vocabSize = model.vocabSize;
    this.contextLength = model.contextLength;
  }

  nextToken(...call: Parameters<CausalLanguageModel['nextToken']>) {
    const next = this.model.nextToken(...call);
    this.dispose();
    this.#seen = own(this.look(next.logits));
    return next;
  }

  selectRows(state: KeyValueState, rows: Tensor): KeyValueState {
    return this.model.selectRows(state, rows);
  }

  /** The probabilities from which the last token was drawn. */
  async probabilities(): Promise<Float32Array> {
    return (await this.#seen!.data()) as Float32Array;
  }

  dispose(): void {
    this.#seen?.dispose();
    this.#seen = undefined;
  }
}

/** A token as text; by its number where it is a part of a character. */
function nameOf(codec: Codec, id: number): string {
  const text = codec.decode([id]);
  return text === '' || text.includes('\uFFFD') ? `${partOfCharacter}${id}` : text;
}

/** The likeliest tokens, the drawn one among them. */
function likeliest(probabilities: Float32Array, drawn: number): number[] {
  const top: number[] = [];
  for (const [id, value] of probabilities.entries()) {
    if (top.length === shown && value <= probabilities[top.at(-1)!]!) continue;
    const place = top.findIndex((one) => probabilities[one]! < value);
    top.splice(place < 0 ? top.length : place, 0, id);
    if (top.length > shown) top.pop();
  }
  return top.includes(drawn) ? top : [...top.slice(0, -1), drawn];
}

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
