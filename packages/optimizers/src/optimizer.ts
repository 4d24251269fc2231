import {
  ArgumentError,
  describeShape,
  describeValue,
  type KernelTable,
  type OptimizerArrays,
  sameShape,
} from '@neurona/backend';
import { noGrad, own, Parameter, scoped, type Tensor } from '@neurona/tensor';

/** Settings that every optimizer has. */
export interface OptimizerOptions {
  /** Step size. */
  readonly learningRate?: number;
  /** Share of each parameter that is added to its gradient, default 0. */
  readonly weightDecay?: number;
  /** Climbs instead of descending, default false. */
  readonly maximize?: boolean;
  /** Whether a backend's fused kernel may do the step, default true. */
  readonly fused?: boolean;
}

/** Parameters with custom settings. */
export type ParamGroup<Options> = { readonly params: Iterable<Parameter> } & Partial<Options>;

/** What an optimizer takes: parameters, or groups of them. */
export type Params<Options> = Iterable<Parameter> | readonly ParamGroup<Options>[];

/** Tensors that an optimizer keeps for one parameter. */
export type StateOf<State extends string> = Readonly<Record<State, Tensor>>;

/** What an update knows besides the gradient: settings of the group, and the number of this step, counted from 1. */
export type StepInfo<Settings> = Settings & { readonly step: number };

/** The result of an update: what is subtracted from the parameter, and the new state. */
export interface Update<State extends string> {
  readonly delta: Tensor;
  readonly state: StateOf<State>;
}

/** A saved optimizer: numbers and tensors by the parameters' positions. */
export interface OptimizerState {
  readonly name: string;
  readonly groups: readonly {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly params: readonly number[];
  }[];
  readonly steps: readonly number[];
  readonly tensors: Readonly<Record<string, Tensor>>;
}

interface Slot<State extends string> {
  readonly param: Parameter;
  step: number;
  state: StateOf<State> | undefined;
}

/** Parameters that share settings; the settings may be changed between steps. */
export interface Group<Settings> {
  settings: Settings;
  readonly params: readonly Parameter[];
}

/**
 * Changes parameters along their gradients. A subclass gives the paper's update for one parameter, and may name a kernel that
 * does it for all at once; this class owns state, groups, steps, and saving. Nothing waits for the device.
 */
export abstract class Optimizer<State extends string, Settings extends Required<OptimizerOptions>> {
  /** Parameters with their settings, as `optimizer.groups[0].settings`. */
  readonly groups: readonly Group<Settings>[];
  readonly #slots: readonly (readonly Slot<State>[])[];

  /**
   * @throws {@link ArgumentError} if there are no parameters, one comes twice, or a setting is out of range.
   */
  constructor(params: Params<Settings>, defaults: Settings) {
    const groups = toGroups(this.algorithm, params);
    this.groups = groups.map(({ params, ...overrides }) => {
      const settings = { ...defaults, ...definedOnly(overrides) } as Settings;
      this.check(settings);
      return { settings, params: [...params] };
    });
    checkParams(
      this.algorithm,
      this.groups.flatMap((group) => group.params),
    );
    this.#slots = this.groups.map((group) =>
      group.params.map((param) => ({ param, step: 0, state: undefined })),
    );
  }

  /** The name in messages and saved states. Ours say it in words, as bundlers shorten class names. */
  protected get algorithm(): string {
    return this.constructor.name;
  }

  /** Zeros for one parameter. */
  protected abstract init(param: Parameter, settings: Settings): StateOf<State>;

  /** The update of one parameter, as the paper states it. */
  protected abstract update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State>;

  /** Does the step for many parameters by one kernel; false where the backend has none. */
  protected fused(
    _kernels: KernelTable,
    _arrays: OptimizerArrays<State>,
    _info: StepInfo<Settings>,
  ): boolean {
    return false;
  }

  /** Checks the settings of a group; throws an `ArgumentError`. Subclasses add theirs. */
  protected check(settings: Settings): void {
    this.require('learningRate ≥ 0', settings.learningRate >= 0, settings.learningRate);
    this.require('weightDecay ≥ 0', settings.weightDecay >= 0, settings.weightDecay);
  }

  /** Throws an `ArgumentError` unless a setting is in range. */
  protected require(expected: string, holds: boolean, received: unknown): void {
    if (!holds) throw new ArgumentError(this.algorithm, { expected, received });
  }

  /** Throws an `ArgumentError` unless both decays are in [0, 1). */
  protected requireBetas(betas: readonly [number, number]): void {
    this.require(
      'betas in [0, 1)',
      betas.length === 2 && betas.every((beta) => beta >= 0 && beta < 1),
      betas,
    );
  }

  /** Step size of the first group; setting it sets all groups. */
  get learningRate(): number {
    return this.groups[0]!.settings.learningRate;
  }

  set learningRate(value: number) {
    for (const group of this.groups) group.settings = { ...group.settings, learningRate: value };
  }

  /** Changes every parameter that has a gradient and learns. */
  step(): void {
    noGrad(() => {
      for (const [i, group] of this.groups.entries()) {
        // Parameters that joined later count their own steps; a kernel call takes those that agree.
        for (const slots of bySteps(this.#slots[i]!)) this.stepSlots(slots, group.settings);
      }
    });
  }

  private stepSlots(slots: readonly Slot<State>[], settings: Settings): void {
    for (const slot of slots) {
      slot.step++;
      slot.state ??= ownAll(scoped(() => this.init(slot.param, settings)));
    }
    const info = { ...settings, step: slots[0]!.step };
    if (settings.fused && this.fused(slots[0]!.param.backend.kernels, arraysOf(slots), info)) {
      for (const { param, state } of slots) {
        param.touch();
        for (const tensor of Object.values<Tensor>(state!)) tensor.touch();
      }
      return;
    }
    for (const slot of slots) this.stepOne(slot, info);
  }

  private stepOne(slot: Slot<State>, info: StepInfo<Settings>): void {
    const { param } = slot;
    const before = slot.state!;
    const after = scoped(() => {
      const grad = info.maximize ? param.grad!.neg() : param.grad!;
      const { delta, state } = this.update(grad, before, info, param);
      param.assign(param.sub(delta));
      return state;
    });
    slot.state = ownAll(after);
    for (const key of Object.keys(before) as State[]) if (before[key] !== after[key]) before[key].dispose();
  }

  /** Forgets all gradients. */
  zeroGrad(): void {
    for (const { params } of this.groups) {
      for (const param of params) {
        param.grad?.dispose();
        param.grad = undefined;
      }
    }
  }

  /** Settings, step counts and state; the tensors are the optimizer's own. */
  stateDict(): OptimizerState {
    const slots = this.#slots.flat();
    const positions = new Map(slots.map((slot, i) => [slot.param, i]));
    const groups = this.groups.map(({ settings, params }) => ({
      settings: { ...settings },
      params: params.map((param) => positions.get(param)!),
    }));
    const tensors: Record<string, Tensor> = {};
    for (const [i, slot] of slots.entries()) {
      for (const [name, tensor] of Object.entries<Tensor>(slot.state ?? {})) tensors[`${i}.${name}`] = tensor;
    }
    return { name: this.algorithm, groups, steps: slots.map((slot) => slot.step), tensors };
  }

  /**
   * Goes on where another optimizer of the same kind, over the same parameters, stopped. The tensors are copied. Nothing is
   * changed unless everything fits.
   * @throws {@link ArgumentError} if the state is another optimizer's or its parameters differ in number or shape.
   */
  loadStateDict(saved: OptimizerState): void {
    const subject = `${this.algorithm}.loadStateDict`;
    const slots = this.#slots.flat();
    const sizes = (groups: OptimizerState['groups']): number[] => groups.map((group) => group.params.length);
    const own = this.groups.map((group) => group.params.length);
    if (saved.name !== this.algorithm) {
      throw new ArgumentError(subject, { expected: `state of ${this.algorithm}`, received: saved.name });
    }
    if (String(sizes(saved.groups)) !== String(own)) {
      throw new ArgumentError(subject, {
        expected: `groups of ${describeValue(own)} parameters`,
        received: sizes(saved.groups),
      });
    }
    for (const [key, value] of Object.entries(saved.tensors)) {
      const param = slots[Number.parseInt(key, 10)]?.param;
      if (!param || !sameShape(value.shape, param.shape)) {
        throw new ArgumentError(subject, {
          expected: param
            ? `state of shape ${describeShape(param.shape)}`
            : `state of ${slots.length} parameters`,
          received: describeShape(value.shape),
          where: key,
        });
      }
    }
    for (const [i, group] of this.groups.entries()) {
      group.settings = { ...group.settings, ...saved.groups[i]!.settings };
    }
    for (const [i, slot] of slots.entries()) {
      slot.step = saved.steps[i]!;
      disposeAll(slot.state);
      const prefix = `${i}.`;
      const entries = Object.entries(saved.tensors).filter(([key]) => key.startsWith(prefix));
      const copies = entries.map(([key, value]) => [key.slice(prefix.length), value.clone()] as const);
      slot.state = copies.length === 0 ? undefined : ownAll(Object.fromEntries(copies) as StateOf<State>);
    }
  }

  /** Frees the state; the parameters stay. */
  dispose(): void {
    for (const slot of this.#slots.flat()) {
      disposeAll(slot.state);
      slot.state = undefined;
    }
  }
}

function ownAll<State extends string>(state: StateOf<State>): StateOf<State> {
  for (const tensor of Object.values<Tensor>(state)) own(tensor);
  return state;
}

function disposeAll(state: Readonly<Record<string, Tensor>> | undefined): void {
  for (const tensor of Object.values(state ?? {})) tensor.dispose();
}

/** Slots whose parameter has a gradient and learns, grouped by how many steps they made. */
function bySteps<State extends string>(slots: readonly Slot<State>[]): Iterable<Slot<State>[]> {
  const groups = new Map<number, Slot<State>[]>();
  for (const slot of slots) {
    if (!slot.param.grad || !slot.param.requiresGrad) continue;
    const group = groups.get(slot.step);
    if (group) group.push(slot);
    else groups.set(slot.step, [slot]);
  }
  return groups.values();
}

function arraysOf<State extends string>(slots: readonly Slot<State>[]): OptimizerArrays<State> {
  const names = Object.keys(slots[0]!.state!) as State[];
  const state = Object.fromEntries(names.map((name) => [name, slots.map((slot) => slot.state![name])]));
  return {
    params: slots.map((slot) => slot.param),
    grads: slots.map((slot) => slot.param.grad!),
    state: state as unknown as OptimizerArrays<State>['state'],
  };
}

function toGroups<Settings>(subject: string, params: Params<Settings>): ParamGroup<Settings>[] {
  const items = [...(params as Iterable<Parameter | ParamGroup<Settings>>)];
  const isGroup = (item: Parameter | ParamGroup<Settings>): item is ParamGroup<Settings> =>
    !(item instanceof Parameter) && typeof item === 'object' && item !== null && 'params' in item;
  if (items.length > 0 && items.every(isGroup)) return items;
  const stranger = items.find((item) => !(item instanceof Parameter));
  if (stranger !== undefined) {
    throw new ArgumentError(subject, {
      expected: 'parameters, or groups { params, … }',
      received: stranger,
      hint: 'Pass model.parameters().',
    });
  }
  return [{ params: items as Parameter[] } as unknown as ParamGroup<Settings>];
}

function checkParams(subject: string, params: readonly Parameter[]): void {
  if (params.length === 0) {
    throw new ArgumentError(subject, {
      expected: 'at least one parameter',
      received: 'none',
      hint: 'Pass model.parameters().',
    });
  }
  const seen = new Set<Parameter>();
  for (const [i, param] of params.entries()) {
    if (seen.has(param)) {
      throw new ArgumentError(subject, {
        expected: 'each parameter once',
        received: `one of shape ${describeShape(param.shape)} twice`,
        where: `position ${i}`,
      });
    }
    seen.add(param);
  }
}

const definedOnly = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Any optimizer, whatever its settings and state. */
export type AnyOptimizer = Pick<
  Optimizer<string, Required<OptimizerOptions>>,
  'groups' | 'step' | 'zeroGrad' | 'learningRate' | 'stateDict' | 'loadStateDict' | 'dispose'
>;
