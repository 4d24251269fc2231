import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type SavedState, savedArray, savedTexts } from '../saved-state.js';
import {
  checkDifferentNames,
  type FittedState,
  type NamedColumn,
  TableTransformer,
} from './table-transformer.js';

/** Columns of a table and their transformers. */
export interface ColumnStep {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** One transformer, or several that follow one another. */
  readonly apply: TableTransformer | readonly TableTransformer[];
}

/** Settings of {@link ColumnTransformer}. */
export interface ColumnTransformerOptions {
  /** Columns that no step names: dropped, passed through, or transformed. Default 'drop'. */
  readonly remainder?: 'drop' | 'passthrough' | TableTransformer;
}

const columnTransformerOptions: OptionTable<ColumnTransformerOptions> = { remainder: 'drop' };

/** What {@link ColumnTransformer} learns. */
export interface ColumnTransformerState {
  /** For each step the states of its transformers; the remainder is the last step. */
  readonly steps: readonly (readonly FittedState[])[];
  /** Columns that no step names. */
  readonly rest: readonly string[];
}

/**
 * Transforms each column of a table with its own transformers and concatenates the results: `[N, D]` numbers for a network,
 * with their names. The given transformers are not changed; what they learn is in this one's state.
 * @throws {@link ArgumentError} if the table lacks a column, or two results have the same name.
 * @example
 * const people = table({ age: [20, NaN, 40], city: ['Lima', 'Oslo', 'Lima'] });
 * const features = new ColumnTransformer([
 *   { columns: ['age'], apply: [new SimpleImputer(), new StandardScaler()] },
 *   { columns: ['city'], apply: new OneHotEncoder({ unknown: 'ignore' }) },
 * ]).fit(people);
 * features.featureNames; // => ['age', 'city_Lima', 'city_Oslo']
 * features.transform(table({ age: [40], city: ['Quito'] })).values; // => [1.2247, 0, 0]
 */
export class ColumnTransformer extends TableTransformer<ColumnTransformerState> {
  override readonly type = 'ColumnTransformer';
  readonly steps: readonly ColumnStep[];
  readonly remainder: 'drop' | 'passthrough' | TableTransformer;

  constructor(steps: readonly ColumnStep[], options: ColumnTransformerOptions = {}) {
    super();
    checkOptions('ColumnTransformer', options, columnTransformerOptions);
    this.steps = steps;
    this.remainder = options.remainder ?? 'drop';
  }

  override learn(columns: readonly NamedColumn[]): ColumnTransformerState {
    const named = new Set(this.steps.flatMap((step) => step.columns));
    const rest = columns.map(({ name }) => name).filter((name) => !named.has(name));
    const outputs: NamedColumn[] = [];
    const steps = this.#chains(rest).map(({ names, chain }) => {
      let current: readonly NamedColumn[] = this.#pick(columns, names);
      const states = chain.map((transformer) => {
        const state = transformer.learnState(current);
        current = transformer.applyState(current, state);
        return state;
      });
      outputs.push(...current);
      return states;
    });
    checkDifferentNames(
      this.type,
      outputs.map(({ name }) => name),
    );
    return { steps, rest };
  }

  override apply(columns: readonly NamedColumn[], { steps, rest }: ColumnTransformerState): NamedColumn[] {
    return this.#chains(rest).flatMap(({ names, chain }, i) =>
      chain.reduce<readonly NamedColumn[]>(
        (current, transformer, j) => transformer.applyState(current, steps[i]![j]!),
        this.#pick(columns, names),
      ),
    );
  }

  override restore(saved: SavedState, inputs: readonly string[]): ColumnTransformerState {
    const rest = savedTexts(this.type, saved, 'rest');
    const known = inputs.map((name) => ({ name, values: [] }));
    const chains = this.#chains(rest);
    const steps = savedArray(this.type, saved, 'steps', chains.length).map((states, i) =>
      savedArray(this.type, { states }, 'states', chains[i]!.chain.length).map((state, j) =>
        chains[i]!.chain[j]!.restoreState(state),
      ),
    );
    for (const { names } of chains) this.#pick(known, names);
    return { steps, rest };
  }

  /** The chains of transformers, that of the remainder last. */
  #chains(rest: readonly string[]): { names: readonly string[]; chain: readonly TableTransformer[] }[] {
    const chains = this.steps.map(({ columns, apply }) => ({
      names: columns,
      chain: apply instanceof TableTransformer ? [apply] : apply,
    }));
    if (this.remainder === 'drop' || rest.length === 0) return chains;
    return [...chains, { names: rest, chain: this.remainder === 'passthrough' ? [] : [this.remainder] }];
  }

  #pick(columns: readonly NamedColumn[], names: readonly string[]): NamedColumn[] {
    const byName = new Map(columns.map((one) => [one.name, one]));
    return names.map((name) => {
      const found = byName.get(name);
      if (found) return found;
      throw new ArgumentError(this.type, {
        expected: `one of the columns ${columns.map((one) => one.name).join(', ')}`,
        received: `"${name}"`,
      });
    });
  }
}
