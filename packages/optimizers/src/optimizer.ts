import {
  ArgumentError,
  checkArgument,
  describeShape,
  describeValue,
  type KernelTable,
  type OptimizerArrays,
  type OptionTable,
  sameShape,
  withDefaults,
} from '@neurona/backend';
import { noGrad, own, type Parameter, scoped, type Tensor, zerosLike } from '@neurona/tensor';
import { checkParams, type Group, type ParamGroup, type Params, toGroups } from './param-groups.js';

/** Settings of every optimizer. */
export interface OptimizerOptions {
  /** Step size. */
  readonly learningRate?: number;
  /** Weight decay (L2 penalty): the share of each parameter that is added to its gradient, default 0. */
  readonly weightDecay?: number;
  /** Whether to maximise instead of minimise, default false. */
  readonly maximize?: boolean;
  /** Whether to use a backend's fused kernel for the step, default true. */
  readonly fused?: boolean;
}

/** Tensors that an optimizer keeps for one parameter. */
export type StateOf<State extends string> = Readonly<Record<State, Tensor>>;

/** What an update knows besides the gradient. */
export type StepInfo<Settings> = Settings & {
  /** The number of this step, counted from 1. */
  readonly step: number;
  /** States that begin with this step, as at the first one, or after a change of settings that needs more of them. */
  readonly begun: readonly string[];
};

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

/**
 * Updates parameters by their gradients. A subclass implements the paper's update for one parameter, and may name a kernel that
 * does it for all at once; this class owns state, groups, steps, and saving. Nothing waits for the device.
 */
export abstract class Optimizer<State extends string, Settings extends Required<OptimizerOptions>> {
  readonly #groups: Group<Settings>[] = [];
  readonly #slots: (readonly Slot<State>[])[] = [];
  readonly #defaults: Settings;

  /**
   * @param defaults - Every setting, with its default.
   * @throws {@link ArgumentError} if there are no parameters, one comes twice, or a setting is unknown or out of range.
   */
  constructor(params: Params<Partial<Settings>>, options: Partial<Settings>, defaults: Settings) {
    this.#defaults = settle(this.algorithm, options, defaults);
    const groups = toGroups<Settings>(this.algorithm, params).map((group) => this.#groupOf(group));
    this.#join(groups);
  }

  /** Parameter groups with their settings, as `optimizer.groups[0].settings`. */
  get groups(): readonly Group<Settings>[] {
    return this.#groups;
  }

  /**
   * Adds a parameter group, for example layers that were unfrozen or added later. Settings that it lacks are the optimizer's.
   * Schedules keep to the groups that existed when they were made.
   * @throws {@link ArgumentError} if it has no parameters, one is there already, or a setting is wrong.
   * @example
   * const optimizer = new SGD([new Parameter(1)], { learningRate: 0.1 });
   * optimizer.addParamGroup({ params: [new Parameter(2)], learningRate: 0.01 });
   * optimizer.groups.length; // => 2
   */
  addParamGroup(group: ParamGroup<Settings>): void {
    const [added, ...more] = toGroups<Settings>(this.algorithm, [group]);
    if (added && more.length === 0) this.#join([this.#groupOf(added)]);
  }

  #groupOf({ params, ...overrides }: ParamGroup<Settings>): Group<Settings> {
    const settings = settle(this.algorithm, overrides, this.#defaults);
    this.check(settings);
    return { settings, params: [...params] };
  }

  #join(groups: readonly Group<Settings>[]): void {
    const present = this.#groups.flatMap(({ params }) => params);
    checkParams(this.algorithm, present, groups);
    for (const group of groups) {
      this.#groups.push(group);
      this.#slots.push(group.params.map((param) => ({ param, step: 0, state: undefined })));
    }
  }

  /** The name in messages and saved states. Ours say it in words, as bundlers shorten class names. */
  protected get algorithm(): string {
    return this.constructor.name;
  }

  /** Tensors that an update with these settings needs for each parameter. They are made when they are needed. */
  protected abstract stateNames(settings: Settings): readonly State[];

  /** The initial state of one parameter: zeros. */
  protected init(_name: State, param: Parameter, _settings: Settings): Tensor {
    return zerosLike(param);
  }

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
    const { betas, eps } = settings as { betas?: readonly number[]; eps?: number };
    if (eps !== undefined) this.require('eps ≥ 0', eps >= 0, eps);
    if (betas === undefined) return;
    const isShare = (beta: number): boolean => beta >= 0 && beta < 1;
    this.require(
      'betas in [0, 1)',
      Array.isArray(betas) && betas.length === 2 && betas.every(isShare),
      betas,
    );
  }

  /** Throws an `ArgumentError` unless a setting is in range. */
  protected require(expected: string, holds: boolean, received: unknown): void {
    if (!holds) throw new ArgumentError(this.algorithm, { expected, received });
  }

  /** The gradient with the share of the parameter that weight decay adds. */
  protected decayed(grad: Tensor, param: Parameter, weightDecay: number): Tensor {
    return weightDecay === 0 ? grad : grad.add(param.mul(weightDecay));
  }

  /** Step size of the first group; setting it sets all groups. */
  get learningRate(): number {
    return this.groups[0]!.settings.learningRate;
  }

  set learningRate(value: number) {
    for (const group of this.groups) group.settings = { ...group.settings, learningRate: value };
  }

  /** Updates every parameter that has a gradient and is not frozen. */
  step(): void {
    noGrad(() => {
      for (const [i, { settings }] of this.#groups.entries()) {
        const names = this.stateNames(settings);
        // Parameters that joined later count their own steps; a kernel call takes those that agree.
        for (const slots of alike(this.#slots[i]!, names)) this.#stepSlots(slots, settings, names);
      }
    });
  }

  #stepSlots(slots: readonly Slot<State>[], settings: Settings, names: readonly State[]): void {
    const begun = missing(slots[0]!, names);
    for (const slot of slots) {
      slot.step++;
      const made = scoped(() => begun.map((name) => [name, this.init(name, slot.param, settings)] as const));
      for (const [, tensor] of made) own(tensor);
      slot.state = { ...slot.state, ...Object.fromEntries(made) } as StateOf<State>;
    }
    const info = { ...settings, step: slots[0]!.step, begun };
    if (settings.fused && this.fused(slots[0]!.param.backend.kernels, arraysOf(slots, names), info)) {
      for (const { param, state } of slots) {
        param.touch();
        for (const name of names) state![name].touch();
      }
      return;
    }
    for (const slot of slots) this.#stepOne(slot, info);
  }

  #stepOne(slot: Slot<State>, info: StepInfo<Settings>): void {
    const { param } = slot;
    const before = slot.state!;
    const after = scoped(() => {
      const grad = info.maximize ? param.grad!.neg() : param.grad!;
      const { delta, state } = this.update(grad, before, info, param);
      param.assign(param.sub(delta));
      const changed = (Object.keys(state) as State[]).filter((name) => state[name] !== before[name]);
      return Object.fromEntries(changed.map((name) => [name, own(settled(state[name]))])) as StateOf<State>;
    });
    slot.state = { ...before, ...after };
    for (const name of Object.keys(after) as State[]) before[name].dispose();
  }

  /** Clears all gradients. */
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
   * Restores the state of another optimizer of the same kind over the same parameters. The tensors are copied. Nothing is
   * changed unless everything fits.
   * @throws {@link ArgumentError} if the state is another optimizer's or its parameters differ in number or shape.
   */
  loadStateDict(saved: OptimizerState): void {
    const subject = `${this.algorithm}.loadStateDict`;
    checkArgument(subject, 'the state', saved, 'record', 'Pass what stateDict() returned.');
    const slots = this.#slots.flat();
    const sizes = (groups: OptimizerState['groups']): number[] => groups.map((group) => group.params.length);
    const counts = this.groups.map((group) => group.params.length);
    if (saved.name !== this.algorithm) {
      throw new ArgumentError(subject, { expected: `state of ${this.algorithm}`, received: saved.name });
    }
    if (String(sizes(saved.groups)) !== String(counts)) {
      throw new ArgumentError(subject, {
        expected: `groups of ${describeValue(counts)} parameters`,
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
      for (const [, copy] of copies) own(copy);
      slot.state = copies.length === 0 ? undefined : (Object.fromEntries(copies) as StateOf<State>);
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

function disposeAll(state: Readonly<Record<string, Tensor>> | undefined): void {
  for (const tensor of Object.values(state ?? {})) tensor.dispose();
}

/** Settings where those that are not given are the default ones. */
const settle = <Settings extends object>(subject: string, given: object, defaults: Settings): Settings =>
  withDefaults(subject, given as Partial<Settings>, defaults as OptionTable<Partial<Settings>>) as Settings;

/** Names of states that a parameter lacks. */
const missing = <State extends string>(slot: Slot<State>, names: readonly State[]): State[] =>
  names.filter((name) => slot.state?.[name] === undefined);

/** Slots whose parameter has a gradient and is not frozen, grouped by step count and missing states. */
function alike<State extends string>(
  slots: readonly Slot<State>[],
  names: readonly State[],
): Iterable<Slot<State>[]> {
  const groups = new Map<string, Slot<State>[]>();
  for (const slot of slots) {
    if (!slot.param.grad || !slot.param.requiresGrad) continue;
    const key = `${slot.step} ${missing(slot, names)}`;
    const group = groups.get(key);
    if (group) group.push(slot);
    else groups.set(key, [slot]);
  }
  return groups.values();
}

function arraysOf<State extends string>(
  slots: readonly Slot<State>[],
  names: readonly State[],
): OptimizerArrays<State> {
  const state = Object.fromEntries(names.map((name) => [name, slots.map((slot) => slot.state![name])]));
  return {
    params: slots.map((slot) => slot.param),
    grads: slots.map((slot) => slot.param.grad!),
    state: state as unknown as OptimizerArrays<State>['state'],
  };
}

const smallestNormal = 2 ** -126; // of float32

/** A state as the kernels store it: 0 where it is so tiny that processors would compute with it slowly. */
const settled = (state: Tensor): Tensor => state.abs().less(smallestNormal).where(0, state);

/** Any optimizer, whatever its settings and state. */
export type AnyOptimizer = Pick<
  Optimizer<string, Required<OptimizerOptions>>,
  'groups' | 'step' | 'zeroGrad' | 'learningRate' | 'stateDict' | 'loadStateDict' | 'dispose'
>;
