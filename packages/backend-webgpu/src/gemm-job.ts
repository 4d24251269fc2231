// internal
import type { DeviceArray } from '@neurona/backend';
import { type Ending, endInputs } from './ending.js';
import type { Scalar } from './shader.js';

/**
 * A product of two matrices whose elements may come from anywhere, so that convolutions are products too:
 *
 *     C[batch][row][column] = ending(Σ_k A(batch, row, k) · B(batch, k, column))
 *
 * `declarations` defines six WGSL functions. Three see one index each, so that their divisions are done once for a row or column:
 * `rowA(batch, row)`, `keyA(k)`, `columnB(batch, column)`, `keyB(k)`, all `-> vec4i`, and from these two at a time
 * `loadA(row, key) -> f32`, `loadB(key, column) -> f32`; `store(batch, row, column, value)` writes a result.
 */
export interface Gemm {
  readonly name: string;
  readonly key: string;
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly length: number;
  /** Whether neighbours in memory lie along rows of A (`k`) or down its columns (`row`); likewise for B. */
  readonly alongA: 'row' | 'k';
  readonly alongB: 'column' | 'k';
  readonly a: DeviceArray;
  readonly b: DeviceArray;
  readonly ending?: Ending | undefined;
  readonly c: DeviceArray;
  /** What B is made of in memory, default f32, and the numbers that its elements are scaled by, `scales` in WGSL. */
  readonly typeOfB?: Scalar;
  readonly scales?: DeviceArray | undefined;
  /** WGSL functions and the params that they read. */
  readonly declarations: () => string;
  readonly params: Readonly<Record<string, number>>;
  /** Params that are divided by in the innermost loop: shaders of large products have them as constants, which makes division cheap. */
  readonly divisors?: readonly string[];
  /** Where C's element (batch, row, column) is stored: an expression. */
  readonly place?: string;
}

/** Arrays that a job reads, and what shaders call them. */
export function inputsOf(
  job: Gemm,
  ending: Ending,
): { readonly names: Record<string, Scalar>; readonly arrays: DeviceArray[] } {
  const { a, b, scales, typeOfB = 'f32' } = job;
  const ends = endInputs(ending);
  return {
    names: { a: 'f32', b: typeOfB, ...(scales && { scales: 'f32' as const }), ...ends.names },
    arrays: [a, b, ...(scales ? [scales] : []), ...ends.arrays],
  };
}

/** WGSL: what a sum becomes. Convolutions with groups have columns of their own for each batch. */
export const ended = (job: Gemm, sum: string): string =>
  `ending(${sum}, ${job.place ? 'batch * params.columns + column' : 'column'})`;

/** The job's functions with the values of its divisors in them. */
export function constantDivisors(job: Gemm): string {
  let code = job.declarations();
  for (const name of job.divisors ?? [])
    code = code.replace(new RegExp(`params\\.${name}\\b`, 'g'), `${job.params[name]}u`);
  return code;
}

/** The values of the job's divisors, for keys. */
export const divisorsOf = (job: Gemm): number[] => (job.divisors ?? []).map((name) => job.params[name]!);
