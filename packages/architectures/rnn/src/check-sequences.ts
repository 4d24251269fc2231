// internal
import { ArgumentError, DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { hostValues, isTensor, type Tensor } from '@neurona/tensor';

/** Lengths of padded sequences: numbers, or int32 `[N]`. */
export type Lengths = Tensor | readonly number[];

/**
 * Checks tokens int32 `[N, L]`: their shape, and their values where they are known without waiting for the device, as in the batches of a
 * `DataLoader`.
 * @throws {@link ArgumentError} that says which example has a token out of range.
 */
export function checkTokens(subject: string, tokens: Tensor, vocabSize: number): void {
  if (tokens.ndim !== 2 || tokens.shape[1] === 0) {
    throw new ShapeError(subject, {
      expected: 'tokens [N, L] of at least one step',
      received: describeShape(tokens.shape),
    });
  }
  if (tokens.dtype !== 'int32') {
    throw new DTypeError(subject, {
      expected: 'int32 tokens',
      received: tokens.dtype,
      hint: "Write tensor(tokens, { dtype: 'int32' }).",
    });
  }
  const at = hostValues(tokens)?.findIndex((token) => token < 0 || token >= vocabSize) ?? -1;
  if (at === -1) return;
  const length = tokens.shape[1]!;
  throw new ArgumentError(subject, {
    expected: `tokens from 0 to ${vocabSize - 1}`,
    received: hostValues(tokens)![at],
    where: `step ${at % length} of example ${Math.floor(at / length)}`,
  });
}

/**
 * Checks features `[N, L, D]`.
 * @throws {@link ShapeError} if they have other axes.
 */
export function checkFeatures(subject: string, x: Tensor, features: number): void {
  if (x.ndim === 3 && x.shape[2] === features && x.shape[1] !== 0) return;
  throw new ShapeError(subject, {
    expected: `sequences [N, L, ${features}] of at least one step`,
    received: describeShape(x.shape),
  });
}

/**
 * Checks lengths where they are known without waiting for the device.
 * @throws {@link ArgumentError} that says which example is empty or longer than the padded sequences.
 */
export function checkLengths(
  subject: string,
  lengths: Lengths | undefined,
  [batch, count]: readonly number[],
): void {
  if (lengths === undefined) return;
  const shape = isTensor(lengths) ? lengths.shape : [lengths.length];
  if (shape.length !== 1 || shape[0] !== batch) {
    throw new ShapeError(subject, {
      expected: `a length for each of ${batch} examples, [${batch}]`,
      received: describeShape(shape),
    });
  }
  const known: ArrayLike<number> | undefined = isTensor(lengths) ? hostValues(lengths) : lengths;
  const wrong = Array.from(known ?? []).findIndex(
    (length) => !(Number.isInteger(length) && length >= 1 && length <= count!),
  );
  if (wrong === -1) return;
  throw new ArgumentError(subject, {
    expected: `lengths from 1 to ${count}, the padded length`,
    received: known![wrong],
    where: `example ${wrong}`,
    hint: 'Leave empty sequences out.',
  });
}
