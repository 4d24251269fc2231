// internal
import { ArgumentError, DTypeError, describeShape, ShapeError } from '@neurona/backend';
import { checkTensor, knownValues, type Tensor } from '@neurona/tensor';

/** What a model reads. */
interface Limits {
  readonly vocabSize: number;
  /** Most tokens of a row. */
  readonly contextLength: number;
}

/**
 * Checks tokens int32 `[N, L]`: their shape, and their values where they are known without waiting for the device.
 * @param before - Number of tokens that were read before these.
 * @throws {@link ShapeError}, {@link DTypeError}, or {@link ArgumentError} that says which token is out of range.
 */
export function checkTokens(
  subject: string,
  tokens: Tensor,
  { vocabSize, contextLength }: Limits,
  before = 0,
): void {
  const { shape, dtype } = checkTensor(subject, tokens, 'tokens');
  if (shape.length !== 2 || shape[1] === 0) {
    throw new ShapeError(subject, {
      expected: 'tokens [N, L] of at least one step',
      received: describeShape(shape),
      hint: shape.length === 1 ? 'Make a batch of one row: tokens.unsqueeze(0).' : undefined,
    });
  }
  if (dtype !== 'int32') {
    throw new DTypeError(subject, {
      expected: 'int32 tokens',
      received: dtype,
      hint: "Write tensor(tokens, { dtype: 'int32' }).",
    });
  }
  const length = shape[1]!;
  if (before + length > contextLength) {
    throw new ShapeError(subject, {
      expected: `at most ${contextLength} tokens, the context of the model`,
      received: before + length,
      where: before > 0 ? `${before} of them read before` : undefined,
      hint: 'Keep the end of the text.',
    });
  }
  const values = knownValues(tokens);
  const at = values?.findIndex((token) => token < 0 || token >= vocabSize) ?? -1;
  if (at === -1) return;
  throw new ArgumentError(subject, {
    expected: `tokens from 0 to ${vocabSize - 1}`,
    received: values![at],
    where: `step ${at % length} of example ${Math.floor(at / length)}`,
    hint: 'Is the tokenizer the one that belongs to the model?',
  });
}

/**
 * Checks a mask bool `[N, L]` of the tokens that are no padding.
 * @throws {@link DTypeError} if it is to be added to scores, or of integers; {@link ShapeError} if it is of other tokens.
 */
export function checkPaddingMask(subject: string, mask: Tensor | undefined, tokens: Tensor): void {
  if (mask === undefined) return;
  checkTensor(subject, mask, 'keyPaddingMask');
  if (mask.dtype !== 'bool') {
    throw new DTypeError(subject, {
      expected: 'a keyPaddingMask of dtype bool',
      received: mask.dtype,
      hint: "It is true where a token is no padding: write tensor(mask, { dtype: 'bool' }).",
    });
  }
  if (describeShape(mask.shape) === describeShape(tokens.shape)) return;
  throw new ShapeError(subject, {
    expected: `a keyPaddingMask of shape ${describeShape(tokens.shape)}, as the tokens have`,
    received: describeShape(mask.shape),
  });
}

/**
 * Checks which of several texts tokens are of, int32 `[N, L]`: their shape, and their values where they are known without waiting for the device.
 * @throws {@link ShapeError} if they are of other tokens; {@link DTypeError}; {@link ArgumentError} that says which is out of range.
 */
export function checkTokenTypes(
  subject: string,
  types: Tensor | undefined,
  tokens: Tensor,
  numTypes: number,
): void {
  if (types === undefined) return;
  checkTensor(subject, types, 'tokenTypes');
  if (describeShape(types.shape) !== describeShape(tokens.shape)) {
    throw new ShapeError(subject, {
      expected: `tokenTypes of shape ${describeShape(tokens.shape)}, as the tokens have`,
      received: describeShape(types.shape),
    });
  }
  if (types.dtype !== 'int32')
    throw new DTypeError(subject, { expected: 'int32 tokenTypes', received: types.dtype });
  const values = knownValues(types);
  const at = values?.findIndex((type) => type < 0 || type >= numTypes) ?? -1;
  if (at === -1) return;
  const length = types.shape[1]!;
  throw new ArgumentError(subject, {
    expected:
      numTypes === 1 ? 'tokenTypes of 0, as the model has one' : `tokenTypes from 0 to ${numTypes - 1}`,
    received: values![at],
    where: `step ${at % length} of example ${Math.floor(at / length)}`,
  });
}
