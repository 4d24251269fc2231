import { ArgumentError, checkArgument } from '@neurona/backend';
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
}

/**
 * Freezes and unfreezes parts of a model at given epochs, as in gradual unfreezing from the last layers to the first. It uses
 * `model.freeze`: a frozen batch norm keeps its statistics. Parts that are frozen at the end stay frozen.
 * @param changes - In the order in which they apply within an epoch.
 * @throws {@link ArgumentError} if an epoch is not an integer of at least 0; at the start if a pattern matches nothing.
 * @example
 * new FreezeSchedule([
 *   { epoch: 0, freeze: 'backbone' },
 *   { epoch: 3, unfreeze: 'backbone.layer4' },
 *   { epoch: 6, unfreeze: /^backbone/ },
 * ]).changes.length; // => 3
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
      const { epoch } = checkArgument('FreezeSchedule', 'a change', change, 'record');
      if (Number.isInteger(epoch) && epoch >= 0) continue;
      throw new ArgumentError('FreezeSchedule', {
        expected: 'epochs to be integers of at least 0',
        received: epoch,
      });
    }
  }

  onStart(state: TrainingState): void {
    for (const { freeze, unfreeze } of this.changes) {
      for (const pattern of [freeze, unfreeze]) if (pattern !== undefined) checkMatches(state.model, pattern);
    }
    this.apply(state, (epoch) => epoch <= state.epoch);
  }

  onEpochStart(state: TrainingState): void {
    this.apply(state, (epoch) => epoch === state.epoch);
  }

  private apply({ model }: TrainingState, isDue: (epoch: number) => boolean): void {
    const due = this.changes.filter(({ epoch }) => isDue(epoch)).sort((a, b) => a.epoch - b.epoch);
    for (const { freeze, unfreeze } of due) {
      if (freeze !== undefined) model.freeze(freeze);
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
