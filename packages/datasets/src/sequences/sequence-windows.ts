import {
  ArgumentError,
  checkArgument,
  checkCount,
  checkOptions,
  type OptionTable,
  typedArray,
} from '@neurona/backend';
import { checkIndex, type Dataset, type Example } from '../dataset.js';
import type { HostArray } from '../host-array.js';
import { checkHostArray } from '../host-array.js';
import { windowCount } from './window-count.js';

/** Settings of {@link sequenceWindows}. */
export interface SequenceWindowsOptions {
  /** Number of tokens in a window. */
  readonly contextLength: number;
  /** Tokens from the start of one window to that of the next, default `contextLength`: no token is a target twice. */
  readonly stride?: number;
}

const sequenceWindowsOptions: OptionTable<SequenceWindowsOptions> = { contextLength: 1, stride: 1 };

/**
 * Windows of a long text for a language model: the targets are the inputs shifted by one token. Windows are cut out lazily; the
 * text is stored once.
 *
 * Fields: inputs int32 `[contextLength]`, targets int32 `[contextLength]`.
 * @param ids - Token ids, as a tokenizer's `encode` returns them.
 * @throws {@link ArgumentError} if the text is too short for one window.
 * @example
 * const windows = sequenceWindows(Int32Array.of(5, 6, 7, 8, 9), { contextLength: 2 });
 * windows.length; // => 2
 * const [inputs, targets] = windows.get(1);
 * [inputs.values, targets.values]; // => [[7, 8], [8, 9]]
 */
export function sequenceWindows(
  ids: HostArray | Int32Array,
  options: SequenceWindowsOptions,
): SequenceWindows {
  return new SequenceWindows(tokens(ids), options);
}

/** Windows of a text, as {@link sequenceWindows} makes them. */
export class SequenceWindows implements Dataset {
  readonly length: number;
  readonly contextLength: number;
  readonly stride: number;

  /** @internal Made by {@link sequenceWindows}. */
  constructor(
    /** The whole text. */
    readonly ids: Int32Array,
    options: SequenceWindowsOptions,
  ) {
    const { contextLength, stride = contextLength } = checkOptions(
      'sequenceWindows',
      options,
      sequenceWindowsOptions,
    );
    checkArgument('sequenceWindows', 'ids', ids, 'list', "Pass a tokenizer's encode(text).");
    this.contextLength = checkCount('sequenceWindows', 'contextLength', contextLength);
    this.stride = checkCount('sequenceWindows', 'stride', stride);
    this.length = windowCount('sequenceWindows', ids.length, contextLength + 1, stride);
  }

  get(index: number): Example {
    return this.batch([index]).map((field) => ({ ...field, shape: field.shape.slice(1) }));
  }

  batch(indices: ArrayLike<number>): Example {
    checkArgument('sequenceWindows', 'indices', indices, 'arrayLike');
    const { contextLength } = this;
    const shape = [indices.length, contextLength];
    const fields = [0, 1].map((shift) => {
      const values = typedArray('int32', indices.length * contextLength);
      for (let i = 0; i < indices.length; i++) {
        checkIndex('sequenceWindows', indices[i]!, this.length);
        const start = indices[i]! * this.stride + shift;
        values.set(this.ids.subarray(start, start + contextLength), i * contextLength);
      }
      return { values, shape, dtype: 'int32' as const };
    });
    return fields;
  }
}

function tokens(ids: HostArray | Int32Array): Int32Array {
  if (ids instanceof Int32Array) return ids;
  const { values, shape } = checkHostArray('sequenceWindows', ids);
  if (values instanceof Int32Array && shape.length === 1) return values;
  throw new ArgumentError('sequenceWindows', {
    expected: 'token numbers, int32 [L]',
    received: `${values.constructor.name} [${shape.join(', ')}]`,
  });
}
