// internal
import { ArgumentError, DTypeError, describeShape, ShapeError, sameShape } from '@neurona/backend';
import { hostValues, isTensor, type Tensor } from '@neurona/tensor';

/** Lengths of padded sequences: numbers, int32 `[N]`, or a mask, bool `[N, L]`, that is true up to the end of each. */
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

/**
 * Lengths, those of a mask counted on the device.
 * @throws {@link ArgumentError} that says which example is empty, too long or padded on the left, where values are known.
 */
export function lengthsOf(
  subject: string,
  lengths: Lengths | undefined,
  shape: readonly number[],
): Lengths | undefined {
  if (lengths === undefined || !isTensor(lengths) || lengths.dtype !== 'bool') {
    checkLengths(subject, lengths, shape);
    return lengths;
  }
  if (!sameShape(lengths.shape, shape.slice(0, 2))) {
    throw new ShapeError(subject, {
      expected: `a mask of each step, ${describeShape(shape.slice(0, 2))}`,
      received: describeShape(lengths.shape),
    });
  }
  const known = hostValues(lengths);
  if (known) checkMask(subject, known, shape[1]!);
  return lengths.cast('int32').sum({ axis: 1 });
}

function checkMask(subject: string, mask: ArrayLike<number>, count: number): void {
  for (let at = 0; at < mask.length; at++) {
    const isFirst = at % count === 0;
    if (mask[at] ? isFirst || mask[at - 1] : !isFirst) continue;
    throw new ArgumentError(subject, {
      expected: 'a mask that is true up to the end of each sequence, and false beyond it',
      received: isFirst ? 'one that begins with false' : 'one that is true again after false',
      where: `example ${Math.floor(at / count)}`,
      hint: 'Pad sequences on the right, and leave empty ones out.',
    });
  }
}
