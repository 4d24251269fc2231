import {
  ArgumentError,
  checkArgument,
  checkOptions,
  DTypeError,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import { checkTensor, isTensor, type Tensor } from '@neurona/tensor';
import { withoutPadding } from './attention-masks.js';

/** What queries attend to, prepared once for all of them: see {@link AdditiveAttention} and {@link MultiplicativeAttention}. */
export interface AttentionMemory {
  /** The keys as queries are compared with them, `[N, S, A]`. */
  readonly keys: Tensor;
  /** A value for each key, `[N, S, V]`; their weighted means are returned. */
  readonly values: Tensor;
  /** Which keys may be attended to, bool `[N, S]`; undefined where all may. */
  readonly mask: Tensor | undefined;
}

/** What a memory is made of besides the keys. */
export interface AttentionMemoryOptions {
  /** The values, `[N, S, V]`, default the keys. */
  readonly value?: Tensor | undefined;
  /** bool `[N, S]`, false where a key is padding; it has no influence then, even if it is NaN. */
  readonly keyPaddingMask?: Tensor | undefined;
}

const memoryOptions: OptionTable<AttentionMemoryOptions> = { value: undefined, keyPaddingMask: undefined };

/** Result of {@link AdditiveAttention} and {@link MultiplicativeAttention}. */
export interface AlignmentOutput {
  /** Weighted means of the values, `[N, L, V]`. */
  readonly output: Tensor;
  /** How much each query attends to each key, `[N, L, S]`. */
  readonly weights: Tensor;
}

/** @internal Checks keys `[N, S, keyDim]`, values and mask, and projects the keys. */
export function prepareMemory(
  subject: string,
  key: Tensor,
  keyDim: number,
  options: AttentionMemoryOptions,
  project: (key: Tensor) => Tensor,
): AttentionMemory {
  const { value = key, keyPaddingMask: mask } = checkOptions(`${subject}.prepare`, options, memoryOptions);
  const [k, v] = [checkTensor(subject, key).shape, checkTensor(subject, value).shape];
  const fits = k.length === 3 && k[2] === keyDim && v.length === 3 && v[0] === k[0] && v[1] === k[1];
  if (!fits) {
    throw new ShapeError(subject, {
      expected: `keys [N, S, ${keyDim}] and a value for each`,
      received: `${describeShape(k)} and ${describeShape(v)}`,
    });
  }
  if (mask && mask.dtype !== 'bool') {
    throw new DTypeError(subject, {
      expected: 'a keyPaddingMask of dtype bool',
      received: mask.dtype,
      hint: "Use mask.cast('bool'): true is where attention is allowed.",
    });
  }
  if (mask && describeShape(mask.shape) !== describeShape(k.slice(0, 2))) {
    throw new ShapeError(subject, {
      expected: `a keyPaddingMask of shape ${describeShape(k.slice(0, 2))}`,
      received: describeShape(mask.shape),
    });
  }
  const keys = withoutPadding(key, mask);
  return { keys: project(keys), values: value === key ? keys : withoutPadding(value, mask), mask };
}

/** @internal Queries `[N, L, queryDim]` for as many sequences as the memory has, or a `ShapeError`. */
export function checkQueries(
  subject: string,
  query: Tensor,
  queryDim: number,
  memory: AttentionMemory,
): void {
  const { shape } = checkTensor(subject, query);
  const hint = 'Prepare the keys first: prepare(keys).';
  const { values } = checkArgument(subject, 'memory', memory, 'record', hint);
  if (!isTensor(values))
    throw new ArgumentError(subject, { expected: 'memory of prepare', received: memory, hint });
  if (shape.length === 3 && shape[0] === values.shape[0] && shape[2] === queryDim) return;
  throw new ShapeError(subject, {
    expected: `queries [${values.shape[0]}, L, ${queryDim}], as the memory is of ${values.shape[0]} sequences`,
    received: describeShape(shape),
  });
}
