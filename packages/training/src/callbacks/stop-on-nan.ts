import { ArgumentError, checkOptions, type OptionTable, type TypedArray } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { isGradEnabled, noGrad, own, scoped, stack, type Tensor } from '@neurona/tensor';
import { mapTensors } from '../loop/tensor-tree.js';
import type { Callback, TrainingState } from './callback.js';
import { hasFiniteLoss } from './monitor.js';

/** Settings of {@link StopOnNaN}. */
export interface StopOnNaNOptions {
  /** Number of steps that are checked together, default 16: up to so many more may run before training stops. */
  readonly everySteps?: number;
}

const stopOnNaNOptions: OptionTable<StopOnNaNOptions> = { everySteps: 16 };

/** Where values stopped being finite. */
export interface NonFinite {
  readonly epoch: number;
  /** The optimizer step, counted from 1 over the whole training. */
  readonly totalSteps: number;
  /** Path of the first module whose output was not finite; undefined where only the loss was not. */
  readonly layer: string | undefined;
  /** Paths of parameters that were not finite when it was noticed. */
  readonly parameters: readonly string[];
  /** All of it, as a sentence. */
  readonly message: string;
}

/** Marks of one step: NaN where an output was not finite, else 0. */
interface Marks {
  readonly epoch: number;
  readonly totalSteps: number;
  readonly layers: readonly string[];
  readonly vector: Tensor; // [layers]
}

/**
 * Stops training when an output or the loss is NaN or infinite, and names the first layer where it happened. Outputs are
 * checked on the device, by two kernels a layer, and the result is read some steps later: no step waits.
 * @throws {@link ArgumentError} if `everySteps` is not an integer of at least 1.
 * @example
 * const stopping = new StopOnNaN();
 * stopping.found; // => undefined
 */
export class StopOnNaN implements Callback {
  readonly order: number = -20; // before others use the numbers
  readonly everySteps: number;
  /** Where it happened, if it did. */
  found: NonFinite | undefined;
  #unhook: (() => void)[] = [];
  #outputs: { readonly layer: string; readonly mark: Tensor }[] = []; // of the step under way
  #last: Tensor | undefined; // the output looked at last
  #marks: Marks[] = [];
  #pending: Promise<void> = Promise.resolve();

  constructor(options: StopOnNaNOptions = {}) {
    checkOptions('StopOnNaN', options, stopOnNaNOptions);
    this.everySteps = options.everySteps ?? 16;
    if (!Number.isInteger(this.everySteps) || this.everySteps < 1) {
      throw new ArgumentError('StopOnNaN', {
        expected: 'everySteps to be an integer of at least 1',
        received: this.everySteps,
      });
    }
  }

  onStart({ model }: TrainingState): void {
    this.found = undefined;
    this.#pending = Promise.resolve();
    this.#unhook = Array.from(model.namedModules(), ([path, module]) =>
      module.onForward((output: unknown) => this.mark(path, output)),
    );
  }

  onStep(state: TrainingState): void {
    const outputs = this.#outputs.splice(0);
    this.#last = undefined;
    if (outputs.length > 0) {
      const vector = noGrad(() => own(scoped(() => stack(outputs.map(({ mark }) => mark))))); // [layers]
      for (const { mark } of outputs) mark.dispose();
      const layers = outputs.map(({ layer }) => layer);
      this.#marks.push({ epoch: state.epoch, totalSteps: state.totalSteps, layers, vector });
    }
    if (this.#marks.length >= this.everySteps) this.look(state);
    if (this.found) state.stop(this.found.message);
  }

  async onValidationStart(state: TrainingState): Promise<void> {
    await this.settle(state);
  }

  async onEpoch(state: TrainingState): Promise<void> {
    await this.settle(state);
  }

  onEnd(): void {
    for (const unhook of this.#unhook.splice(0).reverse()) unhook();
    for (const { mark } of this.#outputs.splice(0)) mark.dispose();
    for (const { vector } of this.#marks.splice(0)) vector.dispose();
  }

  private async settle(state: TrainingState): Promise<void> {
    this.look(state);
    await this.#pending;
    if (this.found) state.stop(this.found.message);
  }

  /** Records on the device whether an output is finite. */
  private mark(layer: string, output: unknown): void {
    if (this.found || !isGradEnabled()) return; // evaluation is not training's fault
    mapTensors(output, (tensor) => {
      if (tensor.dtype !== 'float32' || tensor.size === 0) return;
      if (tensor === this.#last) return; // a container returns its last module's output
      this.#last = tensor;
      const mark = noGrad(() => own(scoped(() => tensor.detach().mul(0).sum())));
      this.#outputs.push({ layer, mark });
    });
  }

  /** Reads the marks so far, and evaluates them in order when they arrive. */
  private look(state: TrainingState): void {
    const marks = this.#marks.splice(0);
    const place = { epoch: state.epoch, totalSteps: state.totalSteps };
    const reading = Promise.all([Promise.all(marks.map(readOnce)), state.read()]);
    reading.catch(() => {}); // awaited at the end of the epoch
    this.#pending = this.#pending.then(async () => {
      const [values, numbers] = await reading;
      if (this.found) return;
      for (const [i, { epoch, totalSteps, layers }] of marks.entries()) {
        const at = values[i]!.findIndex((value) => !Number.isFinite(value));
        if (at >= 0) return this.report(state.model, epoch, totalSteps, layers[at]!);
      }
      if (!hasFiniteLoss(numbers)) await this.report(state.model, place.epoch, place.totalSteps, undefined);
    });
    this.#pending.catch(() => {});
  }

  private async report(
    model: AnyModule,
    epoch: number,
    totalSteps: number,
    layer: string | undefined,
  ): Promise<void> {
    const parameters: string[] = [];
    for (const [path, parameter] of model.namedParameters()) {
      if (!(await parameter.data()).every(Number.isFinite)) parameters.push(path);
    }
    const what =
      layer === undefined ? 'the loss' : layer === '' ? 'the output of the model' : `the output of ${layer}`;
    const by = parameters.length === 0 ? '' : `; by now not finite: ${shorten(parameters)}`;
    const message = `${what} was not finite in epoch ${epoch + 1} at step ${totalSteps}${by}. Try a smaller learning rate or clipNorm, and look at the data.`;
    this.found = { epoch, totalSteps, layer, parameters, message };
  }
}

async function readOnce({ vector }: Marks): Promise<TypedArray> {
  try {
    return await vector.data();
  } finally {
    vector.dispose();
  }
}

const shorten = (paths: readonly string[]): string =>
  `${paths.slice(0, 4).join(', ')}${paths.length > 4 ? ` and ${paths.length - 4} more` : ''}`;
