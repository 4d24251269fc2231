import { closest, distance } from 'fastest-levenshtein';
import { ArgumentError, describeValue } from './errors.js';
import { foreignNames, foreignSizes } from './foreign-names.js';

/**
 * Every option of a call by name, with its default, or with a sample value where it has none. When a bare value is passed in place of
 * options, the error message suggests the first option of the same type. The compiler checks that no option is missing.
 */
export type OptionTable<Options> = { readonly [Name in keyof Options]-?: Options[Name] | undefined };

/** Options with defaults filled in. */
export type WithDefaults<Options, Defaults> = {
  readonly [Name in keyof Options]-?:
    | Exclude<Options[Name], undefined>
    | (Name extends keyof Defaults ? Extract<Defaults[Name], undefined> : undefined);
};

/**
 * Checks that options are an object with names from the table only. An option that is undefined counts as omitted.
 *
 * @param subject - Name of the called function or class, for the message.
 * @param options - The options as passed.
 * @param table - All known options; one constant beside the interface.
 * @returns the options.
 * @throws {@link ArgumentError} if they are no object, or one isn't in the table; the message suggests the closest name.
 * @example
 * interface PoolOptions { readonly stride?: number }
 * const poolOptions: OptionTable<PoolOptions> = { stride: 2 };
 * checkOptions<PoolOptions>('pool', { stride: 3 }, poolOptions).stride; // => 3
 */
export function checkOptions<Options extends object>(
  subject: string,
  options: Options,
  table: OptionTable<NoInfer<Options>>,
): Options {
  if (typeof options !== 'object' || options === null) throw noOptions(subject, options, table);
  for (const name in options)
    if (!Object.hasOwn(table, name)) throw noSuchOption(subject, options, name, table);
  const prototype = Object.getPrototypeOf(options);
  if (prototype !== Object.prototype && !isRecord(options, table)) throw noOptions(subject, options, table);
  return options;
}

/**
 * Returns the options with defaults filled in, after {@link checkOptions}.
 *
 * @param subject - Name of the called function or class, for the message.
 * @param options - The options as passed.
 * @param defaults - All known options with their defaults, undefined where there is none.
 * @throws {@link ArgumentError} if they are no object, or one isn't among the defaults.
 * @example
 * interface PoolOptions { readonly stride?: number; readonly padding?: number }
 * withDefaults<PoolOptions, Required<PoolOptions>>('pool', { stride: 3 }, { stride: 2, padding: 0 }).padding; // => 0
 */
export function withDefaults<Options extends object, Defaults extends OptionTable<Options>>(
  subject: string,
  options: Options,
  defaults: Defaults,
): WithDefaults<Options, Defaults> {
  checkOptions<Options>(subject, options, defaults);
  const all: Record<string, unknown> = { ...defaults };
  for (const name in options) if (options[name] !== undefined) all[name] = options[name];
  return all as WithDefaults<Options, Defaults>;
}

/** Whether an object that isn't a literal may hold options: it has one, or is a record of another realm or made from one. */
const isRecord = (options: object, table: object): boolean =>
  Object.getPrototypeOf(options) === null ||
  options.constructor?.name === 'Object' ||
  Object.keys(table).some((name) => name in options);

function noOptions(subject: string, received: unknown, table: object): ArgumentError {
  const kind = kindOf(received);
  const all = Object.entries(table);
  const meant =
    all.find(([, sample]) => kindOf(sample) === kind) ??
    all.find(([, sample]) => kind === 'list' && typeof sample === 'number');
  const names = Object.keys(table);
  return new ArgumentError(subject, {
    expected: 'an object of options',
    received,
    hint:
      meant && received !== null && received !== undefined
        ? `Write { ${meant[0]}: ${written(received)} }.`
        : names.length === 0
          ? 'It has none.'
          : `Its options are ${listed(names)}.`,
  });
}

/** Type of a value: `number`, `list`, … */
const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);

const written = (value: unknown): string => {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'function' ? value.name || '…' : describeValue(value);
};

function noSuchOption(subject: string, options: object, name: string, table: object): ArgumentError {
  if (!isRecord(options, {})) return noOptions(subject, options, table);
  const names = Object.keys(table);
  return new ArgumentError(subject, {
    expected: names.length === 0 ? 'no options' : `options among ${listed(names)}`,
    received: name,
    hint: meantBy(name, names),
  });
}

/** One sentence that suggests the closest option, undefined where none is close. */
function meantBy(name: string, names: readonly string[]): string | undefined {
  const plain = squashed(name);
  const known = foreignNames.get(plain)?.find((ours) => names.includes(ours));
  if (known) return `${name} is called ${known} here.`;
  const size = foreignSizes.get(plain);
  if (size && !names.includes(size)) return `${size} is an argument before the options.`;
  const near = nearest(plain, names);
  return near && `Did you mean ${near}?`;
}

function nearest(plain: string, names: readonly string[]): string | undefined {
  const squashedNames = names.map(squashed);
  const part = squashedNames.findIndex(
    (one) => Math.min(one.length, plain.length) > 2 && (one.includes(plain) || plain.includes(one)),
  );
  if (part >= 0) return names[part];
  if (names.length === 0) return undefined;
  const near = closest(plain, squashedNames);
  const far = Math.ceil(plain.length / 3);
  return distance(plain, near) <= far ? names[squashedNames.indexOf(near)] : undefined;
}

const squashed = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'none') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
