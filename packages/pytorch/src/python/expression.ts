// internal: Python expressions

/** A Python value: a number, text, `None`, a tuple, a call, or a name. */
export type Python = number | boolean | string | null | readonly Python[] | Call | Name;

/** An argument of a call; one that is its fallback isn't written. */
export interface Argument {
  readonly name: string;
  readonly value: Python;
  readonly fallback?: Python | undefined;
  readonly isPositional: boolean;
}

/** A call, as of a class. */
export interface Call {
  readonly callee: string;
  readonly args: readonly Argument[];
}

/** A name, or any other expression, as it is written. */
export interface Name {
  readonly name: string;
}

/**
 * A call of a class with positional arguments by name, and others with the value they have if they are left out.
 * @param positional - What is written first, in order.
 * @param named - Value and fallback of each.
 */
export const call = (
  callee: string,
  positional: Readonly<Record<string, Python>> = {},
  named: Readonly<Record<string, readonly [value: Python, fallback?: Python]>> = {},
): Call => ({
  callee,
  args: [
    ...Object.entries(positional).map(([name, value]) => ({ name, value, isPositional: true })),
    ...Object.entries(named).map(([name, [value, fallback]]) => ({
      name,
      value,
      fallback,
      isPositional: false,
    })),
  ],
});

/** A call with items that have no names, as those of `nn.Sequential`. */
export const callOf = (callee: string, items: readonly Python[]): Call =>
  call(callee, Object.fromEntries(items.map((item, i) => [String(i), item])));

/** A list. */
export const listOf = (items: readonly Python[]): Call => callOf('', items);

export const isCall = (value: Python): value is Call =>
  typeof value === 'object' && value !== null && 'callee' in value;

const isName = (value: Python): value is Name =>
  typeof value === 'object' && value !== null && 'name' in value;

export const isTuple = (value: Python): value is readonly Python[] => Array.isArray(value);

export const isSame = (a: Python, b: Python): boolean => JSON.stringify(a) === JSON.stringify(b);

const widest = 110;

/** The text of an expression, over several lines where one is too long. */
export function written(value: Python, indent = ''): string {
  const line = inline(value);
  if (indent.length + line.length <= widest || !isCall(value)) return line;
  const items = itemsOf(value).map(
    ([prefix, item]) => `${indent}    ${prefix}${written(item, `${indent}    `)},`,
  );
  const [open, close] = bracketsOf(value);
  return `${value.callee}${open}\n${items.join('\n')}\n${indent}${close}`;
}

/** A list, and a list of modules, which is one argument. */
const bracketsOf = ({ callee }: Call): readonly [string, string] => {
  if (callee === '') return ['[', ']'];
  return callee === 'nn.ModuleList' ? ['([', '])'] : ['(', ')'];
};

function inline(value: Python): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isName(value)) return value.name;
  if (isTuple(value)) return `(${value.map(inline).join(', ')}${value.length === 1 ? ',' : ''})`;
  const [open, close] = bracketsOf(value);
  const items = itemsOf(value).map(([prefix, item]) => prefix + inline(item));
  return value.callee + open + items.join(', ') + close;
}

const number = (value: number): string => {
  if (Number.isNaN(value)) return 'float("nan")';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'float("inf")' : '-float("inf")';
};

/** Arguments as they are written, equal items in sequence as one. */
function itemsOf({ args }: Call): (readonly [prefix: string, value: Python])[] {
  const shown = args.filter(({ value, fallback }) => fallback === undefined || !isSame(value, fallback));
  const items: (readonly [string, Python])[] = [];
  for (let i = 0; i < shown.length; ) {
    const { name, value, isPositional } = shown[i]!;
    const next = shown.findIndex((other, k) => k > i && !(other.isPositional && isSame(other.value, value)));
    const count = isPositional && isCall(value) ? (next === -1 ? shown.length : next) - i : 1;
    if (count < 3) items.push([isPositional ? '' : `${name}=`, value]);
    else items.push(['', { name: `*(${inline(value)} for _ in range(${count}))` }]);
    i += count < 3 ? 1 : count;
  }
  return items;
}
