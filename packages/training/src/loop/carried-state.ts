import { ArgumentError } from '@neurona/backend';
import { own } from '@neurona/tensor';
import { type Batch, type Model, sizeOfBatch } from './batch.js';
import { copyTensors, detachTensors, disposeTensors, mapTensors } from './tensor-tree.js';

/** A model that goes on from a state, as recurrent networks do: what `carryState` needs. */
export interface StatefulModel<Outputs, State = unknown> {
  /**
   * Computes outputs from a state, undefined at the beginning, and the inputs of a batch.
   * @returns The outputs, and the state after the last step: tensors, alone or in arrays and records.
   */
  forwardFrom(
    state: State | undefined,
    ...inputs: Batch
  ): { readonly output: Outputs; readonly state: State };
}

/** @internal The state that each batch leaves to the next within an epoch. */
export class CarriedState<Outputs> {
  readonly #model: StatefulModel<Outputs>;
  #state: unknown;
  #epoch = 0;
  #batchSize: number | undefined;

  constructor(
    private readonly subject: string,
    model: Model<Outputs>,
  ) {
    if (!isStateful<Outputs>(model)) {
      throw new ArgumentError(subject, {
        expected: 'a model with forwardFrom(state, ...inputs), for carryState',
        received: model.kind,
        hint: 'Return { output, state } from it, as RecurrentLanguageModel of @neurona/rnn does.',
      });
    }
    this.#model = model;
  }

  /** The outputs of a batch, after those before it in its epoch. */
  forward(inputs: Batch, epoch: number): Outputs {
    if (epoch !== this.#epoch) this.dispose();
    this.#epoch = epoch;
    const size = sizeOfBatch(inputs);
    if (this.#state !== undefined && this.#batchSize !== undefined && size !== this.#batchSize) {
      throw new ArgumentError(this.subject, {
        expected: `batches of ${this.#batchSize} examples, whose state is carried over`,
        received: size,
        hint: 'Make them by parallelStreams, or pass { dropLast: true } to the DataLoader.',
      });
    }
    const { output, state } = this.#model.forwardFrom(this.#state, ...inputs);
    const after = mapTensors(detachTensors(state), own);
    disposeTensors(this.#state);
    this.#state = after;
    this.#batchSize = size;
    return output;
  }

  stateDict(): unknown {
    return this.#state === undefined ? undefined : { epoch: this.#epoch, state: this.#state };
  }

  loadStateDict(saved: unknown): void {
    const { epoch, state } = saved as { readonly epoch: number; readonly state: unknown };
    this.dispose();
    this.#epoch = epoch;
    this.#state = copyTensors(state);
  }

  dispose(): void {
    disposeTensors(this.#state);
    this.#state = undefined;
    this.#batchSize = undefined;
  }
}

const isStateful = <Outputs>(model: object): model is StatefulModel<Outputs> =>
  'forwardFrom' in model && typeof model.forwardFrom === 'function';
