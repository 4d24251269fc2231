// internal
import { ArgumentError, type DeviceArray, type Shape } from '@neurona/backend';
import type { GraphBuilder, TracedArray } from './graph.js';

/** A kernel call of the trace, at each probe, to be written as operations. */
export class Step {
  constructor(
    readonly graph: GraphBuilder,
    readonly kernel: string,
    /** The call's arguments at each probe. */
    readonly probes: readonly (readonly unknown[])[],
    readonly find: (traced: TracedArray) => string,
  ) {}

  /** An argument that is no array. */
  arg<T>(i: number): T {
    return this.probes[0]![i] as T;
  }

  /** The same argument at each probe. */
  all<T>(i: number): readonly T[] {
    return this.probes.map((args) => args[i] as T);
  }

  /** An argument, or what is made of it, that has to be the same for every size: a value, not a size. */
  fixed<T, R = T>(i: number, of: (value: T) => R = (value) => value as unknown as R): R {
    const values = this.all<T>(i).map(of);
    const texts = values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
    if (texts.every((text) => text === texts[0])) return values[0]!;
    throw new ArgumentError('exportONNX', {
      expected: "values that don't depend on the batch's size",
      received: `${texts[0]} and ${texts.find((text) => text !== texts[0])} (${this.kernel})`,
      hint: "Pass { batch: 'fixed' } to export for one size; a mean over the batch is x.mean({ axis: 0 }).",
    });
  }

  /** An array among the arguments. */
  array(i: number): DeviceArray {
    return this.arg<DeviceArray>(i);
  }

  shape(i: number): Shape {
    return this.array(i).shape;
  }

  /** The shape of an array among the arguments at each probe. */
  shapes(i: number): readonly Shape[] {
    return this.all<DeviceArray>(i).map(({ shape }) => shape);
  }

  /** The name of an array among the arguments. */
  input(i: number): string {
    return this.named(this.all(i));
  }

  /** The name of an array that is given at each probe. */
  named(arrays: readonly unknown[]): string {
    return this.find(arrays as TracedArray);
  }
}

/** Writes a step; returns the name of its result, or names by the result's fields. */
export type Lower = (step: Step) => string | Readonly<Record<string, string>>;
