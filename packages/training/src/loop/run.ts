// internal
import { ArgumentError, currentBackend } from '@neurona/backend';
import { type AnyModule, rememberModes, syncBatchNorm } from '@neurona/layers';
import { defaultGenerator } from '@neurona/tensor';
import type { TrainingState } from '../callbacks/callback.js';
import { CallbackList } from '../callbacks/callback-list.js';
import type { Ranks } from '../ranks/ranks.js';
import { captureTraining, loaderStates } from '../resume/capture.js';
import { FormerState } from '../resume/former-state.js';
import { restorePlace, restoreStates } from '../resume/restore.js';
import { batchesFrom } from '../resume/resumed-pass.js';
import { type FoundTraining, findSaved, type SavedTraining, takeOver } from '../resume/saved-training.js';
import type { EpochResult, History } from './history.js';
import { Pace } from './pace.js';
import { Progress } from './progress.js';
import type { RunParts } from './run-parts.js';
import type { Steps } from './steps.js';
import { joinName } from './tally.js';
import { disposeTensors } from './tensor-tree.js';
import type { Spread } from './totals.js';

/** One training from start to end: the loop of `fit`. */
export class Run implements TrainingState {
  readonly model: AnyModule;
  readonly optimizers: Readonly<Record<string, Steps>>;
  readonly epochs: number;
  isResumed = false;
  stopped: TrainingState['stopped'];
  reason: string | undefined;
  readonly #parts: RunParts;
  readonly #callbacks: CallbackList;
  readonly #pace = new Pace(currentBackend());
  readonly #progress = new Progress();

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.model = parts.model;
    this.optimizers = parts.optimizers;
    this.epochs = parts.options.epochs ?? 1;
    this.#progress.batchesPerPass = parts.data.length;
    this.#callbacks = new CallbackList(parts.callbacks, parts.ranks?.rank);
  }

  get id(): string {
    return this.#progress.id;
  }

  get epoch(): number {
    return this.#progress.epoch;
  }

  get step(): number {
    return this.#progress.step;
  }

  get totalSteps(): number {
    return this.#progress.totalSteps;
  }

  get stepsPerEpoch(): number | undefined {
    const { batchesPerPass } = this.#progress;
    return batchesPerPass === undefined ? undefined : Math.ceil(batchesPerPass / this.#parts.accumulate);
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

  /** Runs it, resuming from a checkpoint if there is one. */
  async run(found: FoundTraining | undefined): Promise<History> {
    const { model, optimizers, options, tally, training, ranks } = this.#parts;
    const restoreModes = rememberModes(model);
    const isSynchronised = ranks !== undefined && options.syncBatchNorm === true;
    if (isSynchronised) syncBatchNorm(model, ranks.group);
    const former = found && new FormerState(model, optimizers, options.generators ?? []);
    let isUnderWay = false;
    if (!model.training) model.train(); // else layers that were put into evaluation mode, as frozen norms, stay there
    const failures: unknown[] = [];
    try {
      await this.startTogether(found);
      isUnderWay = true;
      former?.dispose();
      for (; this.epoch < this.epochs && !(await this.willStop()); this.#progress.epoch++) {
        if (!(await this.runEpoch())) break;
      }
      await this.#pace.finish();
      this.stopped ??= 'completed';
    } catch (error) {
      this.stopped = 'failed';
      failures.push(error);
    }
    const ended = await this.#callbacks.end(this);
    failures.push(...ended.filter((failure) => !failures.includes(failure))); // a failed file is reported once
    if (!isUnderWay) former?.restore(); // after callbacks, which may put weights into the model as they end
    former?.dispose();
    tally.clear();
    training.dispose();
    restoreModes();
    if (isSynchronised) syncBatchNorm(model, undefined);
    if (failures.length > 0) throw firstOf(failures);
    return {
      epochs: this.#progress.results,
      deviations: this.#progress.deviations,
      stopped: this.stopped as History['stopped'],
      ...(this.reason !== undefined && { reason: this.reason }),
      seconds: this.#progress.seconds,
      ...(found?.from && { resumedFrom: found.from }),
    };
  }

  capture(): SavedTraining {
    return {
      ...captureTraining(this.#parts, this.#progress, this.#callbacks),
      ...(this.stopped === 'callback' && {
        stopped: this.reason === undefined ? {} : { reason: this.reason },
      }),
    };
  }

  private isStopping(): boolean {
    if (this.#parts.options.signal?.aborted) this.stopped ??= 'aborted';
    const { ranks } = this.#parts;
    if (!ranks) return this.stopped !== undefined;
    if (ranks.agreed) this.stopped ??= ranks.agreed;
    return ranks.agreed !== undefined; // all ranks stop after the same step
  }

  /** Whether training ends before another epoch. */
  private async willStop(): Promise<boolean> {
    const { ranks } = this.#parts;
    if (!ranks) return this.isStopping();
    this.tellWishes(ranks);
    await ranks.agree();
    return this.isStopping();
  }

  private tellWishes(ranks: Ranks): void {
    this.isStopping();
    if (this.stopped === 'aborted' || this.stopped === 'callback') ranks.wanted = this.stopped;
  }

  /** Starts; with several processes the others begin where rank 0 does. */
  private async startTogether(found: FoundTraining | undefined): Promise<void> {
    const { ranks } = this.#parts;
    if (ranks === undefined || ranks.rank === 0) {
      await this.start(found, found !== undefined);
      await ranks?.share({ saved: this.capture(), isResumed: this.isResumed });
      return;
    }
    const { saved, isResumed } = (await ranks.share(undefined)) as { saved: object; isResumed: boolean };
    await this.start(await findSaved({ ...saved, tally: undefined }), isResumed); // the examples so far are rank 0's
  }

  /** Starts the callbacks, and restores everything from a checkpoint. */
  private async start(found: FoundTraining | undefined, isResumed: boolean): Promise<void> {
    this.isResumed = isResumed;
    if (found) await takeOver(found, () => restorePlace(found.saved, this.#parts, this.#progress));
    else loaderStates(this.#parts); // loaders that draw a seed do so now, so that saving draws no random numbers
    await this.#callbacks.start(this);
    if (!found) return;
    await takeOver(found, () => restoreStates(found.saved, this.#parts, this.#progress, this.#callbacks));
    if (found.saved.stopped) this.stop(found.saved.stopped.reason);
    disposeTensors(found.saved);
  }

  /** Trains and validates for one epoch, or the rest of it; returns false if it was interrupted. */
  private async runEpoch(): Promise<boolean> {
    const { tally } = this.#parts;
    const progress = this.#progress;
    progress.isEpochDone = false;
    if (progress.batch === 0 && !progress.isPassDone) {
      progress.step = 0;
      tally.clear();
      await this.#callbacks.hear((callback) => callback.onEpochStart?.(this));
    }
    if (!progress.isPassDone && !(await this.trainPass())) return false;
    progress.trained ??= await tally.finish();
    const result: Record<string, number> = { ...progress.trained.means };
    const spread: Record<string, number> = { ...progress.trained.deviations };
    if (this.isValidated) {
      tally.clear(); // validation may use the same metrics
      const validated = await this.validatePass();
      if (!validated) return false; // an epoch whose validation was interrupted is not counted
      Object.assign(result, prefixed(validated.means));
      Object.assign(spread, prefixed(validated.deviations));
    }
    progress.endEpoch(result, spread);
    await this.#callbacks.hear((callback) => callback.onEpoch?.(this, result, spread));
    return true;
  }

  /** Trains on every remaining batch; returns false if it was interrupted. */
  private async trainPass(): Promise<boolean> {
    const { data, training, ranks } = this.#parts;
    const progress = this.#progress;
    const isFresh = progress.batch === 0;
    if (isFresh) progress.passStart = defaultGenerator().state;
    const batches = isFresh ? data : batchesFrom(data, progress.batch, progress.passStart);
    for await (const batch of batches) {
      if (ranks) ranks.withOwnRandom(() => training.gather(batch, this));
      else training.gather(batch, this);
      progress.batch++;
      if (training.isDue) await this.update();
      await this.#pace.step();
      const isWhole = !training.isPending;
      if (isWhole && progress.batch !== progress.batchesPerPass && this.isStopping()) return false;
    }
    const wasAtEnd = progress.batch === 0 && progress.isLoaded;
    progress.isLoaded = false;
    if (wasAtEnd) return this.trainPass(); // a loader at the end of an epoch has none left: iterate it again
    progress.isPassDone = true;
    if (training.isPending) await this.update();
    await ranks?.shareBuffers(this.model);
    if (progress.batch === 0) {
      throw new ArgumentError('fit', { expected: 'at least one batch', received: 'none' });
    }
    progress.batchesPerPass = progress.batch;
    return true;
  }

  private async update(): Promise<void> {
    const { training, ranks } = this.#parts;
    if (ranks) this.tellWishes(ranks);
    if (await training.finish()) {
      await this.#callbacks.hear((callback) => callback.onGradients?.(this));
      training.update();
    }
    this.#progress.step++;
    this.#progress.totalSteps++;
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

/** The first error, which is the training's own if it failed; later errors of callbacks are printed. */
function firstOf([first, ...others]: readonly unknown[]): unknown {
  for (const other of others) console.error('A callback failed too as the training ended:', other);
  return first;
}
