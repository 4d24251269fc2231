// internal: one class for several instances, with arguments where they differ
//
// Plotkin, "A Note on Inductive Generalization", 1970: the least general expression of which all are instances. Values that differ in the
// same way share an argument.
import { type Argument, type Call, isCall, isSame, isTuple, type Python } from './expression.js';

/** Expressions by field, of all instances as one, and what the arguments are in each instance. */
export interface General {
  readonly fields: Readonly<Record<string, Python>>;
  readonly parameters: readonly string[];
  /** Values of the parameters, by instance. */
  readonly values: readonly (readonly Python[])[];
}

/** Generalises the fields of instances; a field that an instance lacks is `None` there. */
export function generalise(instances: readonly Readonly<Record<string, Python>>[]): General {
  const names = new Set(instances.flatMap((fields) => Object.keys(fields)));
  const known = new Map<string, string>();
  const parameters: string[] = [];
  const columns: (readonly Python[])[] = [];

  const variable = (values: readonly Python[], place: readonly string[]): Python => {
    const key = JSON.stringify(values);
    let name = known.get(key);
    if (name === undefined) {
      name = freeName(place, parameters, names);
      known.set(key, name);
      parameters.push(name);
      columns.push(values);
    }
    return { name };
  };

  const merge = (values: readonly Python[], place: readonly string[]): Python => {
    const [first] = values as readonly [Python];
    if (values.every((value) => isSame(value, first))) return first;
    if (values.every((value) => isCall(value) && isAlike(value, first as Call))) {
      const calls = values as readonly Call[];
      const args = (first as Call).args.map((arg, i): Argument => {
        const value = merge(
          calls.map((one) => one.args[i]!.value),
          [...place, arg.name],
        );
        return { ...arg, value };
      });
      return { ...(first as Call), args };
    }
    if (values.every((value) => isTuple(value) && value.length === (first as readonly Python[]).length)) {
      const tuples = values as readonly (readonly Python[])[];
      return tuples[0]!.map((_, i) =>
        merge(
          tuples.map((tuple) => tuple[i]!),
          [...place, String(i)],
        ),
      );
    }
    return variable(values, place);
  };

  const fields = Object.fromEntries(
    Array.from(names, (name) => [
      name,
      merge(
        instances.map((fields) => fields[name] ?? null),
        [name],
      ),
    ]),
  );
  return { fields, parameters, values: instances.map((_, i) => columns.map((column) => column[i]!)) };
}

const isAlike = (a: Call, b: Call): boolean =>
  a.callee === b.callee &&
  a.args.length === b.args.length &&
  a.args.every(({ name }, i) => name === b.args[i]!.name);

/** The shortest end of a place that is no parameter yet: `in_channels`, else `conv2_in_channels`. */
function freeName(place: readonly string[], taken: readonly string[], fields: ReadonlySet<string>): string {
  const words = place.filter((word) => !/^\d+$/.test(word));
  const last = words.at(-1)!;
  const names = [last, [words[0], last].join('_'), words.join('_'), place.join('_')];
  const isFree = (name: string): boolean =>
    /^[a-z_]\w*$/i.test(name) && !taken.includes(name) && (!fields.has(name) || place.length === 1);
  const free = names.find(isFree);
  if (free !== undefined) return free;
  for (let i = 2; ; i++) if (isFree(`${names[1]}${i}`)) return `${names[1]}${i}`;
}
