import { ShapeBackend, setBackend, useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { beamSearch, generate } from '@neurona/generation';
import { crossEntropy, Transformer } from '@neurona/layers';
import { type Tensor, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Seq2SeqTransformer, type Seq2SeqTransformerConfig } from './seq2seq-transformer.js';

const tiny: Seq2SeqTransformerConfig = {
  sourceVocabSize: 7,
  targetVocabSize: 9,
  contextLength: 8,
  embedDim: 8,
  numHeads: 2,
  numEncoderLayers: 1,
  numDecoderLayers: 1,
  feedForwardDim: 16,
  dropout: 0,
};

const tokens = (...rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

describeArchitecture('Seq2SeqTransformer', {
  make: () => new Seq2SeqTransformer({ ...tiny, normFirst: true }),
  inputs: [
    { shape: [3, 5], dtype: 'int32', low: 0, high: 7 },
    { shape: [3, 4], dtype: 'int32', low: 0, high: 9 },
  ],
  output: [3, 4, 9],
  targets: { shape: [3, 4], dtype: 'int32', low: 0, high: 9 },
  loss: crossEntropy,
  learningRate: 0.03,
  skip: { cpu: 'the layers inside are tested there', webgpu: 'the layers inside are tested there' },
});

describe('Seq2SeqTransformer', () => {
  it('has the sizes of the paper', () => {
    const device = new ShapeBackend();
    setBackend(device);
    const count = (parameters: readonly Tensor[]): number =>
      parameters.reduce((sum, { size }) => sum + size, 0);
    expect(count(new Transformer().parameters())).toBe(44_140_544);
    const vocabulary = { sourceVocabSize: 37_000, targetVocabSize: 37_000 };
    const model = new Seq2SeqTransformer({ ...vocabulary, shared: true });
    expect(count(model.parameters())).toBe(44_140_544 + 37_000 * 512);
    device.dispose();
  });

  describe.each(['sinusoidal', 'learned', 'rotary'] as const)('with %s positions', (positions) => {
    beforeAll(() => useBackend(wasm()));

    it('writes the same with padding as without, each token by the ones before it', async () => {
      const model = new Seq2SeqTransformer({ ...tiny, positions }).eval();
      const sourcePaddingMask = tensor(
        [
          [1, 1, 1, 0, 0],
          [1, 1, 1, 1, 1],
        ],
        { dtype: 'bool' },
      );
      const source = tokens([1, 2, 3, 0, 0], [4, 5, 6, 1, 2]);
      const target = tokens([1, 3, 5], [1, 4, 8]);
      const logits = await model.forward(source, target, { sourcePaddingMask }).data();
      const alone = await model.forward(tokens([1, 2, 3]), tokens([1, 3, 5])).data();
      expectClose(logits.slice(0, 27), alone);
      const other = await model.forward(source, tokens([1, 3, 6], [1, 4, 2]), { sourcePaddingMask }).data();
      expectClose(other.slice(0, 18), alone.slice(0, 18));
      const moved = await model.forward(tokens([2, 1, 3]), tokens([1, 3, 5])).data();
      expect(Math.max(...moved.map((value, i) => Math.abs(value - alone[i]!)))).toBeGreaterThan(1e-3);

      const writer = model.conditionedOn(source, { sourcePaddingMask });
      const rows: number[][] = [[1], [1]];
      const options = { temperature: 0, maxNewTokens: 4 };
      const longest = tokens([1, 1, 1, 1, 1], [1, 1, 1, 1, 1]);
      await model.forward(source, longest, { sourcePaddingMask }).data(); // tables of positions grow
      const before = liveMemory();
      for await (const { prompt, token } of generate(writer, [[1], [1]], options)) rows[prompt]!.push(token);
      expect(liveMemory()).toEqual(before);
      for (const [i, row] of rows.entries()) {
        const scores = model
          .forward(source, tokens(...rows.map((one) => one.slice(0, -1))), { sourcePaddingMask })
          .select(0, i);
        expect([...(await scores.argmax({ axis: -1 }).data())]).toEqual(row.slice(1));
      }
      const parts = [tokens([1], [1]), tokens([3, 5], [4, 8])]; // the second part follows the state of the first
      const { state } = writer.nextToken(parts[0]!, {});
      expectClose(await writer.nextToken(parts[1]!, { state }).logits.data(), [
        ...logits.slice(18, 27),
        ...logits.slice(45, 54),
      ]);
      const swapped = writer.selectRows(state, tensor([1, 0], { dtype: 'int32' }));
      const { logits: after } = writer.nextToken(tokens([4, 8], [3, 5]), { state: swapped });
      expectClose(await after.data(), [...logits.slice(45, 54), ...logits.slice(18, 27)]);
      expect(() => writer.nextToken(longest, { state: { ...state, length: 400 } })).toThrow('context');
      const [best] = await beamSearch(model.conditionedOn(tokens([1, 2, 3])), [1], {
        beams: 3,
        maxNewTokens: 4,
      });
      expect(best!.tokens).toHaveLength(4);
    });
  });

  it('refuses what makes no model, and what it can not read', async () => {
    await useBackend(wasm());
    const failure =
      (config: object): (() => unknown) =>
      () =>
        new Seq2SeqTransformer({ ...tiny, ...config });
    expect(failure({ shared: true })).toThrow(
      '[Seq2SeqTransformer] expected one vocabulary for source and target, as it is shared, got 7 and 9 tokens.',
    );
    expect(failure({ numHeads: 3 })).toThrow('expected numHeads to divide embedDim, got 3 for 8.');
    expect(failure({ positions: 'absolute' })).toThrow("'sinusoidal', 'learned' or 'rotary', got absolute.");
    expect(failure({ layers: 2 })).toThrow('got layers');
    const model = new Seq2SeqTransformer(tiny);
    const source = tokens([1, 2]);
    expect(() => model.forward(source, tokens(new Array(9).fill(1)))).toThrow('at most 8 tokens');
    expect(() => model.forward(source, tokens([1]), { sourcePaddingMask: tensor([[0, -1e9]]) })).toThrow(
      'expected a keyPaddingMask of dtype bool, got float32.',
    );
    const written = generate(model.conditionedOn(source), [[1], [1]]);
    await expect(written.next()).rejects.toThrow('expected a prompt for each of 1 sources, got 2.');
    const uneven = generate(model.conditionedOn(tokens([1, 2], [3, 4])), [[1], [1, 2]]);
    await expect(uneven.next()).rejects.toThrow('expected prompts of one length, got [1, 2].');
  });
});
