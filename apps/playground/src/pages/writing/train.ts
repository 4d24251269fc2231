import { sampleTokens } from '@neurona/generation';
import { concat, noGrad, scoped, tensor } from '@neurona/tensor';
import { pearsonCorrelation } from '@neurona/training';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { readable } from '../../weights/readable.js';
import { lstmState, TextTraining, textLoss } from '../../weights/text-training.js';
import { bytesOf, loadWeights } from '../../weights/weight-files.js';
import { hiddenSize, parts, tokenizer, writingNetwork } from '../../weights/writing-network.js';
import { writingTexts } from '../../weights/writing-texts.js';
import type { Trainer } from '../../worker/protocol.js';
import { type KnowledgeName, shortest, type WritingSettings } from './settings.js';

/** What the page shows. */
export interface WritingSnapshot {
  /** The settings that it was computed with. */
  readonly settings: WritingSettings;
  /** The characters that it knows, in the order of its probabilities. */
  readonly alphabet: readonly string[];
  /** Characters that it is trained on, and its weights. */
  readonly length: number;
  readonly parameters: number;
  /** Nats a character, NaN before the first step. */
  readonly loss: number;
  readonly heldOut: number;
  readonly curves: Curves<'train' | 'test'>;
}

/** A character as it is written. */
export interface WrittenPart {
  readonly character: string;
  /** The probabilities that it was drawn from, of each token. */
  readonly probabilities: Float32Array;
  /** What the units were before, after the last character that was read. */
  readonly units: Float32Array;
}

/** A character with the units after it was read; undefined until the next one is written. */
export interface Written extends Omit<WrittenPart, 'units'> {
  readonly units: Float32Array | undefined;
}

/** The unit that follows something best. */
export interface FoundUnit {
  readonly unit: number;
  /** Of its values with what it follows, -1 to 1. */
  readonly correlation: number;
}

const characters: readonly string[] = tokenizer.tokens;

const heldOutEvery = 10; // steps
const searched = 1200; // characters in which a unit is looked for

const weightsOf = {
  quijote: async () => (await import('../../weights/writing-quijote.js')).trainedQuijote,
  sonnets: async () => (await import('../../weights/writing-sonnets.js')).trainedSonnets,
};

/** Begins with weights that can write, of the language of the text, or with random ones. */
export async function createWritingTrainer(settings: WritingSettings): Promise<WritingTrainer> {
  const isOwn = settings.text === 'own' && readable(settings.own).length >= shortest;
  const builtIn =
    settings.text === 'own' ? (/[áéíóúñ¿¡]/i.test(settings.own) ? 'quijote' : 'sonnets') : settings.text;
  const model = writingNetwork();
  if (settings.from === 'trained') loadWeights(model, bytesOf(await weightsOf[builtIn]()));
  const trainer = new WritingTrainer(settings, model, isOwn ? settings.own : writingTexts[builtIn]);
  await trainer.measure();
  return trainer;
}

/** A character network that is trained, writes, and lets its units be looked at. */
export class WritingTrainer implements Trainer<WritingSettings, WritingSnapshot> {
  readonly answers = {
    write: (input: { readonly prompt: string; readonly length: number }) => this.#write(input),
    find: (knowledge: KnowledgeName) => this.#find(knowledge),
  };
  readonly #curves = new CurveRecorder<'train' | 'test'>(['train', 'test']);
  readonly #training: TextTraining;
  readonly #ids: ReturnType<typeof parts>;
  #settings: WritingSettings;
  #steps = 0;
  #loss = Number.NaN;
  #heldOut = Number.NaN;

  constructor(
    settings: WritingSettings,
    readonly model: ReturnType<typeof writingNetwork>,
    text: string,
  ) {
    this.#settings = settings;
    this.#ids = parts(text);
    const streams = Math.min(8, Math.floor(this.#ids.train.length / 64));
    this.#training = new TextTraining(model, this.#ids.train, {
      learningRate: settings.rate,
      streams,
      contextLength: 32,
    });
  }

  async step(): Promise<undefined> {
    this.#steps++;
    const loss = await this.#training.step();
    this.#loss = Number.isNaN(this.#loss) ? loss : 0.9 * this.#loss + 0.1 * loss;
    if (this.#steps % heldOutEvery === 0) await this.measure();
    else this.#curves.add(this.#steps, { train: this.#loss, test: this.#heldOut });
  }

  /** The loss of what is held out. */
  async measure(): Promise<void> {
    this.#heldOut = await textLoss(this.model, this.#ids.heldOut);
    this.#curves.add(this.#steps, { train: this.#loss, test: this.#heldOut });
  }

  snapshot(): WritingSnapshot {
    return {
      settings: this.#settings,
      alphabet: characters,
      length: this.#ids.train.length,
      parameters: [...this.model.parameters()].reduce((sum, { size }) => sum + size, 0),
      loss: this.#loss,
      heldOut: this.#heldOut,
      curves: this.#curves.read(),
    };
  }

  update(settings: WritingSettings): boolean {
    const { text, own, from } = this.#settings;
    if (settings.text !== text || settings.own !== own || settings.from !== from) return false;
    this.#settings = settings;
    this.#training.optimizer.learningRate = settings.rate;
    return true;
  }

  dispose(): void {
    this.#training.dispose();
    this.model.dispose();
  }

  /** Writes on, character by character, with the weights and the temperature of each moment. */
  async *#write({ prompt, length }: { prompt: string; length: number }): AsyncGenerator<WrittenPart> {
    let ids = Array.from(tokenizer.encode(readable(prompt) || '\n'));
    let state: ReturnType<typeof lstmState> | undefined;
    try {
      for (let i = 0; i < length; i++) {
        const next = noGrad(() =>
          scoped(() => {
            const { logits, state: after } = this.model.nextToken(tensor([ids], { dtype: 'int32' }), {
              state,
            });
            const { hidden, cell } = lstmState(after);
            const scaled = logits.div(this.#settings.temperature);
            const seen = concat([scaled.softmax().reshape([-1]), hidden.reshape([-1])]); // [V + H]
            return { drawn: sampleTokens(scaled), seen, state: { hidden, cell } };
          }),
        );
        state?.hidden.dispose();
        state?.cell.dispose();
        state = next.state;
        const [drawn, seen] = await Promise.all([next.drawn.data(), next.seen.data()]);
        next.drawn.dispose();
        next.seen.dispose();
        ids = [drawn[0]!];
        yield {
          character: characters[ids[0]!] ?? '',
          probabilities: seen.slice(0, -hiddenSize) as Float32Array,
          units: seen.slice(-hiddenSize) as Float32Array,
        };
      }
    } finally {
      state?.hidden.dispose();
      state?.cell.dispose();
    }
  }

  /** The unit whose values, while it reads the text, go best with something that is so or not. */
  async #find(knowledge: KnowledgeName): Promise<FoundUnit> {
    const ids = this.#ids.train.subarray(0, searched);
    const output = noGrad(() =>
      scoped(() => {
        const embedded = this.model.embedding.forward(tensor(ids, { shape: [1, ids.length] }));
        return (this.model.rnn.forward(embedded) as { readonly output: typeof embedded }).output;
      }),
    );
    const values = (await output.data()) as Float32Array; // [L, H]
    output.dispose();
    const read = Array.from(ids, (id) => characters[id]!);
    const isSo = read.slice(0, -1).map((now, i) => Number(knowledgeOf[knowledge](now, read[i + 1]!)));
    let best: FoundUnit = { unit: 1, correlation: 0 };
    for (let unit = 0; unit < hiddenSize; unit++) {
      const own = isSo.map((_, t) => values[t * hiddenSize + unit]!);
      if (!own.every(Number.isFinite)) continue; // a training that diverged
      const correlation = pearsonCorrelation(own, isSo) || 0; // NaN where one of both never changes
      if (Math.abs(correlation) > Math.abs(best.correlation)) best = { unit: unit + 1, correlation };
    }
    return best;
  }
}

const isLetter = (character: string): boolean => /\p{L}/u.test(character);

/** Whether something is so after a character, before the next. */
const knowledgeOf: Readonly<Record<KnowledgeName, (now: string, next: string) => boolean>> = {
  space: (_, next) => next === ' ',
  line: (now, next) => now === '\n' || next === '\n',
  word: (now, next) => isLetter(now) && isLetter(next),
};
