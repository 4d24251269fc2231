import { ArgumentError, checkArgument, describeShape, sameShape } from '@neurona/backend';
import { noGrad, own, type Parameter, scoped, type Tensor } from '@neurona/tensor';
import { toGroups } from '../param-groups.js';

/** A saved average: its tensors by the parameters' positions. */
export interface WeightAverageState {
  readonly name: string;
  readonly updates: number;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/**
 * An average of parameters: `update()` adds the current ones, `swap()` exchanges the parameters and their averages. Nothing
 * waits for the device. Buffers, like the statistics of batch norm, are not averaged: run the model on training data after a
 * swap to update them.
 */
export abstract class WeightAverage {
  readonly #params: readonly Parameter[];
  readonly #averages: readonly Tensor[];
  #updates = 0;
  #swapped = false;

  /**
   * @throws {@link ArgumentError} if there are no parameters.
   */
  constructor(params: Iterable<Parameter>) {
    this.#params = toGroups(this.name, params).flatMap((group) => [...group.params]);
    this.#averages = noGrad(() => this.#params.map((param) => own(scoped(() => param.detach().clone()))));
  }

  /** The name in messages and saved states. */
  get name(): string {
    return this.constructor.name;
  }

  /** How many updates were made. */
  get updates(): number {
    return this.#updates;
  }

  /** Whether the model has the averages now, after a `swap()`. */
  get isSwapped(): boolean {
    return this.#swapped;
  }

  /** The averages, in the order of the parameters; they belong to this object. */
  get averages(): readonly Tensor[] {
    return this.#averages;
  }

  /** Share of the new parameters in the average at an update, counted from 1. */
  protected abstract shareAt(update: number): number;

  /**
   * Updates the average with the current parameters: call it after `optimizer.step()`, or after an epoch.
   * @throws {@link ArgumentError} if the model has the averages now.
   */
  update(): void {
    if (this.#swapped) {
      throw new ArgumentError(`${this.name}.update`, {
        expected: 'the parameters in their place',
        received: 'the averages',
        hint: 'Call swap() again before training on.',
      });
    }
    const share = this.shareAt(++this.#updates);
    noGrad(() => {
      for (const [i, average] of this.#averages.entries()) {
        scoped(() => {
          average.assign(average.add(this.#params[i]!.sub(average).mul(share)));
        });
      }
    });
  }

  /** Starts again from the current parameters, with no updates. */
  restart(): void {
    for (const [i, average] of this.#averages.entries()) average.assign(this.#params[i]!);
    this.#updates = 0;
    this.#swapped = false;
  }

  /** Exchanges the parameters and their averages, for example to evaluate; a second call restores them. */
  swap(): void {
    noGrad(() => {
      for (const [i, average] of this.#averages.entries()) {
        const param = this.#params[i]!;
        scoped(() => {
          const values = param.detach().clone();
          param.assign(average);
          average.assign(values);
        });
      }
    });
    this.#swapped = !this.#swapped;
  }

  /** Averages and the count of updates; the tensors are this object's own. */
  stateDict(): WeightAverageState {
    const tensors = Object.fromEntries(this.#averages.map((average, i) => [`${i}`, average]));
    return { name: this.name, updates: this.#updates, tensors };
  }

  /**
   * Restores the state of another average of the same kind. The tensors are copied; nothing is changed unless everything fits.
   * @throws {@link ArgumentError} if the state is another kind's, or its tensors differ in number or shape.
   */
  loadStateDict(saved: WeightAverageState): void {
    const subject = `${this.name}.loadStateDict`;
    checkArgument(subject, 'the state', saved, 'record', 'Pass what stateDict() returned.');
    if (saved.name !== this.name) {
      throw new ArgumentError(subject, { expected: `state of ${this.name}`, received: saved.name });
    }
    for (const [i, average] of this.#averages.entries()) {
      const value = saved.tensors[i];
      if (value && sameShape(value.shape, average.shape)) continue;
      throw new ArgumentError(subject, {
        expected: `an average of shape ${describeShape(average.shape)}`,
        received: value ? describeShape(value.shape) : 'none',
        where: `position ${i}`,
      });
    }
    for (const [i, average] of this.#averages.entries()) average.assign(saved.tensors[i]!);
    this.#updates = saved.updates;
  }

  /** Frees the averages; the parameters stay. */
  dispose(): void {
    for (const average of this.#averages) average.dispose();
  }
}
