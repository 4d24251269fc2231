import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { exportONNX } from '@neurona/checkpoints';
import type { Tensor } from '@neurona/tensor';
import { decodeAfter, memoryKeyValues, type Past } from '../attention/cached-decoder.js';
import { joined, lengthOf } from '../attention/key-value-state.js';
import { Seq2SeqTransformer } from '../seq2seq-transformer.js';
import { layerOutputs, pastInputs } from './key-value-inputs.js';

/** Settings of {@link exportSeq2SeqONNX}. */
export interface Seq2SeqONNXOptions {
  /** Metadata of the files: strings by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const seq2seqONNXOptions: OptionTable<Seq2SeqONNXOptions> = { metadata: undefined };

/** The files of an encoder-decoder, by the names that Hugging Face's optimum gives them. */
export interface Seq2SeqONNX {
  /** Reads the source. */
  readonly encoder_model: Uint8Array;
  /** Reads the first tokens of the target. */
  readonly decoder_model: Uint8Array;
  /** Reads further tokens, with the keys and values of the calls before. */
  readonly decoder_with_past_model: Uint8Array;
}

/**
 * Exports an encoder-decoder as three ONNX files, with inputs and outputs named and laid out as by Hugging Face's optimum.
 *
 * `encoder_model`: `input_ids`, `attention_mask` int64 `[N, S]` → `last_hidden_state` `[N, S, E]`. `decoder_model`: `input_ids` int64
 * `[N, L]`, `encoder_hidden_states`, `encoder_attention_mask` → `logits` `[N, L, V]`, `present.i.decoder.key` and `.value`
 * `[N, H, L, D]`, `present.i.encoder.…` `[N, H, S, D]`. `decoder_with_past_model` takes those as `past_key_values.i.…` instead of the hidden
 * states, and returns the decoder's alone.
 * @throws {@link ArgumentError} as `exportONNX` of `@neurona/checkpoints`.
 * @example
 * const sizes = { embedDim: 8, numHeads: 2, numEncoderLayers: 1, numDecoderLayers: 1 };
 * const files = await exportSeq2SeqONNX(new Seq2SeqTransformer({ sourceVocabSize: 7, targetVocabSize: 9, ...sizes }));
 * Object.keys(files); // => ['encoder_model', 'decoder_model', 'decoder_with_past_model']
 */
export async function exportSeq2SeqONNX(
  model: Seq2SeqTransformer,
  options: Seq2SeqONNXOptions = {},
): Promise<Seq2SeqONNX> {
  const { metadata = {} } = checkOptions('exportSeq2SeqONNX', options, seq2seqONNXOptions);
  if (!(model instanceof Seq2SeqTransformer))
    throw new ArgumentError('exportSeq2SeqONNX', { expected: 'a Seq2SeqTransformer', received: model });
  const { contextLength: maxLength, embedDim, transformer } = model;
  const { decoder, numHeads } = transformer;
  const settings = { maxLength, metadata };
  const heads = [numHeads, embedDim / numHeads] as const;
  const source = {
    shape: [1, 3],
    axes: { 0: 'batch_size', 1: 'encoder_sequence_length' },
    dtype: 'int64',
  } as const;
  const target = { ...source, axes: { 0: 'batch_size', 1: 'decoder_sequence_length' }, name: 'input_ids' };
  const mask = { ...source, name: 'encoder_attention_mask' };
  const written = (tokens: Tensor, past: readonly Past[], memoryMask: Tensor) => {
    const offset = lengthOf(past[0]!.decoder ?? []);
    const { hidden, layers } = decodeAfter(decoder, model.placedTargets(tokens, offset), past, memoryMask);
    return { logits: model.scores(hidden), layers };
  };
  const encode = (tokens: Tensor, given: Tensor): unknown => ({
    last_hidden_state: model.encode(tokens, { sourcePaddingMask: given.notEqual(0) }),
  });
  const begin = (tokens: Tensor, memory: Tensor, given: Tensor): unknown => {
    const past = memoryKeyValues(decoder, memory).map((encoder) => ({ encoder, decoder: undefined }));
    const { logits, layers } = written(tokens, past, given.notEqual(0));
    const present = layers.map((layer) => ({
      decoder: layerOutputs(joined(layer.decoder)),
      encoder: layerOutputs(layer.encoder),
    }));
    return { logits, present };
  };
  const goOn = (tokens: Tensor, given: Tensor, ...arrays: Tensor[]): unknown => {
    const pair = (at: number) => ({ keys: arrays[at]!, values: arrays[at + 1]! });
    const count = decoder.layers.length;
    const past = decoder.layers.map((_, i) => ({ decoder: [pair(2 * i)], encoder: pair(2 * (count + i)) }));
    const { logits, layers } = written(tokens, past, given.notEqual(0));
    return { logits, present: layers.map((layer) => ({ decoder: layerOutputs(joined(layer.decoder)) })) };
  };
  const past = (part: string, length: string) =>
    pastInputs(decoder.layers.length, ['past_key_values.', `.${part}.`], heads, length);
  return {
    encoder_model: await exportONNX(
      model,
      [
        { ...source, name: 'input_ids' },
        { ...source, name: 'attention_mask' },
      ],
      { ...settings, forward: encode },
    ),
    decoder_model: await exportONNX(
      model,
      [target, { name: 'encoder_hidden_states', shape: [1, 3, embedDim], axes: source.axes }, mask],
      { ...settings, forward: begin },
    ),
    decoder_with_past_model: await exportONNX(
      model,
      [
        target,
        mask,
        ...past('decoder', 'past_decoder_sequence_length'),
        ...past('encoder', 'encoder_sequence_length').map((input) => ({
          ...input,
          shape: input.shape.with(2, 3),
        })),
      ],
      { ...settings, forward: goOn },
    ),
  };
}
