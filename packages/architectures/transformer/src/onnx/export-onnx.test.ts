import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed, memoryScope, type Tensor, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';
import { Seq2SeqTransformer } from '../seq2seq-transformer.js';
import { exportCausalONNX } from './export-causal-onnx.js';
import { exportSeq2SeqONNX } from './export-seq2seq-onnx.js';

const open = (bytes: Uint8Array): Promise<InferenceSession> =>
  InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });

const int64 = (rows: readonly (readonly number[])[]): OnnxTensor =>
  new OnnxTensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]!.length]);

const int32 = (rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

const floats = (x: OnnxTensor): number[] => Array.from(x.data as Float32Array);

const sizes = { contextLength: 32, numLayers: 2, dropout: 0 };
const tiny = { ...sizes, vocabSize: 9, embedDim: 12, numHeads: 3 };

beforeAll(() => useBackend(wasm()));

describe('exportCausalONNX', () => {
  const models = {
    GPT2: () => new GPT2(tiny),
    'Llama of grouped heads': () =>
      new Llama({
        ...tiny,
        dropout: undefined,
        embedDim: 16,
        numHeads: 4,
        numKeyValueHeads: 2,
        feedForwardDim: 20,
      } as never),
    'Llama with a window': () =>
      new Llama({ ...tiny, dropout: undefined, feedForwardDim: 20, slidingWindow: 3 } as never),
  };

  it.each(Object.entries(models))(
    'of %s reads a text token by token as the model reads the whole',
    async (_, make) => {
      manualSeed(1);
      const model = make().eval();
      const session = await open(await exportCausalONNX(model));
      expect(session.inputNames.slice(0, 5)).toEqual([
        'input_ids',
        'attention_mask',
        'position_ids',
        'past_key_values.0.key',
        'past_key_values.0.value',
      ]);
      expect(session.outputNames.slice(0, 3)).toEqual(['logits', 'present.0.key', 'present.0.value']);
      const rows = [
        [1, 5, 2, 7, 8, 3, 3, 0],
        [4, 4, 0, 1, 2, 6, 5, 8],
      ];
      using _scope = memoryScope();
      const whole = await model.forward(int32(rows)).array();
      const { numHeads, embedDim, numKeyValueHeads = numHeads } = model.config as Llama['config'];
      const size = embedDim / numHeads;
      let past = Object.fromEntries(
        session.inputNames
          .slice(3)
          .map((name) => [
            name,
            new OnnxTensor('float32', new Float32Array(0), [2, numKeyValueHeads, 0, size]),
          ]),
      );
      for (const [from, to] of [
        [0, 4],
        [4, 5],
        [5, 8],
      ] as const) {
        // biome-ignore format: a table
        const positions = rows.map(() => Array.from({ length: to - from }, (_, i) => from + i));
        const outputs = await session.run({
          input_ids: int64(rows.map((row) => row.slice(from, to))),
          attention_mask: int64(rows.map(() => new Array<number>(to).fill(1))),
          position_ids: int64(positions),
          ...past,
        });
        expectClose(
          floats(outputs.logits!),
          (whole as number[][][]).flatMap((row) => row.slice(from, to)).flat(),
          { atol: 1e-4 },
        );
        past = Object.fromEntries(
          Object.keys(past).map((name) => [name, outputs[name.replace('past_key_values', 'present')]!]),
        ) as typeof past;
      }
      await session.release();
    },
  );

  it('leaves padding on the left out, and works without a cache', async () => {
    manualSeed(2);
    const model = new GPT2(tiny).eval();
    const session = await open(await exportCausalONNX(model, { cache: false }));
    expect(session.inputNames).toEqual(['input_ids', 'attention_mask', 'position_ids']);
    expect(session.outputNames).toEqual(['logits']);
    using _scope = memoryScope();
    const { logits } = await session.run({
      input_ids: int64([[0, 0, 5, 2, 7]]),
      attention_mask: int64([[0, 0, 1, 1, 1]]),
      position_ids: int64([[0, 0, 0, 1, 2]]),
    });
    const ours = await model.forward(int32([[5, 2, 7]])).data();
    expectClose(floats(logits!).slice(-ours.length), ours, { atol: 1e-4 });
    await session.release();
  });

  it('refuses options that it does not have', async () => {
    await expect(exportCausalONNX(new GPT2(tiny), { cached: true } as never)).rejects.toThrow(
      '[exportCausalONNX]',
    );
  });
});

describe('exportSeq2SeqONNX', () => {
  it.each([
    ['sinusoidal', false],
    ['rotary', true],
  ] as const)(
    'with %s positions writes token by token as the model reads the whole',
    async (positions, normFirst) => {
      manualSeed(3);
      const model = new Seq2SeqTransformer({
        sourceVocabSize: 7,
        targetVocabSize: 9,
        contextLength: 16,
        embedDim: 8,
        numHeads: 2,
        numEncoderLayers: 1,
        numDecoderLayers: 2,
        positions,
        normFirst,
      }).eval();
      const files = await exportSeq2SeqONNX(model);
      const [encoder, decoder, further] = await Promise.all(
        [files.encoder_model, files.decoder_model, files.decoder_with_past_model].map(open),
      );
      const [source, target] = [[[1, 4, 2, 3], [5, 6, 0, 0]], [[1, 2, 8, 7], [1, 5, 5, 3]]]; // biome-ignore format: rows
      const mask = [[1, 1, 1, 1], [1, 1, 0, 0]]; // biome-ignore format: rows
      using _scope = memoryScope();
      const sourcePaddingMask = int32(mask).cast('bool');
      const whole = (await model
        .forward(int32(source!), int32(target!), { sourcePaddingMask })
        .array()) as number[][][];
      const given = { encoder_attention_mask: int64(mask) };
      const memory = await encoder!.run({ input_ids: int64(source!), attention_mask: int64(mask) });
      const parts = (from: number, to: number): number[][] => target!.map((row) => row.slice(from, to));
      const first = await decoder!.run({
        input_ids: int64(parts(0, 2)),
        encoder_hidden_states: memory.last_hidden_state!,
        ...given,
      });
      expectClose(floats(first.logits!), whole.flatMap((row) => row.slice(0, 2)).flat(), { atol: 1e-4 });
      expect(Object.keys(first)).toContain('present.1.encoder.value');
      let past = Object.fromEntries(
        Object.entries(first)
          .slice(1)
          .map(([name, x]) => [name.replace('present', 'past_key_values'), x]),
      );
      for (const at of [2, 3]) {
        const next = await further!.run({ input_ids: int64(parts(at, at + 1)), ...given, ...past });
        expectClose(floats(next.logits!), whole.flatMap((row) => row.slice(at, at + 1)).flat(), {
          atol: 1e-4,
        });
        past = {
          ...past,
          ...Object.fromEntries(
            Object.entries(next)
              .slice(1)
              .map(([name, x]) => [name.replace('present', 'past_key_values'), x]),
          ),
        };
      }
      await Promise.all([encoder, decoder, further].map((session) => session!.release()));
    },
  );
});
