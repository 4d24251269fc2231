// internal
import { ArgumentError, currentBackend } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { defaultGenerator, type GeneratorState } from '@neurona/tensor';
import type { Callback, TrainingState } from '../callbacks/callback.js';
import { CallbackList } from '../callbacks/callback-list.js';
import { FormerState } from '../resume/former-state.js';
import { batchesFrom } from '../resume/resumed-pass.js';
import {
  type FoundTraining,
  loadOptimizers,
  optimizerStates,
  type Position,
  type SavedTraining,
  takeOver,
} from '../resume/saved-training.js';
import type { Batches } from './batch.js';
import type { TrainingOptions } from './fit-options.js';
import type { EpochResult, History } from './history.js';
import { modesOf, restoreModes } from './modes.js';
import { Pace } from './pace.js';
import type { Steps } from './steps.js';
import { joinName, type Tally } from './tally.js';
import { copyTensors, disposeTensors } from './tensor-tree.js';
import type { Spread } from './totals.js';
import type { TrainingStep } from './training-step.js';

/** What a run is made of. */
export interface RunParts {
  readonly model: AnyModule;
  readonly data: Batches;
  readonly validation: Batches | undefined;
  readonly options: TrainingOptions;
  readonly optimizers: Readonly<Record<string, Steps>>;
  readonly callbacks: readonly Callback[];
  // biome-ignore lint/suspicious/noExplicitAny: whatever outputs and targets are, the loop doesn't look at them.
  readonly tally: Tally<any, any>;
  readonly training: TrainingStep;
  /** Batches that make a step. */
  readonly accumulate: number;
  /** The numbers of the validation data; undefined where it was cut short. */
  readonly validate: ((data: Batches) => Promise<Spread | undefined>) | undefined;
}

/** One training from start to end: the loop of `fit`. */
export class Run implements TrainingState {
  readonly model: AnyModule;
  readonly optimizers: Readonly<Record<string, Steps>>;
  readonly epochs: number;
  epoch = 0;
  step = 0;
  totalSteps = 0;
  isResumed = false;
  stopped: TrainingState['stopped'];
  reason: string | undefined;
  readonly #parts: RunParts;
  readonly #callbacks: CallbackList;
  readonly #pace = new Pace(currentBackend());
  readonly #startedAt = performance.now();
  #secondsBefore = 0;
  #results: EpochResult[] = [];
  #deviations: EpochResult[] = [];
  #batch = 0;
  #batchesPerPass: number | undefined;
  #isPassDone = false;
  #isEpochDone = false;
  #isLoaded = false; // whether the loader was put to a position and not gone through since
  #trained: Spread | undefined;
  #passStart: GeneratorState = defaultGenerator().state;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.model = parts.model;
    this.optimizers = parts.optimizers;
    this.epochs = parts.options.epochs ?? 1;
    this.#batchesPerPass = parts.data.length;
    this.#callbacks = new CallbackList(parts.callbacks);
  }

  get stepsPerEpoch(): number | undefined {
    return this.#batchesPerPass === undefined
      ? undefined
      : Math.ceil(this.#batchesPerPass / this.#parts.accumulate);
  }

  get validates(): boolean {
    return this.#parts.validation !== undefined && this.#parts.validate !== undefined;
  }

  get isValidated(): boolean {
    const { validateEvery = 1 } = this.#parts.options;
    const isLast = this.epoch === this.epochs - 1;
    return this.validates && (isLast || (this.epoch + 1) % validateEvery === 0);
  }

  read(): Promise<EpochResult> {
    return this.#parts.tally.read();
  }

  stop(reason?: string): void {
    if (this.stopped) return;
    this.stopped = 'callback';
    this.reason = reason;
  }

  /** Runs it, going on from a checkpoint if there is one. */
  async run(found: FoundTraining | undefined): Promise<History> {
    const { model, optimizers, options, tally, training } = this.#parts;
    const modes = modesOf(model);
    const former = found && new FormerState(model, optimizers, options.generators ?? []);
    let isUnderWay = false;
    if (!model.training) model.train(); // else layers that were put into evaluation mode, as frozen norms, stay there
    const failures: unknown[] = [];
    try {
      await this.resume(found);
      isUnderWay = true;
      former?.dispose();
      for (; this.epoch < this.epochs && !this.isStopping(); this.epoch++) {
        if (!(await this.runEpoch())) break;
      }
      await this.#pace.finish();
      this.stopped ??= 'completed';
    } catch (error) {
      this.stopped = 'failed';
      failures.push(error);
    }
    const ended = await this.#callbacks.end(this);
    failures.push(...ended.filter((failure) => !failures.includes(failure))); // a failed file is told of once
    if (!isUnderWay) former?.restore(); // after callbacks, which may put weights into the model as they end
    former?.dispose();
    tally.clear();
    training.dispose();
    restoreModes(modes);
    if (failures.length > 0) throw firstOf(failures);
    return {
      epochs: this.#results,
      deviations: this.#deviations,
      stopped: this.stopped as History['stopped'],
      ...(this.reason !== undefined && { reason: this.reason }),
      seconds: this.seconds(),
      ...(found?.from && { resumedFrom: found.from }),
    };
  }

  capture(): SavedTraining {
    const { options, tally } = this.#parts;
    const isBetween = this.#isEpochDone || (this.#batch === 0 && !this.#isPassDone);
    const position: Position = this.#isEpochDone
      ? { epoch: this.#results.length, batch: 0, step: 0, totalSteps: this.totalSteps, isPassDone: false }
      : {
          epoch: this.epoch,
          batch: this.#batch,
          step: this.step,
          totalSteps: this.totalSteps,
          isPassDone: this.#isPassDone || this.#batch === this.#batchesPerPass,
        };
    return {
      position,
      model: this.model.stateDict(),
      optimizers: optimizerStates(this.optimizers),
      callbacks: this.#callbacks.states(),
      random: {
        now: defaultGenerator().state,
        atPassStart: this.#passStart,
        others: (options.generators ?? []).map((generator) => generator.state),
      },
      ...this.loaderStates(),
      ...(!isBetween && (this.#trained ? { trained: this.#trained } : { tally: tally.stateDict() })),
      history: { epochs: this.#results, deviations: this.#deviations, seconds: this.seconds() },
      ...(this.stopped === 'callback' && {
        stopped: this.reason === undefined ? {} : { reason: this.reason },
      }),
    };
  }

  private loaderStates(): Pick<SavedTraining, 'data' | 'validation'> {
    const { data, validation } = this.#parts;
    return { data: data.stateDict?.(), validation: validation?.stateDict?.() };
  }

  private seconds(): number {
    return this.#secondsBefore + (performance.now() - this.#startedAt) / 1000;
  }

  private isStopping(): boolean {
    if (this.#parts.options.signal?.aborted) this.stopped ??= 'aborted';
    return this.stopped !== undefined;
  }

  /** Starts the callbacks, and takes everything over from a checkpoint. */
  private async resume(found: FoundTraining | undefined): Promise<void> {
    if (found) await takeOver(found, () => this.takePlace(found.saved));
    else this.loaderStates(); // loaders that draw a seed do so now, so that saving draws no random numbers
    await this.#callbacks.start(this);
    if (!found) return;
    await takeOver(found, () => this.takeStates(found.saved));
    disposeTensors(found.saved);
  }

  /** Model, optimizers and position: what callbacks look at when they start. */
  private takePlace(saved: SavedTraining): void {
    this.model.loadStateDict(saved.model);
    loadOptimizers(this.optimizers, saved);
    const { position, history } = saved;
    this.isResumed = true;
    this.epoch = position.epoch;
    this.step = position.step;
    this.totalSteps = position.totalSteps;
    this.#batch = position.batch;
    this.#isPassDone = position.isPassDone;
    this.#results = [...history.epochs];
    this.#deviations = [...history.deviations];
    this.#secondsBefore = history.seconds;
    this.#trained = saved.trained;
  }

  /** Callbacks, metrics, data and random numbers; callbacks and data stay as they were unless all fit. */
  private async takeStates(saved: SavedTraining): Promise<void> {
    const { options, tally } = this.#parts;
    const callbacks = copyTensors(this.#callbacks.states());
    try {
      await this.#callbacks.load(saved.callbacks);
      if (saved.tally) tally.loadStateDict(saved.tally);
      this.takeLoaders(saved);
    } catch (error) {
      await this.#callbacks.load(callbacks);
      throw error;
    } finally {
      disposeTensors(callbacks);
    }
    this.#isLoaded = saved.data !== undefined;
    this.loaderStates(); // a loader that had no state in the checkpoint draws its seed now
    for (const [i, generator] of (options.generators ?? []).entries()) {
      const state = saved.random.others[i];
      if (state) generator.state = state;
    }
    defaultGenerator().state = saved.random.now;
    this.#passStart = saved.random.atPassStart;
    if (saved.stopped) this.stop(saved.stopped.reason);
  }

  /** Puts both loaders to their places, or none. */
  private takeLoaders(saved: SavedTraining): void {
    const { data, validation } = this.#parts;
    const isBoth = saved.data !== undefined && saved.validation !== undefined && validation;
    const before = isBoth ? data.stateDict?.() : undefined;
    if (saved.data !== undefined) data.loadStateDict?.(saved.data);
    try {
      if (saved.validation !== undefined) validation?.loadStateDict?.(saved.validation);
    } catch (error) {
      if (before !== undefined) data.loadStateDict?.(before);
      throw error;
    }
  }

  /** Trains and validates for one epoch, or what is left of it; false if it was cut short. */
  private async runEpoch(): Promise<boolean> {
    const { tally } = this.#parts;
    this.#isEpochDone = false;
    if (this.#batch === 0 && !this.#isPassDone) {
      this.step = 0;
      tally.clear();
      await this.#callbacks.hear((callback) => callback.onEpochStart?.(this));
    }
    if (!this.#isPassDone && !(await this.trainPass())) return false;
    this.#trained ??= await tally.finish();
    const { means, deviations } = this.#trained;
    const result: Record<string, number> = { ...means };
    const spread: Record<string, number> = { ...deviations };
    if (this.isValidated) {
      tally.clear(); // validation may use the same metrics
      const validated = await this.validatePass();
      if (!validated) return false; // an epoch whose validation was cut short is not counted
      Object.assign(result, prefixed(validated.means));
      Object.assign(spread, prefixed(validated.deviations));
    }
    this.#results.push(result);
    this.#deviations.push(spread);
    this.#isEpochDone = true;
    this.#trained = undefined;
    this.#batch = 0;
    this.#isPassDone = false;
    await this.#callbacks.hear((callback) => callback.onEpoch?.(this, result, spread));
    return true;
  }

  /** Trains on every batch, or those that are left; false if it was cut short. */
  private async trainPass(): Promise<boolean> {
    const { data, training } = this.#parts;
    const isFresh = this.#batch === 0;
    if (isFresh) this.#passStart = defaultGenerator().state;
    const batches = isFresh ? data : batchesFrom(data, this.#batch, this.#passStart);
    for await (const batch of batches) {
      training.gather(batch, this);
      this.#batch++;
      if (training.isDue) await this.update();
      await this.#pace.step();
      const isWhole = !training.isPending;
      if (isWhole && this.#batch !== this.#batchesPerPass && this.isStopping()) return false;
    }
    if (this.#batch === 0 && this.#isLoaded) {
      this.#isLoaded = false; // a loader put to the end of a pass has none left: the next is the one
      return this.trainPass();
    }
    this.#isLoaded = false;
    this.#isPassDone = true;
    if (training.isPending) await this.update();
    if (this.#batch === 0) {
      throw new ArgumentError('fit', { expected: 'at least one batch', received: 'none' });
    }
    this.#batchesPerPass = this.#batch;
    return true;
  }

  private async update(): Promise<void> {
    const { training } = this.#parts;
    if (await training.finish()) {
      await this.#callbacks.hear((callback) => callback.onGradients?.(this));
      training.update();
    }
    this.step++;
    this.totalSteps++;
    await this.#callbacks.hear((callback) => callback.onStep?.(this));
  }

  private async validatePass(): Promise<Spread | undefined> {
    const { options, validation, validate } = this.#parts;
    if (!validation || !validate) return { means: {}, deviations: {} };
    await this.#callbacks.hear((callback) => callback.onValidationStart?.(this));
    let found: Spread | undefined;
    try {
      found = await validate(validation);
      if (options.signal?.aborted && this.isStopping()) found = undefined;
    } finally {
      await this.#callbacks.hear((callback) =>
        callback.onValidationEnd?.(this, found && prefixed(found.means)),
      );
    }
    return found;
  }
}

const prefixed = (numbers: EpochResult): EpochResult =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [joinName('val', name), value]));

/** The first failure, which is the training's own where it failed; those of callbacks that came after it are told of. */
function firstOf([first, ...others]: readonly unknown[]): unknown {
  for (const other of others) console.error('A callback failed too as the training ended:', other);
  return first;
}
