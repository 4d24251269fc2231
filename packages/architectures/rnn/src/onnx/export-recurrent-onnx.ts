import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { exportONNX, type ONNXInput } from '@neurona/checkpoints';
import { arange, type Tensor } from '@neurona/tensor';
import { EncoderDecoder } from '../encoder-decoder.js';
import { RecurrentLanguageModel } from '../language-model.js';
import { stateInputs, stateOf } from './state-inputs.js';

/** Settings of {@link exportRecurrentONNX} and {@link exportEncoderDecoderONNX}. */
export interface RecurrentONNXOptions {
  /** Metadata of the file: strings by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const recurrentONNXOptions: OptionTable<RecurrentONNXOptions> = { metadata: undefined };

const tokens: ONNXInput = { name: 'tokens', shape: [1, 3], dtype: 'int32', axes: { 1: 'length' } };

/**
 * Exports a recurrent language model as an ONNX file that goes on from a state: zeros at first, then what the last call returned.
 *
 * Inputs: `tokens` int32 `[N, L]`; `state`, of an LSTM `state.hidden` and `state.cell`, `[numLayers, N, H]`. Outputs: `logits` `[N, L, V]`;
 * `next`, or `next.hidden` and `next.cell`.
 * @throws {@link ArgumentError} as `exportONNX` of `@neurona/checkpoints`.
 * @example
 * (await exportRecurrentONNX(new RecurrentLanguageModel({ vocabSize: 9, hiddenSize: 4 }))).length > 500; // => true
 */
export async function exportRecurrentONNX(
  model: RecurrentLanguageModel,
  options: RecurrentONNXOptions = {},
): Promise<Uint8Array> {
  const { metadata = {} } = checkOptions('exportRecurrentONNX', options, recurrentONNXOptions);
  if (!(model instanceof RecurrentLanguageModel))
    throw new ArgumentError('exportRecurrentONNX', { expected: 'a RecurrentLanguageModel', received: model });
  const forward = (given: Tensor, ...states: Tensor[]): unknown => {
    const { output, state } = model.forwardFrom(stateOf(states), given);
    return { logits: output, next: state };
  };
  return await exportONNX(model, [tokens, ...stateInputs(model.rnn)], { forward, metadata });
}

/** The files of an {@link EncoderDecoder}. */
export interface EncoderDecoderONNX {
  /** Reads the source. */
  readonly encoder_model: Uint8Array;
  /** Reads one token of the target and scores the next. */
  readonly decoder_model: Uint8Array;
}

/**
 * Exports a recurrent encoder-decoder as two ONNX files.
 *
 * `encoder_model`: `tokens` int32 `[N, S]`, `lengths` int32 `[N]` → `memory.keys`, `memory.values` `[N, S, …]` where it has attention, and
 * the state `next…` `[numLayers, N, H]`. `decoder_model`: `token` int32 `[N, 1]`, `lengths`, `memory…`, `state…` → `logits` `[N, 1, V]`,
 * `weights` `[N, 1, S]`, `next…`.
 * @throws {@link ArgumentError} as `exportONNX` of `@neurona/checkpoints`.
 * @example
 * const model = new EncoderDecoder({ sourceVocabSize: 9, targetVocabSize: 7, hiddenSize: 4 });
 * Object.keys(await exportEncoderDecoderONNX(model)); // => ['encoder_model', 'decoder_model']
 */
export async function exportEncoderDecoderONNX(
  model: EncoderDecoder,
  options: RecurrentONNXOptions = {},
): Promise<EncoderDecoderONNX> {
  const { metadata = {} } = checkOptions('exportEncoderDecoderONNX', options, recurrentONNXOptions);
  if (!(model instanceof EncoderDecoder))
    throw new ArgumentError('exportEncoderDecoderONNX', { expected: 'an EncoderDecoder', received: model });
  const lengths: ONNXInput = { name: 'lengths', shape: [1], dtype: 'int32' };
  const encode = (source: Tensor, counts: Tensor): unknown => {
    const { memory, state } = model.encode(source, counts);
    return { ...(memory && { memory: { keys: memory.keys, values: memory.values } }), next: state };
  };
  const { attention } = model.decoder;
  const { hiddenSize } = model.config;
  const memoryInputs = ['keys', 'values'].map((part) => ({
    name: `memory.${part}`,
    shape: [1, 3, hiddenSize],
    axes: { 1: 'length' },
  }));
  const decode = (token: Tensor, counts: Tensor, ...given: Tensor[]): unknown => {
    const [keys, values] = given;
    const steps = attention && arange(0, keys!.shape[1]!, 1, { dtype: 'int32', backend: token.backend });
    const memory = steps && {
      keys: keys!,
      values: values!,
      mask: counts.unsqueeze(1).greater(steps),
    };
    const state = stateOf(given.slice(attention ? 2 : 0));
    const { features, state: next, weights } = model.decoder.forward(token, { memory, state });
    return { logits: model.fc.forward(features), ...(weights && { weights }), next };
  };
  const step: ONNXInput = { name: 'token', shape: [1, 1], dtype: 'int32' };
  return {
    encoder_model: await exportONNX(model, [tokens, lengths], { forward: encode, metadata }),
    decoder_model: await exportONNX(
      model,
      [step, ...(attention ? [lengths, ...memoryInputs] : [lengths]), ...stateInputs(model.decoder.rnn)],
      { forward: decode, metadata },
    ),
  };
}
