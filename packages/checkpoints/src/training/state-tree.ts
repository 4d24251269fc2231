// internal: how a tree of plain values and tensors becomes named arrays and JSON, and back
import { ArgumentError } from '@neurona/backend';
import { type HostArray, hostArray, isHostArray } from '@neurona/datasets';
import { isTensor, type Tensor } from '@neurona/tensor';

/** A tree taken apart: its arrays by name, and JSON in which their names stand. */
export interface FlatTree {
  readonly arrays: Readonly<Record<string, HostArray>>;
  readonly json: string;
}

/** What an array was in the tree. */
export type ArrayKind = 'tensor' | 'array' | 'values';

const markers = { tensor: '$tensor', array: '$array', values: '$values' } as const;
const numbers: readonly (readonly [string, number])[] = [
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
];

/** A tree may be so deep; one that holds itself has no end. */
const deepest = 256;

/** State out of a file that no tree becomes. */
export class DamagedTree extends Error {
  constructor(
    readonly expected: string,
    readonly received: string,
    /** Where in the tree, as `optimizers.main.state`. */
    readonly path: string,
  ) {
    super(`expected ${expected}, got ${received}`);
  }
}

/**
 * Takes a tree apart and waits for its tensors.
 * @throws {@link ArgumentError} if there is something in it that can't be saved, as a function or an instance of a class, or it is too deep.
 */
export async function flattenTree(subject: string, tree: object): Promise<FlatTree> {
  const pending: [name: string, values: Promise<HostArray>][] = [];
  const names = new Set<string>();
  const put = (path: readonly string[], kind: ArrayKind, values: HostArray | Promise<HostArray>): unknown => {
    let name = path.join('/') || 'value';
    while (names.has(name)) name += "'"; // where a key has a slash in it
    names.add(name);
    pending.push([name, Promise.resolve(values)]);
    return { [markers[kind]]: name };
  };
  const walk = (value: unknown, path: readonly string[]): unknown => {
    if (typeof value === 'number') return walkNumber(value);
    if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') {
      return value ?? (value === null ? null : { $undefined: true });
    }
    if (isTensor(value)) return put(path, 'tensor', read(value));
    if (isHostArray(value)) return put(path, 'array', value);
    if (value instanceof Float32Array || value instanceof Int32Array) {
      return put(path, 'values', hostArray(value));
    }
    if (path.length >= deepest) {
      throw new ArgumentError(subject, {
        expected: `records and lists in each other at most ${deepest} deep`,
        received: 'deeper ones',
        where: path.slice(0, 8).join('.'),
        hint: 'Does one of them hold itself?',
      });
    }
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, String(i)]));
    if (!isPlain(value)) {
      throw new ArgumentError(subject, {
        expected: 'tensors, arrays, numbers, strings and booleans, in records and lists',
        received: value,
        where: path.join('.'),
      });
    }
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const walked = Object.fromEntries(entries.map(([key, item]) => [key, walk(item, [...path, key])]));
    return entries.some(([key]) => key.startsWith('$')) ? { $record: walked } : walked;
  };
  const json = JSON.stringify(walk(tree, []));
  const arrays = pending.map(async ([name, values]) => [name, await values] as const);
  return { arrays: Object.fromEntries(await Promise.all(arrays)), json };
}

/**
 * Puts a tree together again; `revive` makes of each array what it was.
 * @throws {@link DamagedTree} if the text is none that {@link flattenTree} makes.
 */
export function buildTree(
  json: string,
  revive: (name: string, kind: ArrayKind) => unknown,
): Record<string, unknown> {
  const walk: Walk = (value, path) => {
    if (typeof value !== 'object' || value === null) return value;
    const place = path.slice(0, 8).join('.');
    if (path.length > deepest) throw new DamagedTree(`at most ${deepest} levels`, 'more', place);
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, String(i)]));
    const record = value as Readonly<Record<string, unknown>>;
    const [key, another] = Object.keys(record);
    if (!key?.startsWith('$')) return mapRecord(record, path, walk);
    const marked = record[key];
    if (another === undefined) {
      if (key === '$record' && isPlain(marked) && !Array.isArray(marked))
        return mapRecord(marked, path, walk);
      if (key === '$undefined' && marked === true) return undefined;
      const number = key === '$number' ? numbers.find(([name]) => name === marked) : undefined;
      if (number) return number[1];
      const kind = (Object.keys(markers) as ArrayKind[]).find((kind) => markers[kind] === key);
      if (kind && typeof marked === 'string') return revive(marked, kind);
    }
    throw new DamagedTree('a value, an array or a record', `something else at ${key.slice(0, 40)}`, place);
  };
  const tree = walk(JSON.parse(json), []);
  if (isPlain(tree) && !Array.isArray(tree)) return tree as Record<string, unknown>;
  throw new DamagedTree('a record of parts', Array.isArray(tree) ? 'a list' : String(tree).slice(0, 40), '');
}

type Walk = (value: unknown, path: readonly string[]) => unknown;

const mapRecord = (
  record: Readonly<Record<string, unknown>>,
  path: readonly string[],
  walk: Walk,
): Record<string, unknown> => {
  const walked: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    // `__proto__` must become a key like any other
    Object.defineProperty(walked, key, {
      value: walk(value, [...path, key]),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return walked;
};

function walkNumber(value: number): unknown {
  const special = numbers.find(([, number]) => Object.is(number, value));
  return special ? { $number: special[0] } : value;
}

async function read(tensor: Tensor): Promise<HostArray> {
  const { shape, dtype } = tensor;
  return { values: await tensor.data(), shape, dtype };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
