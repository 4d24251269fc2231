import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { checkIndex } from '../../dataset.js';
import type { TextPairs } from '../../text/text-pairs.js';
import { englishNumber } from './english-numbers.js';
import { spanishNumber } from './spanish-numbers.js';

/** A language in which numbers have names here: Spanish or English. */
export type NumberLanguage = 'es' | 'en';

/** Settings of {@link numberNames}. */
export interface NumberNamesOptions {
  /** The first number, default 0. */
  readonly from?: number;
  /** The last number, at most 999,999, which is the default. */
  readonly to?: number;
}

const numberNamesOptions: OptionTable<NumberNamesOptions> = { from: 0, to: 1 };

const most = 999_999;
const names = { es: spanishNumber, en: englishNumber };

/**
 * The name of a number, in the words with which one counts. Spanish follows the Real Academia Española: "veintidós", "treinta y un
 * mil", "quinientos"; English is the American form without "and". Both agree with Unicode's rules (CLDR, `spellout-numbering`) for
 * every number from 0 to 999,999.
 * @param n - An integer from 0 to 999,999.
 * @throws {@link ArgumentError} if the number is out of range, or the language is another.
 * @example
 * numberName(1234, 'es'); // => 'mil doscientos treinta y cuatro'
 * numberName(21_101, 'es'); // => 'veintiún mil ciento uno'
 * numberName(1234, 'en'); // => 'one thousand two hundred thirty-four'
 * @see Real Academia Española, "Diccionario panhispánico de dudas", article "cardinales"
 */
export function numberName(n: number, language: NumberLanguage): string {
  if (!Object.hasOwn(names, language)) {
    throw new ArgumentError('numberName', { expected: "language 'es' or 'en'", received: language });
  }
  if (Number.isInteger(n) && n >= 0 && n <= most) return names[language](n);
  throw new ArgumentError('numberName', { expected: 'an integer from 0 to 999,999', received: n });
}

/**
 * Numbers in digits with their names: pairs to translate. {@link tokenizePairs} makes a data set of them.
 * @throws {@link ArgumentError} if the numbers are out of range or the language is another.
 * @example
 * const pairs = numberNames('es');
 * [pairs.length, pairs.get(31)]; // => [1000000, ['31', 'treinta y uno']]
 */
export function numberNames(language: NumberLanguage, options: NumberNamesOptions = {}): TextPairs {
  const { from = 0, to = most } = checkOptions('numberNames', options, numberNamesOptions);
  numberName(from, language);
  numberName(to, language);
  if (from > to) throw new ArgumentError('numberNames', { expected: `to of at least ${from}`, received: to });
  const length = to - from + 1;
  return {
    length,
    get(index) {
      checkIndex('numberNames', index, length);
      return [String(from + index), numberName(from + index, language)];
    },
  };
}
