import {
  ArgumentError,
  checkArgument,
  checkCount,
  checkOptions,
  type OptionTable,
  typedArray,
} from '@neurona/backend';
import { checkIndex, type Dataset, type Example } from '../dataset.js';
import { DataLoader } from '../loading/data-loader.js';

/** Settings of {@link parallelStreams}. */
export interface ParallelStreamsOptions {
  /** Number of parts that are read side by side: the batch size. */
  readonly streams: number;
  /** Number of tokens in a window. */
  readonly contextLength: number;
}

const parallelStreamsOptions: OptionTable<ParallelStreamsOptions> = { streams: 1, contextLength: 1 };

/**
 * Batches for a recurrent network whose state is carried over: a long text is cut into equal parts that are read side by side, and row i of
 * each batch continues row i of the one before. Targets are the inputs shifted by one token.
 *
 *     text = a b c d e f g h i        streams 2, contextLength 2:  [ab, ef] → [bc, fg], then [cd, gh] → [de, hi]
 *
 * Fields: inputs int32 `[streams, contextLength]`, targets int32 `[streams, contextLength]`. Train with `{ carryState: true }` of `fit`.
 * @param ids - Token ids, as a tokenizer's `encode` returns them. What doesn't fill a last batch is left out.
 * @throws {@link ArgumentError} if the text is too short for one batch.
 * @example
 * const ids = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8);
 * const batches = [];
 * for await (const [inputs] of parallelStreams(ids, { streams: 2, contextLength: 2 })) batches.push(await inputs.array());
 * batches; // => [[[0, 1], [4, 5]], [[2, 3], [6, 7]]]
 */
export function parallelStreams(ids: Int32Array, options: ParallelStreamsOptions): DataLoader<StreamWindows> {
  const windows = new StreamWindows(ids, options);
  return new DataLoader(windows, { batchSize: windows.streams });
}

/** Windows of parallel streams, those of one batch in a row: what {@link parallelStreams} loads. */
export class StreamWindows implements Dataset {
  readonly length: number;
  readonly streams: number;
  readonly contextLength: number;
  readonly #streamLength: number;

  /** @internal Made by {@link parallelStreams}. */
  constructor(
    /** The whole text. */
    readonly ids: Int32Array,
    options: ParallelStreamsOptions,
  ) {
    checkOptions('parallelStreams', options, parallelStreamsOptions);
    checkArgument('parallelStreams', 'ids', ids, 'list', "Pass a tokenizer's encode(text).");
    this.streams = checkCount('parallelStreams', 'streams', options.streams);
    this.contextLength = checkCount('parallelStreams', 'contextLength', options.contextLength);
    const windows = Math.floor((ids.length - 1) / this.streams / this.contextLength);
    if (!(ids instanceof Int32Array) || windows < 1) {
      throw new ArgumentError('parallelStreams', {
        expected: `an Int32Array of at least ${this.streams * this.contextLength + 1} tokens, for one batch`,
        received: ids instanceof Int32Array ? ids.length : ids,
      });
    }
    this.#streamLength = windows * this.contextLength;
    this.length = windows * this.streams;
  }

  get(index: number): Example {
    return this.batch([index]).map((field) => ({ ...field, shape: field.shape.slice(1) }));
  }

  batch(indices: ArrayLike<number>): Example {
    checkArgument('parallelStreams', 'indices', indices, 'arrayLike');
    const { streams, contextLength } = this;
    return [0, 1].map((shift) => {
      const values = typedArray('int32', indices.length * contextLength);
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i]!;
        checkIndex('parallelStreams', index, this.length);
        const start =
          (index % streams) * this.#streamLength + Math.floor(index / streams) * contextLength + shift;
        values.set(this.ids.subarray(start, start + contextLength), i * contextLength);
      }
      return { values, shape: [indices.length, contextLength], dtype: 'int32' as const };
    });
  }
}
