import type { Backend } from '@neurona/backend';
import type { Module } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import type { Call, GivenTensor } from '../call.js';
import type { GoldenCase } from '../manifest.js';
import type { HostArray } from '../safetensors.js';

/** What a call gives: tensors, nested as PyTorch's tuples are; undefined stands for None. */
export type Result = Tensor | undefined | readonly Result[];

/** A function of the table: reads PyTorch's arguments and calls ours. */
export type FunctionRow = (call: Call) => Result | Promise<Result>;

/** One of our modules in place of PyTorch's, with parameters and buffers of the same names. */
export interface ModuleOfRow {
  readonly module: Module;
  /** Reads PyTorch's arguments and calls the module. */
  forward(call: Call): Result | Promise<Result>;
}

/** A module of the table: reads the arguments of PyTorch's constructor and makes ours. */
export type ModuleRow = (ctor: Call) => ModuleOfRow;

/** From PyTorch's names to ours. */
export interface Table {
  readonly functions: Readonly<Record<string, FunctionRow>>;
  readonly modules: Readonly<Record<string, ModuleRow>>;
}

/** A case under way: its tensors on the backend, by role and name. */
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
}

/** Runs cases of a kind; throws where one can't run. */
export type KindRunner = (run: Run) => Promise<void>;
