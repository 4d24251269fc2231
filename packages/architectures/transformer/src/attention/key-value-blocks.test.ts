import { currentBackend } from '@neurona/backend';
import { generate } from '@neurona/generation';
import { freeConstants, manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';
import { lengthOf } from './key-value-state.js';

const sizes = { vocabSize: 9, contextLength: 560, embedDim: 8, numLayers: 2, numHeads: 4 };

const models = {
  GPT2: () => new GPT2(sizes),
  'Llama with shared keys': () => new Llama({ ...sizes, feedForwardDim: 8, numKeyValueHeads: 2 }),
  'Llama with a window': () =>
    new Llama({ ...sizes, feedForwardDim: 8, numKeyValueHeads: 2, slidingWindow: 270 }),
};

/** Texts of pseudo-random tokens. */
const text = (rows: number, length: number): number[][] =>
  Array.from({ length: rows }, (_, row) => Array.from({ length }, (_, i) => (i * i + 3 * i * row + row) % 9));

const tokens = (rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

const part = (rows: readonly (readonly number[])[], start: number, stop: number): Tensor =>
  tokens(rows.map((row) => row.slice(start, stop)));

describe.each(Object.entries(models))('blocks of keys and values of %s', (_, make) => {
  forEachBackend(() => {
    it('read token by token, across full blocks, what the whole text says', async () => {
      manualSeed(2);
      const model = make().eval();
      const rows = text(2, 530);
      const whole = model.forward(tokens(rows));
      let { state } = model.nextToken(part(rows, 0, 253));
      // Token by token over the end of the first block, then in parts over that of the second.
      for (const [start, stop] of [
        [253, 254],
        [254, 255],
        [255, 256],
        [256, 257],
        [257, 258],
        [258, 515],
        [515, 516],
        [516, 517],
        [517, 529],
        [529, 530],
      ] as const) {
        const next = model.nextToken(part(rows, start, stop), { state });
        state = next.state;
        expectClose(await next.logits.data(), await whole.select(1, stop - 1).data());
      }
      expect(state.layers[0]!.length).toBeGreaterThan(1);
      expect(lengthOf(state.layers[0]!)).toBe(model.slidingWindow === undefined ? 530 : 269);
    });

    it('leave a state as it was when texts go on from it in two ways, padded or not', async () => {
      manualSeed(2);
      const model = make().eval();
      const rows = text(2, 300);
      const { state } = model.nextToken(part(rows, 0, 280));
      const one = model.nextToken(part(rows, 280, 281), { state });
      const padded = model.nextToken(part(rows, 280, 283), { state, lengths: [3, 1] });
      const swapped = model.selectRows(padded.state, tensor([1, 0], { dtype: 'int32' }));
      const further = model.nextToken(tokens([[7], [5]]), { state: swapped });
      const again = model.nextToken(part(rows, 280, 281), { state });
      expect(await again.logits.data()).toEqual(await one.logits.data());
      for (const [i, row] of [
        [...rows[1]!.slice(0, 281), 7],
        [...rows[0]!.slice(0, 283), 5],
      ].entries()) {
        const alone = model.forward(tokens([row])).select(1, -1);
        expectClose(await further.logits.slice(i, i + 1).data(), await alone.data());
      }
    });

    it('are freed when the text has ended', async () => {
      const model = make().eval();
      const write = async (): Promise<void> => {
        for await (const { token } of generate(model, text(2, 250), { maxNewTokens: 12 }))
          expect(token).toBeLessThan(9);
      };
      await write(); // tables of positions grow
      freeConstants(currentBackend());
      const before = liveMemory();
      await write();
      freeConstants(currentBackend());
      expect(liveMemory()).toEqual(before);
    });
  });
});
