import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ByteTokenizer, CharacterTokenizer } from '@neurona/datasets';
import { Generator, manualSeed, zeros } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { beamSearch } from './beam-search.js';
import { type GeneratedToken, generate } from './generate.js';
import type { GenerateOptions } from './generate-options.js';
import { generateText } from './generate-text.js';
import type { Prompt } from './prompt.js';
import { SmallLSTM, table } from './testing/small-models.js';
import type { TokenModel } from './token-model.js';

async function all<S>(
  model: TokenModel<S>,
  prompt: Prompt | readonly Prompt[],
  options?: GenerateOptions,
): Promise<GeneratedToken[]> {
  const found: GeneratedToken[] = [];
  for await (const token of generate(model, prompt, options)) found.push(token);
  return found;
}

const tokensOf = (found: readonly GeneratedToken[], prompt = 0): number[] =>
  found.filter((one) => one.prompt === prompt).map(({ token }) => token);

/** After token i comes i + 1, and 0 after the last. */
const counting = (size: number): TokenModel<Record<string, never>> =>
  table(
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => Number(j === (i + 1) % size) * 50),
    ),
  );

/** Logits of some shape, whatever the tokens are. */
const scoring = (shape: readonly number[]): TokenModel<Record<string, never>> => ({
  vocabSize: 3,
  nextToken: () => ({ logits: zeros(shape), state: {} }),
  selectRows: (state) => state,
});

let known: number[] | undefined;

forEachBackend(() => {
  it('draws the same tokens from the same seed on every backend', async () => {
    const model = new SmallLSTM(30);
    const options = {
      maxNewTokens: 24,
      seed: 7,
      temperature: 0.9,
      topK: 20,
      topP: 0.95,
      minP: 0.01,
      repetitionPenalty: 1.1,
    };
    const first = tokensOf(await all(model, [1, 2, 3], options));
    expect(tokensOf(await all(model, [1, 2, 3], options))).toEqual(first);
    expect(tokensOf(await all(model, [1, 2, 3], { ...options, seed: 8 }))).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(5);
    known ??= first;
    expect(first).toEqual(known);
    model.dispose();
  });

  it('continues prompts of different lengths as it does each alone', async () => {
    const model = new SmallLSTM(30);
    const prompts = [[4], [9, 8, 7, 6, 5], [1, 2]];
    const options = { maxNewTokens: 12, temperature: 0, repetitionPenalty: 1.3 };
    const together = await all(model, prompts, options);
    for (const [i, prompt] of prompts.entries())
      expect(tokensOf(together, i)).toEqual(tokensOf(await all(model, prompt, options)));
    model.dispose();
  });

  it('lets rows end at different times without changing the others', async () => {
    const options = { maxNewTokens: 6, stopTokens: [9], temperature: 0 };
    const found = await all(counting(10), [[2], [7], [4]], options);
    expect([0, 1, 2].map((i) => tokensOf(found, i))).toEqual([
      [3, 4, 5, 6, 7, 8],
      [8, 9],
      [5, 6, 7, 8, 9],
    ]);
    expect(
      found.filter(({ finished }) => finished).map(({ prompt, finished }) => [prompt, finished]),
    ).toEqual([
      [1, 'stopToken'],
      [2, 'stopToken'],
      [0, 'length'],
    ]);
    const model = new SmallLSTM(12);
    const free = await all(model, [[1], [2], [3]], { maxNewTokens: 20, seed: 1 });
    const [early] = tokensOf(free, 1).slice(3);
    const cut = await all(model, [[1], [2], [3]], { maxNewTokens: 20, seed: 1, stopTokens: [early!] });
    for (const i of [0, 2]) {
      const end = tokensOf(free, i).indexOf(early!) + 1 || 20;
      expect(tokensOf(cut, i)).toEqual(tokensOf(free, i).slice(0, end));
    }
    model.dispose();
  });

  it('holds as much memory after many tokens as after a few, and none at the end', async () => {
    const model = new SmallLSTM(20);
    const before = liveMemory();
    const counts: ReturnType<typeof liveMemory>[] = [];
    for await (const _ of generate(model, [[1], [2, 3]], {
      maxNewTokens: 40,
      seed: 1,
      topK: 5,
      repetitionPenalty: 1.2,
    }))
      counts.push(liveMemory());
    expect(counts.at(-1)).toEqual(counts[10]);
    expect(liveMemory()).toEqual(before);
    for await (const _ of generate(model, [1])) break;
    expect(liveMemory()).toEqual(before);
    model.dispose();
  });
});

describe('a call', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  const letters = new CharacterTokenizer({ specials: [] }).fit('abcdefghij');

  it('streams texts, and ends them before a stop string that spans tokens', async () => {
    const options = { tokenizer: letters, temperature: 0, maxNewTokens: 20, stopStrings: ['fgh', 'xyz'] };
    const found = await all(counting(10), 'a', options);
    expect(found.map(({ text }) => text)).toEqual(['b', 'c', 'd', 'e', '', '', '']);
    expect(found.at(-1)!.finished).toBe('stopString');
    expect(await generateText(counting(10), ['a', 'gh'], options)).toEqual(['bcde', 'ijabcde']);
    const cut = { tokenizer: letters, temperature: 0, maxNewTokens: 6, stopStrings: ['fgx', 'cx'] };
    expect((await all(counting(10), 'a', cut)).map(({ text }) => text)).toEqual([
      'b',
      '',
      'cd',
      'e',
      '',
      'fg',
    ]);
    expect(await generateText(counting(10), [0], cut)).toBe('bcdefg');
  });

  it('joins bytes of a character before it shows them', async () => {
    const tokenizer = new ByteTokenizer();
    const bytes = tokenizer.encode('a€ñz');
    const rows = Array.from({ length: tokenizer.vocabSize }, () =>
      new Array<number>(tokenizer.vocabSize).fill(0),
    );
    for (const [i, byte] of bytes.entries()) if (i > 0) rows[bytes[i - 1]!]![byte] = 50;
    const found = await all(table(rows), 'a', { tokenizer, temperature: 0, maxNewTokens: bytes.length - 1 });
    expect(found.map(({ text }) => text)).toEqual(['', '', '€', '', 'ñ', 'z']);
  });

  it('penalises what occurred in prompt or text, as Hugging Face does', async () => {
    const model = table([
      [0, 3, 2.5, -1],
      [0, 3, 2.5, -1],
      [0, 3, 2.5, -1],
      [0, 3, 2.5, -1],
    ]);
    const run = async (repetitionPenalty: number): Promise<number[]> =>
      tokensOf(await all(model, [0], { temperature: 0, maxNewTokens: 4, repetitionPenalty }));
    expect(await run(1)).toEqual([1, 1, 1, 1]);
    expect(await run(1.5)).toEqual([1, 2, 1, 1]); // 3 / 1.5 < 2.5, then 2.5 / 1.5 < 2
    expect(await run(0.1)).toEqual([1, 1, 1, 1]);
  });

  it('ends at the context, when it is told to, and when the loop ends', async () => {
    const model = { ...counting(10), contextLength: 5 };
    expect(tokensOf(await all(model, [[1, 2, 3], [0]], { temperature: 0 }), 0)).toEqual([4, 5]);
    expect(tokensOf(await all(model, [[1, 2, 3], [0]], { temperature: 0 }), 1)).toEqual([1, 2, 3, 4]);
    const stop = new AbortController();
    const seen: number[] = [];
    for await (const { token } of generate(counting(10), [0], { temperature: 0, signal: stop.signal })) {
      seen.push(token);
      if (token === 3) stop.abort();
    }
    expect(seen).toEqual([1, 2, 3]);
  });

  it('is in evaluation mode while it reads, and as it was between tokens', async () => {
    const model = new SmallLSTM(20).train();
    model.rnn.eval();
    const found: number[] = [];
    for await (const { token } of generate(model, [1], { temperature: 0, maxNewTokens: 8 })) {
      found.push(token);
      expect([model.training, model.rnn.training, model.fc.training]).toEqual([true, false, true]);
    }
    expect(found).toEqual(tokensOf(await all(model.eval(), [1], { temperature: 0, maxNewTokens: 8 })));
    model.dispose();
  });

  it('draws from manualSeed without a seed', async () => {
    const model = new SmallLSTM(20);
    const run = async (options: GenerateOptions): Promise<number[]> =>
      tokensOf(await all(model, [1], { maxNewTokens: 9, ...options }));
    manualSeed(4);
    const first = await run({});
    expect(await run({})).not.toEqual(first);
    expect(await run({ rng: new Generator(4) })).toEqual(first);
    expect(await run({ seed: 4 })).toEqual(first);
    model.dispose();
  });

  it('says which prompt is wrong', async () => {
    const model = { ...counting(10), contextLength: 4 };
    const refused = (
      prompt: Prompt | readonly Prompt[],
      options: GenerateOptions,
      message: string,
    ): Promise<void> => expect(all(model, prompt, options)).rejects.toThrow(message);
    await refused([], {}, '[generate] expected a prompt of at least one token, got an empty one.');
    await refused([[1], []], {}, 'got an empty one (prompt 1). Begin with the token that begins a text');
    await refused(
      [[1], [1, 2, 3, 4, 5]],
      {},
      'expected a prompt of at most 4 tokens, the context of the model, got 5 (prompt 1).',
    );
    await refused(
      [[1], [1, 10]],
      {},
      '[generate] expected tokens from 0 to 9, got 10 (token 1 of prompt 1).',
    );
    await refused([1, 2.5], {}, 'expected tokens from 0 to 9, got 2.5 (token 1).');
    await refused('abc', {}, 'Pass { tokenizer } to have texts encoded.');
    await refused([0], { maxNewTokens: 0 }, 'expected maxNewTokens to be an integer of at least 1, got 0.');
    await refused([0], { stopStrings: ['a'] }, 'expected a tokenizer for stopStrings, got none.');
    await refused(
      [0],
      { tokenizer: letters, stopStrings: [''] },
      'expected stopStrings of at least one character',
    );
    await refused([0], { stopTokens: [-1] }, 'expected stopTokens to be token numbers, got -1.');
    await refused([0], { repetitionPenalty: 0 }, 'expected repetitionPenalty over 0, got 0.');
    await refused([0], { seed: 1, rng: new Generator(1) }, 'expected a seed or an rng, got both.');
    await refused([0], { maxTokens: 3 } as never, 'maxTokens');
    await expect(generateText(model, [0], {} as never)).rejects.toThrow(
      '[generateText] expected a tokenizer, got undefined.',
    );
  });

  it.each<[title: string, model: unknown, message: string]>([
    [
      'no model',
      undefined,
      '[generate] expected a model with vocabSize, nextToken and selectRows, got undefined.',
    ],
    [
      'a model of something else',
      { vocabSize: 3 },
      'expected a model with vocabSize, nextToken and selectRows',
    ],
    [
      'logits of another vocabulary',
      scoring([2, 4]),
      '[generate] expected logits [2, 3] of nextToken, a row for each text and a column for each token, got [2, 4].',
    ],
    ['logits of fewer rows', scoring([1, 3]), 'got [1, 3].'],
    ['logits of each step', scoring([2, 1, 3]), 'got [2, 1, 3].'],
    ['no logits', { ...scoring([2, 3]), nextToken: () => ({ state: {} }) }, 'got undefined.'],
  ])('refuses %s', async (_, model, message) => {
    const before = liveMemory();
    await expect(all(model as TokenModel, [[1], [2]], { maxNewTokens: 2 })).rejects.toThrow(message);
    expect(liveMemory()).toEqual(before);
  });

  it('continues a prompt that fills the context by one token', async () => {
    const model = { ...counting(10), contextLength: 2 };
    expect(tokensOf(await all(model, [1, 2], { temperature: 0 }))).toEqual([3]);
    const [best] = await beamSearch(model, [1, 2]);
    expect(best!.tokens).toEqual([3]);
  });

  it('says where a model that diverged has no token', async () => {
    const model = table([
      [0, 9, 0],
      [0, 0, 9],
      [Number.NaN, 0, 0],
    ]);
    const before = liveMemory();
    await expect(all(model, [[0], [1]], { temperature: 0 })).rejects.toThrow(
      '[generate] expected finite logits, got NaN, +∞ or only -∞ (prompt 1, after 1 tokens).',
    );
    expect(liveMemory()).toEqual(before);
  });
});
