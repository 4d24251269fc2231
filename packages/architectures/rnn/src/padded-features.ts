// internal
import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { isTensor, type Tensor, tensor } from '@neurona/tensor';
import { type Lengths, lengthsOf } from './check-sequences.js';

/** Features: float32 `[N, L, D]`, or for each example a row of D numbers for each step, of any lengths. */
export type FeatureSequences = Tensor | readonly (readonly ArrayLike<number>[])[];

/**
 * Checks features and their lengths; rows become a tensor float32 `[N, L, D]`, padded with zeros at their ends.
 * @throws {@link ArgumentError} that says which example is empty, or has a step with other features or a value that is no number.
 */
export function paddedFeatures(
  subject: string,
  x: FeatureSequences,
  lengths: Lengths | undefined,
  features: number,
): { readonly x: Tensor; readonly lengths: Lengths | undefined } {
  if (!(Array.isArray as (x: unknown) => x is readonly unknown[])(x)) {
    checkFeatures(subject, x, features);
    return { x, lengths: lengthsOf(subject, lengths, x.shape) };
  }
  checkRows(subject, x, features);
  if (lengths !== undefined) {
    throw new ArgumentError(subject, {
      expected: 'no lengths beside rows, which have their own',
      received: 'both',
    });
  }
  const own = x.map((steps) => steps.length);
  const longest = Math.max(...own);
  const values = new Float32Array(x.length * longest * features);
  for (const [i, steps] of x.entries())
    for (const [t, step] of steps.entries()) values.set(step, (i * longest + t) * features);
  return {
    x: tensor(values, { shape: [x.length, longest, features] }),
    lengths: own.every((length) => length === longest) ? undefined : own,
  };
}

/**
 * Checks features `[N, L, D]`.
 * @throws {@link ShapeError} if they have other axes.
 */
function checkFeatures(subject: string, x: Tensor, features: number): void {
  if (isTensor(x) && x.ndim === 3 && x.shape[2] === features && x.shape[1] !== 0) return;
  throw new ShapeError(subject, {
    expected: `sequences [N, L, ${features}] of at least one step`,
    received: isTensor(x) ? describeShape(x.shape) : x,
  });
}

function checkRows(
  subject: string,
  examples: readonly (readonly ArrayLike<number>[])[],
  features: number,
): void {
  const refuse = (expected: string, received: unknown, where: string, hint?: string): never => {
    throw new ArgumentError(subject, { expected, received, where, ...(hint !== undefined && { hint }) });
  };
  if (examples.length === 0) {
    throw new ArgumentError(subject, { expected: 'steps for each example', received: 'no examples' });
  }
  for (const [example, steps] of examples.entries()) {
    const where = `example ${example}`;
    if (!(steps?.length > 0)) {
      refuse('at least one step for each example', steps, where, 'Leave empty sequences out.');
    }
    for (const [t, step] of Array.from(steps).entries()) {
      const at = `step ${t} of ${where}`;
      if (typeof step !== 'object' || step?.length !== features) {
        refuse(`${features} features, as an array`, step, at);
      }
      const wrong = Array.from(step).findIndex((value) => !Number.isFinite(value));
      if (wrong === -1) continue;
      refuse('finite numbers', step[wrong], `feature ${wrong} of ${at}`, 'Fill missing values in first.');
    }
  }
}
