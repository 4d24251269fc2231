import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import type { Callback, TrainingState } from './callback.js';

/** Parameters by path: a string matches the beginning of the path. */
export type PathPattern = string | RegExp;

/** A change at the beginning of an epoch. */
export interface FreezeChange {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** Parameters to freeze. */
  readonly freeze?: PathPattern;
  /** Parameters to unfreeze. */
  readonly unfreeze?: PathPattern;
  /** The last stage to freeze, of a model that names its stages: those before it are frozen too. */
  readonly freezeThrough?: string;
  /** The first stage to unfreeze, of a model that names its stages: those after it are unfrozen too. */
  readonly unfreezeFrom?: string;
}

const changeFields: OptionTable<FreezeChange> = {
  epoch: 0,
  freeze: undefined,
  unfreeze: undefined,
  freezeThrough: undefined,
  unfreezeFrom: undefined,
};

/** A model that names its stages from its input to its output, as the networks of `@neurona/cnn`. */
interface StagedModel extends AnyModule {
  readonly stages: Readonly<Record<string, readonly string[]>>;
  freezeThrough(stage: string): unknown;
  unfreezeFrom(stage: string): unknown;
}

/**
 * Freezes and unfreezes parts of a model at given epochs, as in gradual unfreezing from the last layers to the first. It uses
 * `model.freeze`: a frozen batch norm keeps its statistics. Parts that are frozen at the end stay frozen. Models that name their stages, as
 * those of `@neurona/cnn`, are frozen from the front and unfrozen from the end by these names: `freezeThrough`, `unfreezeFrom`.
 * @param changes - In the order in which they apply within an epoch.
 * @throws {@link ArgumentError} if an epoch is not an integer of at least 0, or a change has other fields; at the start if a pattern
 * matches nothing, or the model has no such stage.
 * @example
 * new FreezeSchedule([
 *   { epoch: 0, freeze: 'backbone' },
 *   { epoch: 3, unfreeze: 'backbone.layer4' },
 *   { epoch: 6, unfreeze: /^backbone/ },
 * ]).changes.length; // => 3
 * new FreezeSchedule([
 *   { epoch: 0, freezeThrough: 'stage5' }, // of VGG: the head learns
 *   { epoch: 2, unfreezeFrom: 'stage5' },
 * ]).changes.length; // => 2
 * @see Howard, Ruder, "Universal Language Model Fine-tuning for Text Classification", 2018, arXiv:1801.06146
 */
export class FreezeSchedule implements Callback {
  readonly order: number = -10; // before others look at the parameters
  readonly changes: readonly FreezeChange[];

  constructor(changes: readonly FreezeChange[]) {
    this.changes = checkArgument(
      'FreezeSchedule',
      'changes',
      changes,
      'list',
      'Write [{ epoch: 0, freeze: /backbone/ }].',
    );
    for (const change of changes) {
      const given = checkArgument('FreezeSchedule', 'a change', change, 'record');
      const { epoch } = checkOptions('FreezeSchedule', given, changeFields);
      if (Number.isInteger(epoch) && epoch >= 0) continue;
      throw new ArgumentError('FreezeSchedule', {
        expected: 'epochs to be integers of at least 0',
        received: epoch,
      });
    }
  }

  onStart(state: TrainingState): void {
    for (const { freeze, unfreeze, freezeThrough, unfreezeFrom } of this.changes) {
      for (const pattern of [freeze, unfreeze]) if (pattern !== undefined) checkMatches(state.model, pattern);
      for (const stage of [freezeThrough, unfreezeFrom]) if (stage !== undefined) staged(state.model, stage);
    }
    this.apply(state, (epoch) => epoch <= state.epoch);
  }

  onEpochStart(state: TrainingState): void {
    this.apply(state, (epoch) => epoch === state.epoch);
  }

  private apply({ model }: TrainingState, isDue: (epoch: number) => boolean): void {
    const due = this.changes.filter(({ epoch }) => isDue(epoch)).sort((a, b) => a.epoch - b.epoch);
    for (const { freeze, unfreeze, freezeThrough, unfreezeFrom } of due) {
      if (freezeThrough !== undefined) staged(model, freezeThrough).freezeThrough(freezeThrough);
      if (freeze !== undefined) model.freeze(freeze);
      if (unfreezeFrom !== undefined) staged(model, unfreezeFrom).unfreezeFrom(unfreezeFrom);
      if (unfreeze !== undefined) model.unfreeze(unfreeze);
    }
  }
}

/**
 * Keeps a part of a model frozen until a given epoch: a new head is trained first, then everything.
 * @param epoch - The first epoch, from 0, in which the part is trained.
 * @param pattern - Parameters by path.
 * @throws {@link ArgumentError} if the epoch is not an integer of at least 0; at the start if the pattern matches nothing.
 * @example
 * new FreezeUntil(2, 'encoder').changes; // => [{ epoch: 0, freeze: 'encoder' }, { epoch: 2, unfreeze: 'encoder' }]
 */
export class FreezeUntil extends FreezeSchedule {
  constructor(epoch: number, pattern: PathPattern) {
    super([
      { epoch: 0, freeze: pattern },
      { epoch, unfreeze: pattern },
    ]);
  }
}

const matches = (path: string, pattern: PathPattern): boolean =>
  typeof pattern === 'string' ? path.startsWith(pattern) : pattern.test(path);

function checkMatches(model: AnyModule, pattern: PathPattern): void {
  const paths = Array.from(model.namedParameters(), ([path]) => path);
  if (paths.some((path) => matches(path, pattern))) return;
  throw new ArgumentError('FreezeSchedule', {
    expected: 'a pattern that matches a parameter',
    received: String(pattern),
    where: `parameters ${paths.slice(0, 6).join(', ')}${paths.length > 6 ? ', …' : ''}`,
  });
}

/** The model, if it has a stage of this name. */
function staged(model: AnyModule, stage: string): StagedModel {
  const { stages, freezeThrough, unfreezeFrom } = model as unknown as Partial<StagedModel>;
  const isStaged = typeof freezeThrough === 'function' && typeof unfreezeFrom === 'function';
  const names = isStaged && typeof stages === 'object' ? Object.keys(stages) : [];
  if (names.includes(stage)) return model as unknown as StagedModel;
  throw new ArgumentError('FreezeSchedule', {
    expected:
      names.length > 0 ? `a stage of the model, ${names.join(', ')}` : 'a model that names its stages',
    received: names.length > 0 ? stage : model.kind,
    hint: "Name parameters instead, as freeze: 'encoder'.",
  });
}
