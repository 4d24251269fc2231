// internal
import type { DeviceArray, Shape } from '@neurona/backend';
import type { GraphBuilder, TracedArray } from './graph.js';

/** A kernel call of the trace, at both batch sizes, to be written as operations. */
export class Step {
  constructor(
    readonly graph: GraphBuilder,
    readonly kernel: string,
    readonly args: readonly unknown[],
    readonly otherArgs: readonly unknown[],
    readonly find: (traced: TracedArray) => string,
  ) {}

  /** An argument that is no array. */
  arg<T>(i: number): T {
    return this.args[i] as T;
  }

  /** The same argument at the other batch size. */
  other<T>(i: number): T {
    return this.otherArgs[i] as T;
  }

  /** An array among the arguments. */
  array(i: number): DeviceArray {
    return this.args[i] as DeviceArray;
  }

  shape(i: number): Shape {
    return this.array(i).shape;
  }

  /** The name of an array among the arguments. */
  input(i: number): string {
    return this.named(this.args[i], this.otherArgs[i]);
  }

  /** The name of an array, given at both batch sizes. */
  named(array: unknown, other: unknown): string {
    return this.find({ array: array as DeviceArray, otherShape: (other as DeviceArray).shape });
  }
}

/** Writes a step; gives the name of its result, or names by the result's fields. */
export type Lower = (step: Step) => string | Readonly<Record<string, string>>;
