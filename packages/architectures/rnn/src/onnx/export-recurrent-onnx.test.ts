import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed, memoryScope, type Tensor, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { EncoderDecoder } from '../encoder-decoder.js';
import { RecurrentLanguageModel } from '../language-model.js';
import { exportEncoderDecoderONNX, exportRecurrentONNX } from './export-recurrent-onnx.js';

const open = (bytes: Uint8Array): Promise<InferenceSession> =>
  InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });

const tokens = (rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

const int32 = (rows: readonly (readonly number[])[]): OnnxTensor =>
  new OnnxTensor('int32', Int32Array.from(rows.flat()), [rows.length, rows[0]!.length]);

const floats = (x: OnnxTensor | undefined): number[] => Array.from(x!.data as Float32Array);

type Outputs = InferenceSession.OnnxValueMapType;

/** A returned state as the inputs of the next call. */
const statesOf = (outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs)
      .filter(([name]) => name.startsWith('next'))
      .map(([name, value]) => [name.replace('next', 'state'), value]),
  );

beforeAll(() => useBackend(wasm()));

describe('exportRecurrentONNX', () => {
  it.each(['lstm', 'gru', 'rnn'] as const)(
    'of %s layers reads a text in parts as the model reads the whole',
    async (cell) => {
      manualSeed(1);
      const model = new RecurrentLanguageModel({ vocabSize: 9, hiddenSize: 6, numLayers: 2, cell }).eval();
      const session = await open(await exportRecurrentONNX(model));
      const rows = [[1, 5, 2, 7, 8], [4, 4, 0, 1, 2]]; // biome-ignore format: rows
      using _scope = memoryScope();
      const whole = (await model.forward(tokens(rows)).array()) as number[][][];
      let states: Outputs = Object.fromEntries(
        session.inputNames
          .slice(1)
          .map((name) => [name, new OnnxTensor('float32', new Float32Array(24), [2, 2, 6])]),
      );
      expect(Object.keys(states)).toHaveLength(cell === 'lstm' ? 2 : 1);
      for (const [from, to] of [
        [0, 3],
        [3, 4],
        [4, 5],
      ] as const) {
        // biome-ignore format: a table
        const outputs = await session.run({ tokens: int32(rows.map((row) => row.slice(from, to))), ...states });
        expectClose(
          floats(outputs.logits as OnnxTensor),
          whole.flatMap((row) => row.slice(from, to)).flat(),
          { atol: 1e-4 },
        );
        states = statesOf(outputs);
      }
      await session.release();
    },
  );
});

describe('exportEncoderDecoderONNX', () => {
  it.each(['additive', 'general', 'dot', 'none'] as const)(
    'with attention %s writes step by step as the model reads the whole',
    async (attention) => {
      manualSeed(2);
      const model = new EncoderDecoder({
        sourceVocabSize: 9,
        targetVocabSize: 7,
        hiddenSize: 8,
        attention,
      }).eval();
      const files = await exportEncoderDecoderONNX(model);
      const [encoder, decoder] = await Promise.all([files.encoder_model, files.decoder_model].map(open));
      const [source, target] = [[[1, 5, 2, 8], [4, 4, 0, 0]], [[1, 2, 3], [1, 6, 5]]]; // biome-ignore format: rows
      const counts = { lengths: new OnnxTensor('int32', Int32Array.of(4, 2), [2]) };
      using _scope = memoryScope();
      const lengths = tensor(Int32Array.of(4, 2));
      const whole = (await model.forward(tokens(source!), tokens(target!), lengths).array()) as number[][][];
      const {
        'memory.keys': keys,
        'memory.values': values,
        ...begun
      } = await encoder!.run({ tokens: int32(source!), ...counts });
      const memory = keys && values ? { 'memory.keys': keys, 'memory.values': values } : {};
      let states = statesOf(begun);
      for (const t of [0, 1, 2]) {
        const token = int32(target!.map((row) => row.slice(t, t + 1)));
        const read = decoder!.inputNames.includes('lengths') ? counts : {};
        const outputs = await decoder!.run({ token, ...read, ...memory, ...states });
        expectClose(
          floats(outputs.logits as OnnxTensor),
          whole.flatMap((row) => row[t]!),
          { atol: 1e-4 },
        );
        states = statesOf(outputs);
      }
      await Promise.all([encoder!.release(), decoder!.release()]);
    },
  );
});
