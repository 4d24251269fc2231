// internal
import type { DeviceArray } from '@neurona/backend';
import { select } from './kernels/select.js';
import type { TfjsRuntime } from './runtime.js';

/** A number or an array. */
type Term = DeviceArray | number;

/**
 * Arithmetic on arrays by tfjs's kernels, for compositions: call it inside `runtime.compose`. Numbers become scalars of the other
 * operand's dtype.
 */
export class Calculator {
  constructor(readonly t: TfjsRuntime) {}

  add = (a: DeviceArray, b: Term): DeviceArray => this.#binary('Add', a, b);
  sub = (a: DeviceArray, b: Term): DeviceArray => this.#binary('Sub', a, b);
  mul = (a: DeviceArray, b: Term): DeviceArray => this.#binary('Multiply', a, b);
  div = (a: DeviceArray, b: Term): DeviceArray => this.#binary('RealDiv', a, b);
  equal = (a: DeviceArray, b: Term): DeviceArray => this.#binary('Equal', a, b);
  less = (a: DeviceArray, b: Term): DeviceArray => this.#binary('Less', a, b);
  greater = (a: DeviceArray, b: Term): DeviceArray => this.#binary('Greater', a, b);
  and = (a: DeviceArray, b: DeviceArray): DeviceArray => this.#binary('LogicalAnd', a, b);
  or = (a: DeviceArray, b: DeviceArray): DeviceArray => this.#binary('LogicalOr', a, b);
  not = (x: DeviceArray): DeviceArray => this.t.run('LogicalNot', { x });
  abs = (x: DeviceArray): DeviceArray => this.t.run('Abs', { x });
  isNaN = (x: DeviceArray): DeviceArray => this.t.run('IsNan', { x });

  /** The values of `a` where a condition holds, else those of `b`. */
  where = (condition: DeviceArray, a: Term, b: Term): DeviceArray => {
    const dtype = typeof a !== 'number' ? a.dtype : typeof b !== 'number' ? b.dtype : 'float32';
    const array = (x: Term): DeviceArray => (typeof x === 'number' ? this.t.scalar(x, dtype) : x);
    return select(this.t)(condition, array(a), array(b));
  };

  /** Σ coefficients[i] · zⁱ, by Horner's rule. */
  polynomial = (z: DeviceArray, coefficients: readonly number[]): DeviceArray => {
    let sum = this.mul(z, coefficients.at(-1)!);
    for (let i = coefficients.length - 2; i > 0; i--) sum = this.mul(this.add(sum, coefficients[i]!), z);
    return this.add(sum, coefficients[0]!);
  };

  #binary(kernel: string, a: DeviceArray, b: Term): DeviceArray {
    return this.t.run(kernel, { a, b: typeof b === 'number' ? this.t.scalar(b, a.dtype) : b });
  }
}
