// internal
import { ArgumentError, DTypeError, describeShape, ShapeError, sameShape } from '@neurona/backend';
import { arange, isTensor, knownValues, type Tensor, tensor } from '@neurona/tensor';

/** Lengths of padded sequences: numbers, int32 `[N]`, or a mask, bool `[N, L]`, that is true up to the end of each. */
export type Lengths = Tensor | readonly number[];

/** Tokens: int32 `[N, L]`, or a row for each example, of any lengths. */
export type TokenSequences = Tensor | readonly ArrayLike<number>[];

/** Tokens as a tensor, and the lengths where they differ. */
interface PaddedTokens {
  readonly tokens: Tensor;
  readonly lengths: Lengths | undefined;
}

/**
 * Checks tokens and their lengths; rows become a tensor int32 `[N, L]`, padded with zeros at their ends.
 * @throws {@link ArgumentError} that says which example is empty, or has a token out of range or another length than it can have.
 */
export function paddedTokens(
  subject: string,
  x: TokenSequences,
  lengths: Lengths | undefined,
  vocabSize: number,
): PaddedTokens {
  if (isTensor(x)) {
    checkTokens(subject, x, vocabSize);
    return { tokens: x, lengths: lengthsOf(subject, lengths, x.shape) };
  }
  checkRows(subject, x, vocabSize);
  if (lengths !== undefined) {
    throw new ArgumentError(subject, {
      expected: 'no lengths beside rows, which have their own',
      received: 'both',
    });
  }
  const own = x.map((row) => row.length);
  const longest = Math.max(...own);
  const values = new Int32Array(x.length * longest);
  for (const [i, row] of x.entries()) values.set(row, i * longest);
  return {
    tokens: tensor(values, { shape: [x.length, longest] }),
    lengths: own.every((length) => length === longest) ? undefined : own,
  };
}

/**
 * Checks rows of tokens.
 * @throws {@link ArgumentError} that says which example is empty or has a token out of range.
 */
export function checkRows(subject: string, rows: readonly ArrayLike<number>[], vocabSize: number): void {
  if (!(Array.isArray as (x: unknown) => boolean)(rows) || rows.length === 0 || typeof rows[0] === 'number') {
    throw new ArgumentError(subject, {
      expected: 'a row of tokens for each example',
      received: rows,
      hint: 'Put the tokens of one example into another array: [tokens].',
    });
  }
  for (const [example, row] of rows.entries()) {
    const count = row?.length;
    if (!(count > 0)) {
      throw new ArgumentError(subject, {
        expected: 'at least one token for each example',
        received: count === 0 ? 'none' : row,
        where: `example ${example}`,
        hint: 'Leave empty sequences out.',
      });
    }
    const step = Array.from(row).findIndex((token) => !isToken(token, vocabSize));
    if (step !== -1) throw wrongToken(subject, vocabSize, row[step], example, step);
  }
}

const isToken = (token: number, vocabSize: number): boolean =>
  Number.isInteger(token) && token >= 0 && token < vocabSize;

const wrongToken = (
  subject: string,
  vocabSize: number,
  received: unknown,
  example: number,
  step: number,
): ArgumentError =>
  new ArgumentError(subject, {
    expected: `tokens from 0 to ${vocabSize - 1}`,
    received,
    where: `step ${step} of example ${example}`,
  });

/**
 * Checks tokens int32 `[N, L]`: their shape, and their values where they are known without waiting for the device.
 * @throws {@link ArgumentError} that says which example has a token out of range.
 */
export function checkTokens(subject: string, tokens: Tensor, vocabSize: number): void {
  if (!isTensor(tokens)) {
    throw new ArgumentError(subject, {
      expected: 'a tensor of tokens, int32 [N, L]',
      received: tokens,
      hint: "Write tensor(tokens, { dtype: 'int32' }).",
    });
  }
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
  const known = knownValues(tokens);
  const at = known?.findIndex((token) => !isToken(token, vocabSize)) ?? -1;
  if (at === -1) return;
  const length = tokens.shape[1]!;
  throw wrongToken(subject, vocabSize, known![at], Math.floor(at / length), at % length);
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
  const known: ArrayLike<number> | undefined = isTensor(lengths) ? knownValues(lengths) : lengths;
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
  const known = knownValues(lengths);
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

/** Which of the steps of a batch `[N, S, ...]` are within their sequences, bool `[N, S]`. */
export function isInside(lengths: Lengths, { shape, backend }: Tensor): Tensor {
  const counts = isTensor(lengths) ? lengths : tensor(Int32Array.from(lengths), { backend });
  return counts.unsqueeze(1).greater(arange(0, shape[1]!, 1, { dtype: 'int32', backend }));
}
