import type { HostArray, Tokenizer } from '@neurona/datasets';
import { generate } from '@neurona/generation';
import { attentionHeads, crossEntropy } from '@neurona/layers';
import { AdamW, clipGradNorm } from '@neurona/optimizers';
import { Generator, noGrad, own, permutationArray, scoped, type Tensor, tensor } from '@neurona/tensor';
import { Seq2SeqTransformer } from '@neurona/transformer';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { Trainer } from '../../worker/protocol.js';
import { type NumberTokens, numbersOf, numberTokens } from './number-tokens.js';
import { type AttentionKind, heads, type NumbersSettings } from './settings.js';

/** A number as the network writes it. */
export interface WrittenNumber {
  readonly number: number;
  /** What is read, and what is written, a text for each token; the last one is empty: the end. */
  readonly source: readonly string[];
  readonly written: readonly string[];
  /** What should have been written. */
  readonly right: readonly string[];
  /** Probability of each token that was written. */
  readonly probabilities: readonly number[];
  /** By head, row by row: from a row's token to a column's. Rows of the target are what is being written. */
  readonly weights: Readonly<Record<AttentionKind, readonly (readonly (readonly number[])[])[]>>;
}

/** What the page shows. */
export interface NumbersSnapshot {
  readonly settings: NumbersSettings;
  readonly shown: WrittenNumber;
  /** Share of numbers that are written without an error, of those never seen. */
  readonly heldOut: number;
  readonly loss: number;
  /** Share of its cross-attention that the best head has on the digit of a word, and which head that is. */
  readonly aligned: { readonly head: number; readonly share: number };
  readonly curves: Curves<'heldOut' | 'loss'>;
}

const [batchSize, embedDim, learned, tested] = [32, 48, 6000, 120];
const [rate, leastRate] = [0.004, 0.0005];
const [warmup, cooled, longest] = [50, 1500, 4000]; // steps
const testedEvery = 20; // steps
const mostWritten = 16; // tokens

/** Trains a small transformer on numbers and their names, batch by batch. */
export const createNumbersTrainer = (settings: NumbersSettings, seed: number): NumbersTrainer =>
  new NumbersTrainer(settings, seed);

/** The training of the page. */
export class NumbersTrainer implements Trainer<NumbersSettings, NumbersSnapshot> {
  readonly #tokens: NumberTokens;
  readonly #model: Seq2SeqTransformer;
  readonly #optimizer: AdamW;
  readonly #curves = new CurveRecorder<'heldOut' | 'loss'>(['heldOut', 'loss']);
  readonly #train: readonly number[];
  readonly #test: readonly number[];
  readonly #rng: Generator;
  #settings: NumbersSettings;
  #order: ArrayLike<number> = [];
  #at = 0;
  #step = 0;
  #loss = Number.NaN;
  #heldOut = 0;
  #aligned = { head: 0, share: 0 };

  constructor(settings: NumbersSettings, seed: number) {
    this.#settings = settings;
    this.#tokens = numberTokens(settings);
    this.#rng = new Generator(seed);
    this.#train = numbersOf(settings.digits, false, learned, seed);
    this.#test = numbersOf(settings.digits, true, tested, seed);
    this.#model = new Seq2SeqTransformer({
      sourceVocabSize: this.#tokens.source.vocabSize,
      targetVocabSize: this.#tokens.target.vocabSize,
      contextLength: 24,
      embedDim,
      numHeads: heads,
      numEncoderLayers: 1,
      numDecoderLayers: 1,
      feedForwardDim: 2 * embedDim,
      dropout: 0,
      normFirst: true,
    });
    this.#optimizer = new AdamW(this.#model.parameters(), { learningRate: rate });
  }

  /** One batch. */
  async step(): Promise<boolean> {
    const warm = Math.min(1, (this.#step + 1) / warmup);
    this.#optimizer.learningRate = warm * Math.max(rate * (1 - this.#step / cooled), leastRate);
    const numbers = this.#nextNumbers();
    const loss = scoped(() => {
      this.#optimizer.zeroGrad();
      const { logits, targets } = this.#read(numbers);
      const error = crossEntropy(logits, targets, { ignoreIndex: this.#tokens.target.padId! });
      error.backward();
      clipGradNorm([...this.#model.parameters()], 1);
      this.#optimizer.step();
      return error.detach();
    });
    const value = await loss.item();
    loss.dispose();
    this.#loss = Number.isNaN(this.#loss) ? value : 0.9 * this.#loss + 0.1 * value;
    if (++this.#step % testedEvery === 0) await this.#measure();
    return this.#step >= longest;
  }

  async snapshot(): Promise<NumbersSnapshot> {
    return {
      settings: this.#settings,
      shown: await this.#write(this.#settings.shown),
      heldOut: this.#heldOut,
      aligned: this.#aligned,
      loss: this.#loss,
      curves: this.#curves.read(),
    };
  }

  update(settings: NumbersSettings): boolean {
    const { direction, words, digits } = this.#settings;
    if (settings.direction !== direction || settings.words !== words || settings.digits !== digits)
      return false;
    this.#settings = settings;
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.#model.dispose();
  }

  #nextNumbers(): number[] {
    if (this.#at + batchSize > this.#order.length) {
      this.#order = permutationArray(this.#train.length, this.#rng);
      this.#at = 0;
    }
    this.#at += batchSize;
    return Array.from({ length: batchSize }, (_, i) => this.#train[this.#order[this.#at - 1 - i]!]!);
  }

  /** Logits of each token of the names of numbers, by the right ones before it. */
  #read(numbers: readonly number[]): { readonly logits: Tensor; readonly targets: Tensor } {
    const texts = numbers.map(this.#tokens.textsOf);
    const source = this.#tokens.source.encodeBatch(texts.map(([text]) => text));
    const target = this.#tokens.target.encodeBatch(
      texts.map(([, text]) => text),
      { bos: true, eos: true },
    );
    const ids = asTensor(target.ids); // [N, L + 1]
    const length = ids.shape[1]! - 1;
    const sourcePaddingMask = asTensor(source.mask);
    const logits = this.#model.forward(asTensor(source.ids), ids.narrow(1, 0, length), { sourcePaddingMask });
    return { logits, targets: ids.narrow(1, 1, length) };
  }

  /**
   * The share of held-out numbers without an error. The likeliest token each time is the right one exactly where it is so after the right
   * tokens before it, so that all tokens are judged at once.
   */
  async #measure(): Promise<void> {
    const isRight = noGrad(() =>
      scoped(() => {
        const { logits, targets } = this.#read(this.#test);
        const isFine = logits.argmax({ axis: -1 }).equal(targets);
        return isFine.logicalOr(targets.equal(this.#tokens.target.padId!)).all({ axis: 1 });
      }),
    );
    this.#heldOut = Array.from(await isRight.data(), Number).reduce((sum, one) => sum + one, 0) / tested;
    isRight.dispose();
    await this.#align();
    this.#curves.add(this.#step, { heldOut: this.#heldOut, loss: this.#loss });
  }

  /** How much each head looks at the digit that a word stands for. */
  async #align(): Promise<void> {
    const { digits, direction } = this.#settings;
    const clear = this.#test.filter((n) => new RegExp(`^[3-9]{${digits}}$`).test(String(n))).slice(0, 8);
    if (clear.length === 0) return;
    const { source, target, textsOf } = this.#tokens;
    const texts = clear.map(textsOf);
    const words = texts[0]![direction === 'words' ? 1 : 0].split(' ');
    const own = words.flatMap((word, place) => (linking.has(word) ? [] : [place])); // one for each digit
    const weights = noGrad(() =>
      scoped(() => {
        const read = asTensor(source.encodeBatch(texts.map(([text]) => text)).ids);
        const before = target.encodeBatch(
          texts.map(([, text]) => text),
          { bos: true },
        );
        return attentionHeads(this.#model, read, asTensor(before.ids))[paths.cross]!.weights.mean({
          axis: 0,
        });
      }),
    );
    const byHead = (await weights.array()) as number[][][];
    weights.dispose();
    const shares = byHead.map((matrix) =>
      own.reduce((sum, word, digit) => {
        const [row, column] = direction === 'words' ? [word, digit] : [digit, word];
        return sum + matrix[row]![column]! / own.length;
      }, 0),
    );
    const share = Math.max(...shares);
    this.#aligned = { head: shares.indexOf(share) + 1, share };
  }

  /** Writes a number, and looks where each token looked. */
  async #write(n: number): Promise<WrittenNumber> {
    const { source, target, textsOf } = this.#tokens;
    const [text, right] = textsOf(n);
    const read = Array.from(source.encode(text));
    const sources = own(tensor([read], { dtype: 'int32' }));
    const ids: number[] = [];
    const options = { temperature: 0, stopTokens: [target.eosId!], maxNewTokens: mostWritten };
    for await (const { token } of generate(this.#model.conditionedOn(sources), [[target.bosId!]], options))
      ids.push(token);
    const found = noGrad(() =>
      scoped(() => {
        const before = tensor([[target.bosId!, ...ids.slice(0, -1)]], { dtype: 'int32' });
        const layers = attentionHeads(this.#model, sources, before);
        const probabilities = this.#model.forward(sources, before).softmax().max({ axis: -1 }).squeeze(0);
        const of = (kind: AttentionKind) => layers[paths[kind]]!.weights.squeeze(0);
        return { probabilities, cross: of('cross'), source: of('source'), target: of('target') };
      }),
    );
    sources.dispose();
    const [probabilities, cross, among, before] = await Promise.all(
      [found.probabilities, found.cross, found.source, found.target].map((x) => x.array()),
    );
    for (const x of Object.values(found)) x.dispose();
    return {
      number: n,
      source: tokensOf(source, read),
      written: tokensOf(target, ids),
      right: tokensOf(target, [...target.encode(right, { eos: true })]),
      probabilities: probabilities as number[],
      weights: { cross, source: among, target: before } as unknown as WrittenNumber['weights'],
    };
  }
}

/** Where the attention of each kind is in the model. */
const paths: Readonly<Record<AttentionKind, string>> = {
  cross: 'transformer.decoder.layers.0.multiheadAttn',
  source: 'transformer.encoder.layers.0.selfAttn',
  target: 'transformer.decoder.layers.0.selfAttn',
};

/** Words that stand for no digit of their own. */
const linking = new Set(['y', 'mil', 'hundred', 'thousand']);

/** The text of each token; that of the end is empty. */
const tokensOf = (tokenizer: Tokenizer, ids: readonly number[]): string[] =>
  ids.map((id) => tokenizer.decode([id]));

const asTensor = ({ values, shape, dtype }: HostArray): Tensor => tensor(values, { shape, dtype });
