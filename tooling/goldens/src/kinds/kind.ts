import type { Backend } from '@neurona/backend';
import type {
  AnyOptimizer,
  LBFGS,
  OptimizerOptions,
  ParamGroup,
  Schedule,
  Scheduled,
} from '@neurona/optimizers';
import type { Tensor } from '@neurona/tensor';
import type { Call, GivenTensor } from '../call.js';
import type { GoldenCase } from '../manifest.js';
import type { HostArray } from '../safetensors.js';
import type { NamedModule } from './load-module.js';

/** Result of a call: tensors, nested like PyTorch's tuples; undefined stands for None. */
export type Result = Tensor | undefined | readonly Result[];

/** A function of the table: reads PyTorch's arguments and calls ours. */
export type FunctionRow = (call: Call) => Result | Promise<Result>;

/** One of our modules in place of PyTorch's, with parameters and buffers of the same names. */
export interface ModuleOfRow extends NamedModule {
  /** Reads PyTorch's arguments and calls the module. */
  forward(call: Call): Result | Promise<Result>;
}

/** A module of the table: reads the arguments of PyTorch's constructor and makes ours. */
export type ModuleRow = (ctor: Call) => ModuleOfRow;

/** One of our modules in place of a model that is trained. */
export interface TrainedModel extends NamedModule {
  /** The loss, from the case's inputs by name. */
  loss(input: (name: string) => Tensor): Tensor;
}

/** A model of the table: reads the arguments of the constructor and makes ours; the case has PyTorch's names and definition. */
export type ModelRow = (ctor: Call, golden: GoldenCase) => TrainedModel;

/** Settings of an optimizer or one of its groups: reads PyTorch's arguments and returns ours. */
export type SettingsRow = (kwargs: Call) => Readonly<Record<string, unknown>>;

/** An optimizer of the table. */
export interface OptimizerRow {
  readonly settings: SettingsRow;
  make(groups: readonly ParamGroup<OptimizerOptions>[], settings: OptimizerOptions): AnyOptimizer | LBFGS;
}

/** A schedule of the table: reads PyTorch's arguments and makes ours; `inside` are the schedules of a composite. */
export type ScheduleRow = (optimizer: Scheduled, kwargs: Call, inside: readonly Schedule[]) => Schedule;

/** Facts of the table: reads the arguments, and returns what differs here. */
export type FactsRow = (
  kwargs: Call,
  expected: Readonly<Record<string, unknown>>,
) => readonly string[] | Promise<readonly string[]>;

/** From PyTorch's names to ours. */
export interface Table {
  /** Functions whose tensors come with PyTorch's axes. */
  readonly functions: Readonly<Record<string, FunctionRow>>;
  /** Functions whose tensors come with channels last. */
  readonly imageFunctions: Readonly<Record<string, FunctionRow>>;
  readonly modules: Readonly<Record<string, ModuleRow>>;
  readonly models: Readonly<Record<string, ModelRow>>;
  readonly optimizers: Readonly<Record<string, OptimizerRow>>;
  readonly schedules: Readonly<Record<string, ScheduleRow>>;
  readonly facts: Readonly<Record<string, FactsRow>>;
}

/** A running case: its tensors on the backend, by role and name. */
export interface Run {
  readonly golden: GoldenCase;
  readonly table: Table;
  readonly backend: Backend;
  /** Inputs, parameters and buffers, by name. */
  readonly given: Map<string, GivenTensor>;
  /** A tensor of the file, in our layout. */
  expected(role: string, name: string): HostArray;
  /** Checks values against the file. */
  check(role: string, name: string, actual: Tensor | undefined): Promise<void>;
  /** Checks numbers, in doubles, of a case without tensors. */
  checkNumbers(name: string, actual: readonly number[], wanted: readonly number[]): void;
}

/** Runs cases of a kind; throws where one can't run. */
export type KindRunner = (run: Run) => Promise<void>;
