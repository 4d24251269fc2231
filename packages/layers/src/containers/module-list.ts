import { ArgumentError, checkArgument } from '@neurona/backend';
import { type AnyModule, Module } from '../module.js';

function checkItem<M extends AnyModule>(subject: string, item: M, where: string): M {
  if (item instanceof Module) return item;
  throw new ArgumentError(subject, { expected: 'modules', received: item, where });
}

function noForward(subject: string): ArgumentError {
  return new ArgumentError(subject, {
    expected: 'its modules to be called one by one',
    received: 'a call of the container itself',
    hint: 'Use Sequential for modules in a row, or call them in your own forward.',
  });
}

/**
 * A list of modules, to be called one by one. State keys are their positions, as `0.weight`. A field that is a plain array of
 * modules does the same.
 * @throws {@link ArgumentError} if an item is not a module, and in `forward`: a list can't be called.
 * @example
 * const list = new ModuleList([new Linear(2, 3), new Linear(3, 1)]);
 * list.push(new ReLU()).length; // => 3
 */
export class ModuleList<M extends AnyModule = Module> extends Module<readonly never[], never> {
  static override readonly kind: string = 'ModuleList';

  readonly items: M[];

  constructor(items: Iterable<M> = []) {
    super();
    if (!(Symbol.iterator in Object(items))) {
      throw new ArgumentError('ModuleList', { expected: 'an array of modules', received: items });
    }
    this.items = Array.from(items, (item, i) => checkItem('ModuleList', item, `item ${i}`));
  }

  override entries(): Iterable<readonly [string, unknown]> {
    return this.items.map((item, i) => [String(i), item] as const);
  }

  /** Number of modules. */
  get length(): number {
    return this.items.length;
  }

  /** The module at a position; negative ones count from the end. */
  at(position: number): M {
    const item = this.items.at(position);
    if (item) return item;
    throw new ArgumentError('ModuleList', {
      expected: `a position from ${-this.length} to ${this.length - 1}`,
      received: position,
    });
  }

  /** Adds modules at the end, and returns the list. */
  push(...items: readonly M[]): this {
    for (const item of items) this.items.push(checkItem('ModuleList', item, `item ${this.length}`));
    return this;
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.items[Symbol.iterator]();
  }

  override forward(): never {
    throw noForward('ModuleList');
  }
}

/**
 * A dictionary of modules, to be called one by one. State keys are their names, as `query.weight`.
 * @throws {@link ArgumentError} if an item is not a module, and in `forward`: a dictionary can't be called.
 * @example
 * const heads = new ModuleDict({ policy: new Linear(8, 4), value: new Linear(8, 1) });
 * heads.get('value').forward(ones([2, 8])).shape; // => [2, 1]
 */
export class ModuleDict<M extends AnyModule = Module> extends Module<readonly never[], never> {
  static override readonly kind: string = 'ModuleDict';

  readonly items: Record<string, M>;

  constructor(items: Readonly<Record<string, M>> = {}) {
    super();
    this.items = {};
    checkArgument('ModuleDict', 'modules', items, 'record');
    for (const [name, item] of Object.entries(items)) this.set(name, item);
  }

  override entries(): Iterable<readonly [string, unknown]> {
    return Object.entries(this.items);
  }

  /** Names in the order in which they were added. */
  get names(): string[] {
    return Object.keys(this.items);
  }

  /** Whether there is a module of that name. */
  has(name: string): boolean {
    return Object.hasOwn(this.items, name);
  }

  /** The module of a name. */
  get(name: string): M {
    if (this.has(name)) return this.items[name]!;
    throw new ArgumentError('ModuleDict', {
      expected: `one of ${this.names.join(', ') || 'no names, as it is empty'}`,
      received: name,
    });
  }

  /** Adds or replaces a module, and returns the dictionary. */
  set(name: string, item: M): this {
    this.items[name] = checkItem('ModuleDict', item, name);
    return this;
  }

  override forward(): never {
    throw noForward('ModuleDict');
  }
}
