import { ArgumentError, type DType } from '@neurona/backend';
import { isTensor, type Tensor } from '@neurona/tensor';
import type { Json } from './manifest.js';

/** Python's `start:stop:step`. */
export interface Slice {
  readonly slice: readonly [start: number | null, stop: number | null, step: number | null];
}

/** Python's `...`. */
export interface Ellipsis {
  readonly ellipsis: true;
}

/** Settings by name. */
export type JsonRecord = Readonly<Record<string, Json>>;

/** An argument of a PyTorch call. */
export type Arg = Tensor | number | boolean | string | null | Slice | Ellipsis | JsonRecord | readonly Arg[];

/** A tensor of a case, and its axis order in PyTorch where that differs from ours. */
export interface GivenTensor {
  readonly tensor: Tensor;
  readonly layout: string | undefined;
  /** Whether it is a matrix whose rows are PyTorch's columns. */
  readonly isTurned?: boolean;
}

/**
 * The arguments of one PyTorch call, read by position and name. A call tracks which arguments were read: an unread one is a
 * mistake of the table.
 */
export class Call {
  readonly #args: readonly Arg[];
  readonly #kwargs: ReadonlyMap<string, Arg>;
  readonly #unread: Set<string | number>;

  constructor(
    args: readonly Json[],
    kwargs: Readonly<Record<string, Json>>,
    given: ReadonlyMap<string, GivenTensor> = new Map(),
    /** The dtype of PyTorch's result: for functions that create tensors, as JSON doesn't tell Python's 2 from 2.0. */
    readonly resultDType: DType = 'float32',
  ) {
    this.#args = args.map((arg) => resolve(arg, given));
    this.#kwargs = new Map(Object.entries(kwargs).map(([name, arg]) => [name, resolve(arg, given)]));
    this.#unread = new Set([...this.#args.keys(), ...this.#kwargs.keys()]);
  }

  /** Arguments that were never read: positions, names. */
  get unread(): readonly (string | number)[] {
    return [...this.#unread];
  }

  /** A positional argument, without reading it. */
  peek(position: number): Arg | undefined {
    return this.#args[position];
  }

  /** Whether an argument is given by name, None included. */
  has(name: string): boolean {
    return this.#kwargs.has(name);
  }

  /** An argument by name alone; undefined where it is not given or None. */
  named(name: string): Arg | undefined {
    return this.get(this.#args.length, name);
  }

  /** An argument by position or name; undefined where it is not given or None. */
  get(position: number, name: string): Arg | undefined {
    if (position < this.#args.length) {
      this.#unread.delete(position);
      return this.#args[position] ?? undefined;
    }
    this.#unread.delete(name);
    return this.#kwargs.get(name) ?? undefined;
  }

  /** All positional arguments from a position on, or the one list that stands there. */
  list(position: number): readonly Arg[] {
    for (let i = position; i < this.#args.length; i++) this.#unread.delete(i);
    const first = this.#args[position];
    return Array.isArray(first) ? first : this.#args.slice(position);
  }

  /** A tensor. */
  tensor(position: number, name = 'input'): Tensor {
    const value = this.get(position, name);
    if (isTensor(value)) return value;
    throw wrongKind(name, 'a tensor', value);
  }

  /** A tensor that may be missing. */
  optionalTensor(position: number, name: string): Tensor | undefined {
    const value = this.get(position, name);
    return value === undefined || isTensor(value) ? value : this.tensor(position, name);
  }

  /** A tensor or a number. */
  operand(position: number, name: string): Tensor | number {
    const value = this.get(position, name);
    if (isTensor(value) || typeof value === 'number') return value;
    throw wrongKind(name, 'a tensor or a number', value);
  }

  /** Tensors in a list. */
  tensors(position: number, name: string): Tensor[] {
    const value = this.get(position, name);
    if (Array.isArray(value) && value.every(isTensor)) return value;
    throw wrongKind(name, 'a list of tensors', value);
  }

  /** A number; undefined where it is missing. */
  number(position: number, name: string): number | undefined;
  /** A number; `fallback` where it is missing. */
  number(position: number, name: string, fallback: number): number;
  number(position: number, name: string, fallback?: number): number | undefined {
    const value = this.get(position, name) ?? fallback;
    if (value === undefined || typeof value === 'number') return value;
    throw wrongKind(name, 'a number', value);
  }

  /** Truth; `fallback` where it is missing. */
  flag(position: number, name: string, fallback = false): boolean {
    const value = this.get(position, name) ?? fallback;
    if (typeof value === 'boolean') return value;
    throw wrongKind(name, 'true or false', value);
  }

  /** A word; undefined where it is missing. */
  text(position: number, name: string): string | undefined {
    const value = this.get(position, name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrongKind(name, 'a string', value);
  }

  /** Settings by name, by name alone. */
  record(name: string): JsonRecord {
    const value = this.named(name);
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isTensor(value)) {
      return value as JsonRecord;
    }
    throw wrongKind(name, 'settings', value);
  }

  /** One number or several; undefined where it is missing. */
  numbers(position: number, name: string): number | number[] | undefined {
    const value = this.get(position, name);
    if (value === undefined || typeof value === 'number') return value;
    if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
    throw wrongKind(name, 'numbers', value);
  }
}

/** Options without those that are undefined: what is not given keeps our default. */
export function given<T extends object>(options: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

const wrongKind = (name: string, expected: string, received: unknown): ArgumentError =>
  new ArgumentError(name, { expected, received: received === undefined ? 'nothing' : received });

/** An argument with its tensors in place. */
function resolve(arg: Json, given: ReadonlyMap<string, GivenTensor>): Arg {
  if (typeof arg === 'string' && arg.startsWith('$')) {
    const found = given.get(arg.slice(1));
    if (found) return found.tensor;
    throw new ArgumentError('Call', { expected: 'the name of an input', received: arg });
  }
  if (arg === null || typeof arg !== 'object') return arg;
  if (isList(arg)) return arg.map((item) => resolve(item, given));
  return arg as unknown as Slice | Ellipsis | JsonRecord;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
