import { CharacterTokenizer, sequenceWindows, take } from '@neurona/datasets';
import { generateText } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { AdamW, OneCycleLR } from '@neurona/optimizers';
import { Generator, manualSeed, noGrad, permutationArray, scoped, tensor } from '@neurona/tensor';
import { evaluate, fit, LearningRateSchedule } from '@neurona/training';
import { GPT2, lora, mergeLora } from '@neurona/transformer';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import { inWords } from '../numbers-to-words/in-words.js';
import { inPortuguese } from './in-portuguese.js';
import type { loraNumbers } from './numbers.js';

export const settings = {
  baseSteps: 500,
  steps: 600,
  embedDim: 128,
  numLayers: 2,
  numHeads: 4,
  contextLength: 64,
  batchSize: 16,
  rank: 3,
  learningRate: 0.003,
  loraRate: 0.015,
  seed: 1,
};

export async function run(
  {
    baseSteps,
    steps,
    embedDim,
    numLayers,
    numHeads,
    contextLength,
    batchSize,
    rank,
    learningRate,
    loraRate,
    seed,
  }: typeof settings,
  { print, signal, progress }: LessonTools,
): Promise<Measured<typeof loraNumbers.expectations>> {
  manualSeed(seed);

  // #region texts
  const spanish = (n: number): string => `${inWords(n, 'es').join(' ')}\n`;
  const portuguese = (n: number): string => `${inPortuguese(n).join(' ')}\n`;
  const numbers = permutationArray(1_000_000, new Generator(seed));
  const tokenizer = new CharacterTokenizer({ specials: [] }).fit(
    [...numbers.slice(0, 1000)].flatMap((n) => [spanish(n), portuguese(n)]),
  );
  const write = (count: number, from: number, inLanguage: (n: number) => string): string => {
    let text = '';
    for (let i = from; text.length <= count; i++) text += inLanguage(numbers[i]!);
    return text;
  };
  const tokens = batchSize * contextLength; // of a step
  const known = write(baseSteps * tokens, 0, spanish);
  const other = write(steps * tokens, 100_000, portuguese);
  const heldOut = write(20_000, 500_000, portuguese);
  print(`${known.slice(0, 150)}…\n${other.slice(0, 150)}…`);
  // #endregion

  // #region base
  const make = () =>
    new GPT2({ vocabSize: tokenizer.vocabSize, contextLength, embedDim, numLayers, numHeads, dropout: 0 });
  async function learn(model: GPT2, text: string, count: number, rate: number): Promise<void> {
    const data = take(sequenceWindows(tokenizer.encode(text), { contextLength }), count * batchSize);
    const settings = { learningRate: rate, betas: [0.9, 0.98] as const, weightDecay: 0 };
    const optimizer = new AdamW(model.parameters(), settings);
    const schedule = new OneCycleLR(optimizer, rate, count + 1);
    await fit(model, data, {
      loss: crossEntropy,
      optimizer,
      batchSize,
      epochs: 1,
      clipNorm: 1,
      callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
      progress,
      ...(signal && { signal }),
    });
    optimizer.dispose();
  }
  const lossOf = async (model: GPT2, text = heldOut): Promise<number> => {
    const windows = sequenceWindows(tokenizer.encode(text), { contextLength });
    return (await evaluate(model, windows, { loss: crossEntropy })).loss!;
  };
  const base = make();
  await learn(base, known, baseSteps, learningRate);
  const before = await lossOf(base);
  print(
    `the base: ${(await lossOf(base, write(20_000, 500_000, spanish))).toFixed(3)} nats a character of Spanish, ${before.toFixed(3)} of Portuguese`,
  );
  // #endregion

  // #region full
  const full = make();
  full.loadStateDict(base.stateDict());
  await learn(full, other, steps, learningRate);
  const fullLoss = await lossOf(full);
  print(`every weight trained: ${fullLoss.toFixed(3)}`);
  full.dispose();
  // #endregion

  // #region adapters
  const weights = await valuesOf(base);
  lora(base, { rank, targets: ['c_attn', 'c_proj', 'c_fc'] });
  const count = (parameters: readonly { readonly size: number }[]): number =>
    parameters.reduce((sum, { size }) => sum + size, 0);
  const learned = base.parameters().filter(({ requiresGrad }) => requiresGrad);
  const share = (100 * count(learned)) / count(base.parameters());
  await learn(base, other, steps, loraRate);
  const loraLoss = await lossOf(base);
  print(`adapters alone, ${share.toFixed(1)} % of the weights: ${loraLoss.toFixed(3)}`);
  const after = await valuesOf(base);
  const changed = Object.keys(weights).filter((path) => after[path]!.some((x, i) => x !== weights[path]![i]));
  // #endregion

  // #region merge
  const line = tensor([Array.from(tokenizer.encode(heldOut.slice(0, contextLength)))], { dtype: 'int32' });
  const logitsOf = async (model: GPT2) =>
    (await noGrad(() => scoped(() => model.forward(line))).data()) as Float32Array;
  const adapted = await logitsOf(base.eval());
  const merged = await logitsOf(mergeLora(base));
  const largest = Math.max(...adapted.map(Math.abs));
  const difference = Math.max(...merged.map((x, i) => Math.abs(x - adapted[i]!))) / largest;
  print(
    await generateText(base, '\n', { tokenizer, maxNewTokens: contextLength - 2, temperature: 0.7, seed }),
  );
  // #endregion

  return {
    share,
    aboveFull: loraLoss / fullLoss - 1,
    before: before / loraLoss,
    changed: changed.length,
    difference,
  };
}

/** Values of a model's weights by path, those of adapters apart. */
async function valuesOf(model: GPT2): Promise<Record<string, Float32Array>> {
  const entries = Object.entries(model.stateDict()).filter(([path]) => !path.includes('lora_'));
  const values = await Promise.all(
    entries.map(async ([path, value]) => [path.replace('.baseLayer', ''), await value.data()] as const),
  );
  return Object.fromEntries(values) as Record<string, Float32Array>;
}
