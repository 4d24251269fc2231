import {
  ArgumentError,
  BackendError,
  checkArgument,
  checkOptions,
  describeShape,
  describeValue,
  type OptionTable,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { isTensor, noGrad, Parameter, type Tensor } from '@neurona/tensor';

/** Tensors by their path of fields, as `encoder.norm.weight`. */
export type StateDict = Readonly<Record<string, Tensor>>;

/** Settings of {@link Module.loadStateDict}. */
export interface LoadStateOptions {
  /** Whether missing and unexpected keys are errors, default true. */
  readonly strict?: boolean;
}

const loadStateOptions: OptionTable<LoadStateOptions> = { strict: true };

/** Keys that did not match. */
export interface LoadStateReport {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/** A module of any inputs and output. */
// biome-ignore lint/suspicious/noExplicitAny: no other type stands for every module, as inputs vary against outputs.
export type AnyModule = Module<any, any>;

/** @internal y = min(max(x · scale + shift, min), max) for each channel of the last axis, with scale and shift or min and max. */
export interface ChannelMap {
  readonly scale?: Tensor;
  readonly shift?: Tensor;
  readonly min?: number;
  readonly max?: number;
}

/** @internal What several modules gave together, and how many came after the first. */
export interface MergedForward {
  readonly output: Tensor;
  readonly count: number;
}

/** A hook that is called after a forward pass. */
export type ForwardHook<Inputs extends readonly unknown[], Output> = (output: Output, inputs: Inputs) => void;

/**
 * A part of a network: fields that are parameters, buffers (other tensors) and modules, and a `forward` that uses them. Fields
 * are searched, also in arrays, maps and sets, and the path of fields is the key in a state dictionary. Minifiers rename
 * classes: `static kind = 'Affine'` keeps a name in messages, printing and summaries.
 * @example
 * class Affine extends Module {
 *   weight = new Parameter(tensor(2));
 *   forward(x) { return x.mul(this.weight); }
 * }
 * [...new Affine().namedParameters()].map(([name]) => name); // => ['weight']
 */
export abstract class Module<Inputs extends readonly unknown[] = readonly [Tensor], Output = Tensor> {
  /** The class's name as text, since minifiers rename classes; by default what the class is called when it runs. */
  static readonly kind?: string;

  #training = true;
  #holdsBuffers = false;
  readonly #hooks = new Set<{ readonly hook: ForwardHook<readonly unknown[], unknown> }>();
  #stopHooks = (): void => {};

  /** The name of the class, in messages, printing and summaries. */
  get kind(): string {
    const own = this.constructor as typeof Module;
    return (Object.hasOwn(own, 'kind') && own.kind) || own.name;
  }

  /** Computes the output. */
  abstract forward(...inputs: Inputs): Output;

  /**
   * @internal What the module does to each channel on its own and without a gradient, `{}` for nothing; undefined where it does anything else, or
   * is watched.
   */
  channelMap(): ChannelMap | undefined {
    return undefined;
  }

  /** @internal Does in one kernel what this module and the first ones from `layers[next]` on do; undefined where it can't. */
  forwardWith(_layers: readonly AnyModule[], _next: number, _x: Tensor): MergedForward | undefined {
    return undefined;
  }

  /** Whether the module is in training mode, in which dropout and batch norm behave differently. */
  get training(): boolean {
    return this.#training;
  }

  /** What printing shows between the parentheses. */
  describe(): string {
    return '';
  }

  /** @internal Whether summaries show it in one row, with what is inside. */
  get isUnit(): boolean {
    return false;
  }

  /** @internal The named things inside: fields, unless a container names its items otherwise. */
  entries(): Iterable<readonly [string, unknown]> {
    return Object.entries(this);
  }

  /** Modules directly inside, with their names. */
  *namedChildren(): Generator<[string, AnyModule]> {
    for (const [name, value] of fields(this.entries())) if (value instanceof Module) yield [name, value];
  }

  /** This module and all modules inside, with their paths; this one's is `''`. Each comes once. */
  *namedModules(path = '', seen = new Set<unknown>()): Generator<[string, AnyModule]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [path, this];
    for (const [name, child] of this.namedChildren()) yield* child.namedModules(join(path, name), seen);
  }

  /** Parameters with their paths. Each comes once, also when two modules share it. */
  *namedParameters(): Generator<[string, Parameter]> {
    const seen = new Set<unknown>();
    for (const [name, value] of this.namedTensors()) {
      if (!(value instanceof Parameter) || seen.has(value)) continue;
      seen.add(value);
      yield [name, value];
    }
  }

  /** Parameters in the order of their fields: what an optimizer takes. */
  parameters(): Parameter[] {
    return Array.from(this.namedParameters(), ([, parameter]) => parameter);
  }

  /** Tensors that are state but not learned, with their paths, as running statistics. */
  *namedBuffers(): Generator<[string, Tensor]> {
    for (const [name, value] of this.namedTensors()) if (!(value instanceof Parameter)) yield [name, value];
  }

  private *namedTensors(): Generator<[string, Tensor]> {
    for (const [path, module] of this.namedModules()) {
      for (const [name, value] of module.ownTensors()) yield [join(path, name), value];
    }
  }

  /** @internal Parameters and buffers of this module itself, by field. */
  *ownTensors(): Generator<[string, Tensor]> {
    for (const [name, value] of fields(this.entries())) if (isTensor(value)) yield [name, value];
  }

  /** Puts this module and all inside into training mode, and returns it. */
  train(training = true): this {
    for (const [, module] of this.namedModules()) module.#training = training;
    return this;
  }

  /** Puts this module and all inside into evaluation mode, and returns it. */
  eval(): this {
    return this.train(false);
  }

  /**
   * Stops parameters from being learned and running statistics from being updated: a batch norm whose parameters are all frozen
   * uses its running statistics in training mode too. Dropout stays on.
   * @param pattern - Which paths to freeze; a string matches the beginning of a path. Default all.
   */
  freeze(pattern?: string | RegExp): this {
    return this.setLearning(pattern, false);
  }

  /** Lets parameters be learned and statistics be updated again; see {@link freeze}. */
  unfreeze(pattern?: string | RegExp): this {
    return this.setLearning(pattern, true);
  }

  private setLearning(pattern: string | RegExp | undefined, learns: boolean): this {
    for (const [path, module] of this.namedModules()) {
      for (const [name, tensor] of module.ownTensors()) {
        if (!matches(join(path, name), pattern)) continue;
        if (tensor instanceof Parameter) tensor.requiresGrad = learns;
        else module.#holdsBuffers = !learns;
      }
    }
    return this;
  }

  /** Whether running statistics stay as they are: all of the module's own parameters are frozen, or it has none and is. */
  protected get isFrozen(): boolean {
    let hasParameters = false;
    for (const [, tensor] of this.ownTensors()) {
      if (!(tensor instanceof Parameter)) continue;
      if (tensor.requiresGrad) return false;
      hasParameters = true;
    }
    return hasParameters || this.#holdsBuffers;
  }

  /** Calls a function with this module and every module inside, children first, and returns this module. */
  apply(visit: (module: AnyModule, path: string) => void): this {
    checkArgument(`${this.kind}.apply`, 'visit', visit, 'function');
    for (const [path, module] of [...this.namedModules()].reverse()) visit(module, path);
    return this;
  }

  /** Calls `hook` after each forward pass of this module, until the returned function is called. */
  onForward(hook: ForwardHook<Inputs, Output>): () => void {
    const call = { hook: hook as ForwardHook<readonly unknown[], unknown> }; // one function may be added twice
    this.#hooks.add(call);
    if (this.#hooks.size === 1) this.#stopHooks = this.observeForward();
    return () => {
      if (this.#hooks.delete(call) && this.#hooks.size === 0) this.#stopHooks();
    };
  }

  /** Hides `forward` behind one that calls the hooks; returns what undoes that. */
  private observeForward(): () => void {
    const { forward } = this;
    const before = Object.getOwnPropertyDescriptor(this, 'forward');
    const value = (...inputs: Inputs): Output => {
      const output = forward.call(this, ...inputs);
      for (const { hook } of [...this.#hooks]) hook(output, inputs);
      return output;
    };
    // An own property hides the class's method, so that a module without hooks pays nothing.
    Object.defineProperty(this, 'forward', { value, configurable: true, enumerable: false });
    return () => {
      if (before) Object.defineProperty(this, 'forward', before);
      else delete (this as { forward?: unknown }).forward;
    };
  }

  /** Parameters and buffers by path. The tensors are the module's own: copy what must not change with it. */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries(this.namedTensors());
  }

  /**
   * Overwrites parameters and buffers with those of a state dictionary. Nothing is changed unless everything fits.
   * @throws {@link ArgumentError} if keys are missing or unexpected and `strict` is on.
   * @throws {@link ShapeError} if a shape differs.
   * @throws {@link BackendError} if a tensor is on another backend than the module.
   */
  loadStateDict(state: StateDict, options: LoadStateOptions = {}): LoadStateReport {
    const { strict = true } = checkOptions('loadStateDict', options, loadStateOptions);
    if (typeof state !== 'object' || state === null) {
      throw new ArgumentError('loadStateDict', {
        expected: 'a state dictionary, tensors by name',
        received: state,
        hint: 'Pass what stateDict() of a module like this one returned.',
      });
    }
    const own = this.stateDict();
    const missing = Object.keys(own).filter((name) => !(name in state));
    const unexpected = Object.keys(state).filter((name) => !(name in own));
    if (strict && missing.length + unexpected.length > 0) {
      throw new ArgumentError('loadStateDict', {
        expected: 'the keys of this module',
        received: `${missing.length} missing and ${unexpected.length} unexpected`,
        where: `missing ${describeValue(missing)}, unexpected ${describeValue(unexpected)}`,
        hint: 'Pass { strict: false } to load those that match.',
      });
    }
    const pairs = Object.entries(own).filter(([name]) => name in state);
    for (const [name, target] of pairs) checkFits(name, target, state[name]!);
    noGrad(() => {
      for (const [name, target] of pairs) target.assign(state[name]!);
    });
    return { missing, unexpected };
  }

  /** Frees parameters and buffers. The module can't be used any more. */
  dispose(): void {
    for (const [, tensor] of this.namedTensors()) tensor.dispose();
    for (const [, module] of this.namedModules()) module.forget();
  }

  /** @internal Frees what this module itself holds beside fields: what it would compute again. */
  forget(): void {}

  /** @internal Is told which layers were put in place of others, where this module reads one that it doesn't hold in a field. */
  layersReplaced(_replaced: ReadonlyMap<AnyModule, AnyModule>): void {}

  toString(): string {
    const children = [...this.namedChildren()].map(
      ([name, child]) => `  (${name}): ${String(child).replaceAll('\n', '\n  ')}`,
    );
    const inside = children.length > 0 ? `\n${children.join('\n')}\n` : this.describe();
    return `${this.kind}(${inside})`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Whether a path matches a pattern. */
function matches(path: string, pattern: string | RegExp | undefined): boolean {
  if (typeof pattern === 'string') return path.startsWith(pattern);
  return pattern === undefined || path.search(pattern) >= 0; // a global expression keeps its position between calls
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Named values, with collections expanded: `blocks` with two modules becomes `blocks.0` and `blocks.1`. */
function* fields(entries: Iterable<readonly [string, unknown]>): Generator<[string, unknown]> {
  for (const [name, value] of entries) {
    const items = itemsOf(value);
    if (items) yield* fields(named(name, items));
    else yield [name, value];
  }
}

/** The items of a collection: those of arrays and sets by position, those of maps by key. */
function itemsOf(value: unknown): Iterable<readonly [unknown, unknown]> | undefined {
  if (Array.isArray(value) || value instanceof Set) return [...value].entries();
  return value instanceof Map ? value : undefined;
}

/** Items that may be or hold tensors, with their paths. */
/**
 * Returns a model that is one.
 * @param subject - The function that errors name.
 * @throws {@link ArgumentError} if it is no {@link Module}.
 * @example
 * checkModule('train', new Linear(2, 1)).kind; // => 'Linear'
 */
export function checkModule<M extends AnyModule>(subject: string, model: M): M {
  if (typeof (model as M | undefined)?.namedModules === 'function') return model;
  throw new ArgumentError(subject, {
    expected: 'a model: a Module',
    received: model,
    hint: 'Make one of layers: new Sequential(new Linear(4, 2)).',
  });
}

function* named(
  name: string,
  items: Iterable<readonly [unknown, unknown]>,
): Generator<readonly [string, unknown]> {
  for (const [key, item] of items) {
    if (typeof item === 'object' && item !== null) yield [`${name}.${String(key)}`, item];
  }
}

function checkFits(name: string, target: Tensor, source: Tensor): void {
  if (!isTensor(source)) {
    throw new ArgumentError('loadStateDict', {
      expected: `a tensor for ${name}`,
      received: source,
      hint: 'Make tensors of arrays: tensor(values, { shape, dtype }).',
    });
  }
  if (source.backend !== target.backend) {
    throw new BackendError('loadStateDict', {
      expected: `tensors of the module's backend, ${target.backend.name}`,
      received: `another, ${source.backend.name}, for ${name}`,
      hint: 'Copy the values: tensor(await x.array()).',
    });
  }
  if (sameShape(target.shape, source.shape) && target.dtype === source.dtype) return;
  throw new ShapeError('loadStateDict', {
    expected: `${target.dtype} ${describeShape(target.shape)} for ${name}`,
    received: `${source.dtype} ${describeShape(source.shape)}`,
  });
}
