import { ArgumentError, checkArgument } from '@neurona/backend';
import { type HostArray, hostArray, isHostArray } from '../host-array.js';
import { savedCategories, savedObject } from '../saved-state.js';
import { categoriesOf, placesOf, sortedCategories, unknownCategory } from './categories.js';
import type { TableColumn } from './table.js';

/** What {@link LabelEncoder} learns, as plain JSON. */
export interface LabelEncoderState {
  readonly type: 'LabelEncoder';
  readonly classes: readonly (string | number)[];
}

/**
 * Encodes the values of a target as class indices in sorted order, from 0, as scikit-learn does.
 *
 * Shape: a column of N values → int32 `[N]`.
 * @throws {@link ArgumentError} if a value is missing, or was not seen in `fit`.
 * @example
 * const encoder = new LabelEncoder().fit(['setosa', 'virginica', 'setosa']);
 * encoder.transform(['virginica', 'setosa']).values; // => [1, 0]
 * encoder.inverseTransform([0, 1]); // => ['setosa', 'virginica']
 */
export class LabelEncoder {
  #classes: readonly (string | number)[] | undefined;

  /** Learns the classes. */
  fit(values: TableColumn): this {
    checkArgument('LabelEncoder.fit', 'values', values, 'list');
    const found = sortedCategories(categoriesOf(values));
    if (found.length === 0 || found.includes(null)) {
      throw new ArgumentError('LabelEncoder.fit', {
        expected: 'a class for each example',
        received: found.length === 0 ? 'no values' : 'missing values',
        hint: 'Leave out rows without a class (selectRows).',
      });
    }
    this.#classes = found as (string | number)[];
    return this;
  }

  /** The numbers of classes. */
  transform(values: TableColumn): HostArray {
    const { classes } = this;
    const placeOf = placesOf(classes);
    checkArgument('LabelEncoder.transform', 'values', values, 'list');
    const numbers = categoriesOf(values).map((one) => {
      const place = placeOf(one);
      if (place === undefined) throw unknownCategory('LabelEncoder', 'target', one, classes);
      return place;
    });
    return hostArray(Int32Array.from(numbers));
  }

  /** Learns the classes and returns their numbers. */
  fitTransform(values: TableColumn): HostArray {
    return this.fit(values).transform(values);
  }

  /** The classes of these numbers. */
  inverseTransform(numbers: HostArray | ArrayLike<number>): (string | number)[] {
    const { classes } = this;
    const list = isHostArray(numbers) ? numbers.values : numbers;
    return Array.from(checkArgument('LabelEncoder.inverseTransform', 'numbers', list, 'list'), (number) => {
      const one = classes[number];
      if (one !== undefined) return one;
      throw new ArgumentError('LabelEncoder.inverseTransform', {
        expected: `class numbers from 0 to ${classes.length - 1}`,
        received: number,
      });
    });
  }

  /** The classes in the order of their numbers. */
  get classes(): readonly (string | number)[] {
    if (this.#classes) return this.#classes;
    throw new ArgumentError('LabelEncoder', {
      expected: 'to be fitted',
      received: 'no classes',
      hint: 'Call fit with the targets of the training set, or loadStateDict.',
    });
  }

  /** The classes as strings, for reports and `ArrayDataset`. */
  get classNames(): string[] {
    return this.classes.map(String);
  }

  /** The classes as plain JSON. */
  stateDict(): LabelEncoderState {
    return { type: 'LabelEncoder', classes: [...this.classes] };
  }

  /**
   * Restores classes, as read from JSON.
   * @throws {@link ArgumentError} if they are none.
   */
  loadStateDict(state: object): this {
    const saved = savedObject('LabelEncoder', state, 'a state of LabelEncoder');
    const { classes } = saved;
    const [found] = savedCategories('LabelEncoder', { classes: [classes] }, 'classes', 1);
    if (saved.type !== 'LabelEncoder' || found!.length === 0 || found!.includes(null)) {
      throw new ArgumentError('LabelEncoder.loadStateDict', {
        expected: 'a state of LabelEncoder with classes',
        received: state,
      });
    }
    this.#classes = found as (string | number)[];
    return this;
  }
}
