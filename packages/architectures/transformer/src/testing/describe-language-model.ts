import { currentBackend } from '@neurona/backend';
import { beamSearch, type GenerateOptions, generate } from '@neurona/generation';
import {
  freeConstants,
  manualSeed,
  noGrad,
  noteHostValues,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import type { CausalLanguageModel } from '../language-model/causal-language-model.js';

const tokens = (...rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

/** The tokens of each prompt's continuation. */
async function written(
  model: CausalLanguageModel,
  prompts: readonly (readonly number[])[],
  options: GenerateOptions,
): Promise<number[][]> {
  const rows: number[][] = prompts.map(() => []);
  for await (const { prompt, token } of generate(model, prompts, options)) rows[prompt]!.push(token);
  return rows;
}

/** The same without remembering anything: all tokens are read again for each. */
async function writtenAnew(
  model: CausalLanguageModel,
  prompt: readonly number[],
  count: number,
): Promise<number[]> {
  const all = [...prompt];
  for (let i = 0; i < count; i++) {
    const best = noGrad(() => scoped(() => model.forward(tokens(all)).select(1, -1).argmax({ axis: -1 })));
    all.push((await best.data())[0]!);
    best.dispose();
  }
  return all.slice(prompt.length);
}

/** Declares the checks of a causal language model of 9 tokens and a context of 16. */
export function describeLanguageModel(
  name: string,
  make: () => CausalLanguageModel,
  skip: Readonly<Record<string, string>> = {},
): void {
  describe(`${name} as a language model`, () => {
    forEachBackend(
      () => {
        const build = (): CausalLanguageModel => {
          manualSeed(5);
          return make().eval();
        };

        it('reads a text in parts as it reads the whole', async () => {
          const model = build();
          const text = [
            [1, 2, 3, 4, 5, 6, 7, 8, 0, 2],
            [8, 8, 1, 0, 3, 3, 2, 6, 1, 7],
          ] as const;
          const whole = await model.forward(tokens(...text)).array();
          const part = (start: number, stop: number): Tensor =>
            tokens(...text.map((row) => row.slice(start, stop)));
          let state = model.nextToken(part(0, 4)).state;
          for (const [start, stop] of [
            [4, 5],
            [5, 9],
            [9, 10],
          ] as const) {
            const next = model.nextToken(part(start, stop), { state });
            state = next.state;
            expectClose(
              await next.logits.data(),
              (whole as number[][][]).flatMap((row) => row[stop - 1]!),
            );
          }
        });

        it('continues texts of different lengths as it continues each alone', async () => {
          const model = build();
          const prompts = [[1, 2, 3, 4, 5, 6], [7], [3, 8, 8, 1]];
          const options = { temperature: 0, maxNewTokens: 7 };
          const together = await written(model, prompts, options);
          for (const [i, prompt] of prompts.entries()) {
            expect(together[i]).toEqual((await written(model, [prompt], options))[0]);
            expect(together[i]).toEqual(await writtenAnew(model, prompt, 7));
          }
          const [best] = await beamSearch(model, prompts[0]!, { beams: 1, maxNewTokens: 7 });
          expect(best!.tokens).toEqual(together[0]);
        });

        it('goes on with several texts that are padded behind what it has read', async () => {
          const model = build();
          const { state } = model.nextToken(tokens([1, 2], [3, 4], [5, 6]));
          const padded = model.nextToken(tokens([7, 8, 1], [2, 0, 0], [4, 4, 0]), {
            state,
            lengths: [3, 1, 2],
          });
          const swapped = model.selectRows(padded.state, tensor([2, 0], { dtype: 'int32' }));
          const { logits } = model.nextToken(tokens([1], [3]), { state: swapped });
          const rows = [
            [5, 6, 4, 4, 1],
            [1, 2, 7, 8, 1, 3],
          ];
          for (const [i, row] of rows.entries()) {
            const alone = model.forward(tokens(row)).select(1, -1);
            expectClose(await logits.slice(i, i + 1).data(), await alone.data());
          }
        });

        it('holds no more memory than its state', async () => {
          const model = build();
          await written(model, [[1, 2], [3]], { maxNewTokens: 9 }); // tables of positions grow
          freeConstants(currentBackend());
          const before = liveMemory();
          await written(model, [[1, 2], [3]], { maxNewTokens: 9 });
          freeConstants(currentBackend());
          expect(liveMemory()).toEqual(before);
        });
      },
      { skip },
    );

    it('refuses what is no text of its tokens', () => {
      const model = make();
      const { kind } = model;
      expect(() => model.forward(tensor([1, 2], { dtype: 'int32' }))).toThrow(
        `[${kind}] expected tokens [N, L] of at least one step, got [2]. Make a batch of one row: tokens.unsqueeze(0).`,
      );
      expect(() => model.forward(tensor([[1, 2]]))).toThrow(`[${kind}] expected int32 tokens, got float32.`);
      const outside = noteHostValues(tokens([1, 9]), Int32Array.of(1, 9));
      expect(() => model.forward(outside)).toThrow(
        `[${kind}] expected tokens from 0 to 8, got 9 (step 1 of example 0). Is the tokenizer the one that belongs to the model?`,
      );
      expect(() => model.forward(tokens(new Array(17).fill(1)))).toThrow(
        `[${kind}] expected at most 16 tokens, the context of the model, got 17. Keep the end of the text.`,
      );
      const { state } = model.nextToken(tokens(new Array(15).fill(1)));
      expect(() => model.nextToken(tokens([1, 1]), { state })).toThrow('got 17 (15 of them read before)');
      expect(() => model.nextToken(tokens([1, 1]), { lengths: [3] })).toThrow(
        `[${kind}] expected 1 lengths from 1 to 2, the padded length, got [3].`,
      );
    });
  });
}
