import { ArgumentError, checkArgument } from '@neurona/backend';
import { momentumOf, setMomentum } from './momentum.js';

/** What a schedule changes: the settings of an optimizer's groups. */
export interface Scheduled {
  readonly groups: readonly ScheduledGroup[];
}

/** A group of an optimizer, as schedules see it. */
export interface ScheduledGroup {
  settings: { readonly learningRate: number };
}

/** A saved schedule; plain numbers, fit for JSON. */
export interface ScheduleState {
  readonly name: string;
  /** How many steps were made. */
  readonly step: number;
  /** Base rates of the groups, and the current ones. */
  readonly baseRates: readonly number[];
  readonly rates: readonly number[];
  /** Further counters of this kind of schedule. */
  readonly counts?: Readonly<Record<string, number>>;
  /** The schedules inside. */
  readonly schedules?: readonly ScheduleState[];
}

/** Rates before any schedule, and the last that a schedule wrote: a rate that differs was set by hand and counts as new. */
const written = new WeakMap<ScheduledGroup, { readonly base: number; last: number }>();

/**
 * Changes an optimizer's learning rates during training: call `step()` after each optimizer step or after each epoch, depending
 * on the unit of its settings. A subclass computes the next rate from the last one, so that schedules can be chained. The first
 * rates are set by the constructor.
 */
export abstract class Schedule {
  readonly optimizer: Scheduled;
  /** Rates of the groups before any schedule. */
  protected baseRates: readonly number[];
  #step = 0;

  /**
   * @throws {@link ArgumentError} if `optimizer` has no groups.
   */
  constructor(optimizer: Scheduled) {
    this.optimizer = optimizer;
    if (!Array.isArray(optimizer?.groups)) {
      throw new ArgumentError(this.name, { expected: 'an optimizer with groups', received: optimizer });
    }
    this.baseRates = optimizer.groups.map(baseRateOf);
  }

  /** The name in messages and saved states. Ours say it in words, as bundlers shorten class names. */
  get name(): string {
    return this.constructor.name;
  }

  /** The rate of a group in force at a step, from the rate before it; step 0 is the start. */
  protected abstract next(rate: number, step: number, group: number): number;

  /** Momentum (β₁ of Adam and its kin) in force at a step; undefined leaves it alone. */
  protected momentumAt(_step: number): number | undefined {
    return undefined;
  }

  /** Steps made so far. */
  get stepCount(): number {
    return this.#step;
  }

  /** The groups that were there when this schedule was made. */
  private get driven(): readonly ScheduledGroup[] {
    return this.optimizer.groups.slice(0, this.baseRates.length);
  }

  /** The current rates, one a group. */
  get rates(): readonly number[] {
    return this.driven.map((group) => group.settings.learningRate);
  }

  /**
   * Sets the next rates.
   * @param _metric - What `ReduceLROnPlateau` watches; others need none.
   */
  step(_metric?: number): void {
    const step = this.#step + 1;
    this.moveTo(
      step,
      this.rates.map((rate, i) => this.next(rate, step, i)),
    );
  }

  /** Starts again from the base rates. */
  restart(): void {
    this.startFrom(this.baseRates);
  }

  /** Step count, rates and further counters; not the settings, which the code sets. */
  stateDict(): ScheduleState {
    return { name: this.name, step: this.#step, baseRates: this.baseRates, rates: this.rates };
  }

  /**
   * Restores the state of another schedule of the same kind and settings, and sets the optimizer's rates.
   * @throws {@link ArgumentError} if the state is another kind's, or has rates for another number of groups.
   */
  loadStateDict(saved: ScheduleState): void {
    checkArgument(
      `${this.name}.loadStateDict`,
      'the state',
      saved,
      'record',
      'Pass what stateDict() returned.',
    );
    this.checkState(saved);
    this.restore(saved);
  }

  /** @internal Sets step 0 from given rates. */
  startFrom(rates: readonly number[]): void {
    this.moveTo(
      0,
      rates.map((rate, i) => this.next(rate, 0, i)),
    );
  }

  /** @internal Throws unless a state fits. */
  checkState(saved: ScheduleState): void {
    const subject = `${this.name}.loadStateDict`;
    if (saved.name !== this.name) {
      throw new ArgumentError(subject, { expected: `state of ${this.name}`, received: saved.name });
    }
    const count = this.driven.length;
    if (saved.rates.length !== count || saved.baseRates.length !== count) {
      throw new ArgumentError(subject, {
        expected: `rates of ${count} groups`,
        received: saved.rates.length,
      });
    }
  }

  /** @internal Takes over a state that fits. */
  restore(saved: ScheduleState): void {
    this.baseRates = [...saved.baseRates];
    this.moveTo(saved.step, saved.rates);
  }

  /** Sets the step, the rates, and the momentum if this schedule changes it. */
  protected moveTo(step: number, rates: readonly number[]): void {
    this.#step = step;
    const momentum = this.momentumAt(step);
    for (const [i, group] of this.driven.entries()) {
      group.settings = { ...group.settings, learningRate: rates[i]! };
      if (momentum !== undefined) setMomentum(group, momentum);
      written.set(group, { base: this.baseRates[i]!, last: rates[i]! });
    }
  }

  /** Throws an `ArgumentError` unless a setting is right. */
  protected require(expected: string, holds: boolean, received: unknown): void {
    if (!holds) throw new ArgumentError(this.name, { expected, received });
  }

  /** Throws an `ArgumentError` unless a setting is a number of steps, an integer of at least `least`. */
  protected requireSteps(setting: string, value: number, least = 1): void {
    this.require(
      `${setting} to be an integer of at least ${least}`,
      Number.isInteger(value) && value >= least,
      value,
    );
  }

  /** One value for each group. */
  protected perGroup<T>(setting: string, value: T | readonly T[]): readonly T[] {
    const { groups } = this.optimizer;
    const values = Array.isArray(value) ? (value as readonly T[]) : groups.map(() => value as T);
    this.require(
      `${setting} for each of ${groups.length} groups`,
      values.length === groups.length,
      values.length,
    );
    return values;
  }

  /** Whether to change momentum: by default if the optimizer has one. */
  protected drivesMomentum(wanted: boolean | undefined): boolean {
    const has = this.optimizer.groups.every((group) => momentumOf(group) !== undefined);
    this.require(
      'an optimizer with momentum or betas for cycleMomentum',
      has || wanted !== true,
      'one without',
    );
    return wanted ?? has;
  }
}

function baseRateOf(group: ScheduledGroup): number {
  const before = written.get(group);
  return before?.last === group.settings.learningRate ? before.base : group.settings.learningRate;
}
