import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { exportONNX, type ONNXInput } from '@neurona/checkpoints';
import { arange, type Tensor } from '@neurona/tensor';
import { joined, type KeyValueBlocks } from '../attention/key-value-state.js';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';
import { layerOutputs, pastInputs } from './key-value-inputs.js';

/** Settings of {@link exportCausalONNX}. */
export interface CausalONNXOptions {
  /** Whether keys and values of the tokens before go in, and those of all come out, default true. */
  readonly cache?: boolean;
  /** Metadata of the file: strings by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const causalONNXOptions: OptionTable<CausalONNXOptions> = { cache: true, metadata: undefined };

/**
 * Exports a causal language model as an ONNX file with its key-value cache, inputs and outputs named and laid out as by Hugging Face's
 * optimum: the first call gets a past of length 0, each further one only the new tokens and what the last one returned as `present`.
 *
 * Inputs: `input_ids`, `position_ids` int64 `[N, L]`; `attention_mask` int64 `[N, P + L]`, 0 for padding; `past_key_values.i.key` and
 * `.value` `[N, G, P, D]`. Outputs: `logits` `[N, L, V]`; `present.i.key` and `.value` `[N, G, P + L, D]`.
 * @param options - `cache` (true), `metadata`.
 * @throws {@link ArgumentError} as `exportONNX` of `@neurona/checkpoints`.
 * @example
 * const model = new GPT2({ vocabSize: 9, contextLength: 16, embedDim: 8, numLayers: 1, numHeads: 2 });
 * (await exportCausalONNX(model)).length > 4000; // => true
 */
export async function exportCausalONNX(
  model: GPT2 | Llama,
  options: CausalONNXOptions = {},
): Promise<Uint8Array> {
  const { cache = true, metadata = {} } = checkOptions('exportCausalONNX', options, causalONNXOptions);
  if (!(model instanceof GPT2 || model instanceof Llama))
    throw new ArgumentError('exportCausalONNX', { expected: 'a GPT2 or a Llama', received: model });
  const { config, contextLength, slidingWindow } = model;
  const { numLayers, numHeads, embedDim } = config;
  const { numKeyValueHeads = numHeads, headDim = embedDim / numHeads } = config as Partial<Llama['config']>;
  const past = cache
    ? pastInputs(numLayers, ['past_key_values.', '.'], [numKeyValueHeads, headDim], pastLength)
    : [];
  const forward = (tokens: Tensor, mask: Tensor, positions: Tensor, ...given: Tensor[]): unknown => {
    const before = Array.from(
      { length: given.length / 2 },
      (_, i): KeyValueBlocks => [{ keys: given[2 * i]!, values: given[2 * i + 1]! }],
    );
    const reading = {
      positions,
      end: contextLength,
      mask: seenKeys(tokens.shape[1]!, mask, slidingWindow),
      causal: false,
      before: cache ? before : undefined,
    };
    const { hidden, layers } = model.read(tokens, reading);
    return {
      logits: model.scores(hidden),
      ...(cache && { present: layers.map((blocks) => layerOutputs(joined(blocks))) }),
    };
  };
  return await exportONNX(model, [...tokenInputs(cache), ...past], { forward, metadata });
}

const length = 'sequence_length';
const pastLength = 'past_sequence_length';

function tokenInputs(cache: boolean): ONNXInput[] {
  const tokens = { dtype: 'int64', shape: [1, 3], axes: { 0: 'batch_size', 1: length } } as const;
  const seen = cache ? { shape: [1, 5], axes: { 0: 'batch_size', 1: `${pastLength} + ${length}` } } : {};
  return [
    { ...tokens, name: 'input_ids' },
    { ...tokens, ...seen, name: 'attention_mask' },
    { ...tokens, name: 'position_ids' },
  ];
}

/** Which keys each query sees, `[N, 1, L, S]`: those before it, itself included, that are no padding, within the window. */
function seenKeys(count: number, mask: Tensor, window: number | undefined): Tensor {
  const total = mask.shape[1]!;
  const places = (from: number): Tensor => arange(from, total, 1, { dtype: 'int32', backend: mask.backend });
  const [queries, keys] = [places(total - count).reshape([1, 1, count, 1]), places(0)];
  const before = keys.lessEqual(queries);
  const near = window === undefined ? before : before.logicalAnd(keys.greater(queries.sub(window)));
  return near.logicalAnd(mask.notEqual(0).reshape([mask.shape[0]!, 1, 1, total]));
}
