import { StreamWindows } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { Adam, clipGradNorm } from '@neurona/optimizers';
import type { RecurrentLanguageModel, RecurrentState } from '@neurona/rnn';
import { type LSTMState, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';

/** Settings of {@link TextTraining}. */
export interface TextTrainingOptions {
  readonly learningRate: number;
  /** Parts of the text that are read side by side. */
  readonly streams: number;
  /** Characters of a step: as far as gradients go back. */
  readonly contextLength: number;
}

/** Trains a language model on a text by truncated backpropagation through time: the state after a batch is that before the next. */
export class TextTraining {
  readonly optimizer: Adam;
  readonly #windows: StreamWindows;
  #state: LSTMState | undefined;
  #at = 0;

  constructor(
    readonly model: RecurrentLanguageModel,
    ids: Int32Array,
    { learningRate, streams, contextLength }: TextTrainingOptions,
  ) {
    this.#windows = new StreamWindows(ids, { streams, contextLength });
    this.optimizer = new Adam(model.parameters(), { learningRate });
  }

  /** Steps of one reading of the text. */
  get length(): number {
    return this.#windows.length / this.#windows.streams;
  }

  /** A batch: its loss in nats a character. */
  async step(): Promise<number> {
    const { streams } = this.#windows;
    const first = this.#at * streams;
    const [x, y] = this.#windows.batch(Array.from({ length: streams }, (_, i) => first + i));
    const before = this.#at === 0 ? undefined : this.#state;
    const { loss, state } = scoped(() => {
      this.optimizer.zeroGrad();
      const read = this.model.forwardFrom(before, fieldTensor(x!));
      const error = crossEntropy(read.output, fieldTensor(y!));
      error.backward();
      clipGradNorm([...this.model.parameters()], 1);
      this.optimizer.step();
      const { hidden, cell } = lstmState(read.state);
      return { loss: error.detach(), state: { hidden: hidden.detach(), cell: cell.detach() } };
    });
    this.#forget();
    this.#state = state;
    this.#at = (this.#at + 1) % this.length;
    const value = await loss.item();
    loss.dispose();
    return value;
  }

  dispose(): void {
    this.#forget();
    this.optimizer.zeroGrad();
    this.optimizer.dispose();
  }

  #forget(): void {
    this.#state?.hidden.dispose();
    this.#state?.cell.dispose();
  }
}

/** The loss of a text in nats a character, read in four parts. */
export async function textLoss(model: RecurrentLanguageModel, ids: Int32Array): Promise<number> {
  const length = Math.floor((ids.length - 1) / 4);
  const part = (shift: number) => {
    const rows = [0, 1, 2, 3].map((i) => ids.subarray(i * length + shift, (i + 1) * length + shift));
    return tensor(Int32Array.from(rows.flatMap((row) => Array.from(row))), { shape: [4, length] });
  };
  const loss = noGrad(() => scoped(() => crossEntropy(model.forward(part(0)), part(1))));
  const value = await loss.item();
  loss.dispose();
  return value;
}

/** The state as that of an LSTM, which the network of the page has. */
export const lstmState = (state: RecurrentState): LSTMState => state as LSTMState;

type Field = ReturnType<StreamWindows['batch']>[number];

const fieldTensor = ({ values, shape }: Field): Tensor => tensor(values as Int32Array, { shape });
