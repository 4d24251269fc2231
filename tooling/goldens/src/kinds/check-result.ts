import { ArgumentError } from '@neurona/backend';
import { grad, isTensor, type Tensor, tensor } from '@neurona/tensor';
import type { Call } from '../call.js';
import type { Result, Run } from './kind.js';

/** Compares the results of a call, and its gradients for the case's cotangents; then frees them. */
export async function checkResult(run: Run, result: Result, calls: readonly Call[]): Promise<void> {
  const { golden } = run;
  checkRead(golden.callable, ...calls);
  const outputs = flatten(result);
  if (outputs.length !== golden.outputs.length) {
    throw new ArgumentError(golden.callable, {
      expected: `${golden.outputs.length} results (${golden.outputs.join(', ')})`,
      received: `${outputs.length}`,
    });
  }
  const byName = new Map(golden.outputs.map((name, i) => [name, outputs[i]!]));
  const ours = golden.grads.length > 0 ? differentiate(run, byName) : [];
  const gradients = ours.map((gradient, i) =>
    run.given.get(golden.grads[i]!)!.isTurned ? gradient?.t() : gradient,
  );
  for (const [name, output] of byName) await run.check('outputs', name, output);
  for (const [i, name] of golden.grads.entries()) await run.check('grads', name, gradients[i]);
  for (const tensor of [...outputs, ...ours, ...gradients]) tensor?.dispose();
}

/** Throws if an argument was not read, as it would silently be ignored. */
export function checkRead(callable: string, ...calls: readonly Call[]): void {
  const unread = calls.flatMap((call) => call.unread);
  if (unread.length === 0) return;
  throw new ArgumentError(callable, {
    expected: 'a row that reads every argument',
    received: `one that doesn't read ${unread.join(', ')}`,
  });
}

/** Tensors depth first, without what is missing. */
export function flatten(result: Result): Tensor[] {
  if (result === undefined) return [];
  return isTensor(result) ? [result] : (result as readonly Result[]).flatMap(flatten);
}

/** Gradients of Σ_k ⟨output k, cotangent k⟩ in the order of `grads`; undefined where the outputs don't depend on it. */
function differentiate(
  { golden, given, backend, expected }: Run,
  outputs: ReadonlyMap<string, Tensor>,
): readonly (Tensor | undefined)[] {
  const inputs = golden.grads.map((name) => given.get(name)!.tensor);
  const names = golden.upstream.filter((name) => outputs.get(name)!.requiresGrad);
  if (names.length === 0) return inputs.map(() => undefined);
  const cotangents = names.map((name) => {
    const { dtype, shape, values } = expected('upstream', name);
    return tensor(values, { dtype, shape, backend });
  });
  const roots = names.map((name) => outputs.get(name)!);
  const gradients = grad(roots, inputs, { gradOutputs: cotangents, allowUnused: true });
  for (const cotangent of cotangents) cotangent.dispose();
  return gradients;
}
