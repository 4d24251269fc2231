import { ArgumentError, type Backend } from '@neurona/backend';
import { type Tensor, tensor } from '@neurona/tensor';
import type { GivenTensor } from './call.js';
import { type CaseResult, resultOf } from './case-result.js';
import { compare } from './compare.js';
import { exceptionFor } from './exceptions.js';
import type { Run, Table } from './kinds/kind.js';
import { NotCovered } from './kinds/not-covered.js';
import { runners } from './kinds/runners.js';
import { fromTorch } from './layout.js';
import type { GoldenCase } from './manifest.js';
import type { HostArray } from './safetensors.js';

/**
 * Runs one case on a backend and compares values and gradients.
 * @param arrays - The tensors of the case's file, by `<case id>/<role>/<name>`.
 * @param label - What reports call the backend.
 */
export async function runCase(
  golden: GoldenCase,
  arrays: ReadonlyMap<string, HostArray>,
  table: Table,
  backend: Backend,
  label: string = backend.name,
): Promise<CaseResult> {
  const problems: string[] = [];
  const exception = exceptionFor(golden, label);
  const rtol = golden.rtol * (exception?.factor ?? 1);
  const atol = golden.atol * (exception?.factor ?? 1);
  let use = 0;
  const expected = (role: string, name: string): HostArray => {
    const array = arrays.get(`${golden.id}/${role}/${name}`);
    if (array) return fromTorch(array, golden.layouts[name]);
    throw new ArgumentError(golden.id, {
      expected: `a tensor ${role}/${name} in the file`,
      received: 'none',
    });
  };
  const check = async (role: string, name: string, actual: Tensor | undefined): Promise<void> => {
    const wanted = expected(role, name);
    const got = actual
      ? { dtype: actual.dtype, shape: actual.shape, values: await actual.data() }
      : { ...wanted, values: wanted.values.slice().fill(0) }; // no gradient: all zeros
    const comparison = compare(got, wanted, { rtol, atol });
    use = Math.max(use, comparison.use);
    if (comparison.problem) problems.push(`${role}/${name}: ${comparison.problem}`);
  };
  const checkNumbers = (name: string, actual: readonly number[], wanted: readonly number[]): void => {
    const inDoubles = (values: readonly number[]): HostArray => ({
      dtype: 'float32', // what is compared with a tolerance
      shape: [values.length],
      values: Float64Array.from(values) as unknown as Float32Array,
    });
    const comparison = compare(inDoubles(actual), inDoubles(wanted), { rtol, atol });
    use = Math.max(use, comparison.use);
    if (comparison.problem) problems.push(`${name}: ${comparison.problem}`);
  };
  const given = new Map<string, GivenTensor>();
  try {
    const leaf = (role: string, name: string): void => {
      const { dtype, shape, values } = expected(role, name);
      const requiresGrad = golden.grads.includes(name);
      const made = tensor(values, { dtype, shape, requiresGrad, backend });
      given.set(name, { tensor: made, layout: golden.layouts[name] });
    };
    for (const name of golden.inputs) leaf('inputs', name);
    for (const name of golden.params) leaf('params', name);
    for (const name of golden.buffers) leaf('buffers', name);
    const run: Run = { golden, table, backend, given, expected, check, checkNumbers };
    const runner = runners[golden.kind];
    if (!runner) throw new NotCovered(`cases of kind ${golden.kind}`);
    await runner(run);
  } catch (error) {
    if (error instanceof NotCovered) return resultOf(golden, label, 'skipped', [error.message]);
    problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    for (const { tensor } of given.values()) tensor.dispose();
  }
  return resultOf(golden, label, problems.length === 0 ? 'passed' : 'failed', problems, use);
}
