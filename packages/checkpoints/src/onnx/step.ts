// internal
import { ArgumentError, type DeviceArray, type Shape } from '@neurona/backend';
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

  /** An argument that has to be the same for every size of the batch: a value, not a size. */
  fixed<T>(i: number): T {
    const [value, other] = [this.args[i], this.otherArgs[i]];
    if (Object.is(value, other) || (Array.isArray(value) && String(value) === String(other)))
      return value as T;
    throw new ArgumentError('exportONNX', {
      expected: "values that don't depend on the batch's size",
      received: `${value} and ${other} (${this.kernel})`,
      hint: "Pass { batch: 'fixed' } to export for one size; a mean over the batch is x.mean({ axis: 0 }).",
    });
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

/** Writes a step; returns the name of its result, or names by the result's fields. */
export type Lower = (step: Step) => string | Readonly<Record<string, string>>;
