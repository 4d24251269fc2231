import { CharacterTokenizer, DataLoader, hostArray, padCollate } from '@neurona/datasets';
import { generateText } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { AdamW, OneCycleLR } from '@neurona/optimizers';
import { charRNN } from '@neurona/rnn';
import { Generator, manualSeed, permutationArray, type Tensor } from '@neurona/tensor';
import { evaluate, fit, LearningRateSchedule } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import { givenNames } from './given-names.js';
import { nGramLoss } from './n-grams.js';
import type { namesNumbers } from './numbers.js';

export const settings = {
  heldOut: 120,
  hiddenSize: 96,
  dropout: 0.4,
  epochs: 30,
  batchSize: 32,
  learningRate: 0.01,
  samples: 200,
  seed: 1,
};

export async function run(
  { heldOut, hiddenSize, dropout, epochs, batchSize, learningRate, samples, seed }: typeof settings,
  { print, signal, progress }: LessonTools,
): Promise<Measured<typeof namesNumbers.expectations>> {
  manualSeed(seed);

  // #region names
  const order = permutationArray(givenNames.length, new Generator(seed));
  const names = Array.from(order, (i) => givenNames[i]!);
  const [test, train] = [names.slice(0, heldOut), names.slice(heldOut)];
  print(`${givenNames.length} names, among them ${train.slice(0, 8).join(', ')}`);
  // #endregion

  // #region counting
  const ended = (list: readonly string[]): string[] => list.map((name) => `${name}.`); // the end is a letter too
  const baseline = (order: number): number =>
    Math.min(...[2, 4, 8, 16, 32].map((alpha) => nGramLoss(ended(train), ended(test), order, alpha)));
  const [bigram, trigram] = [baseline(2), baseline(3)];
  print(
    `counting letters: ${bigram.toFixed(3)} nats by the letter before, ${trigram.toFixed(3)} by the two before`,
  );
  // #endregion

  // #region data
  const tokenizer = new CharacterTokenizer({ specials: ['bos', 'eos'] }).fit(names);
  const padding = -1; // in no loss
  const loaderOf = (list: readonly string[], shuffle: boolean): DataLoader =>
    new DataLoader(
      {
        length: list.length,
        get(i) {
          const tokens = tokenizer.encode(list[i]!, { bos: true, eos: true });
          return [hostArray(tokens.slice(0, -1)), hostArray(tokens.slice(1))]; // what it reads, and what follows each
        },
      },
      { batchSize, shuffle, collate: padCollate({ 0: { mask: false }, 1: { mask: false, value: padding } }) },
    );
  const loss = (logits: Tensor, next: Tensor): Tensor => crossEntropy(logits, next, { ignoreIndex: padding });
  // #endregion

  // #region training
  const model = charRNN(tokenizer.vocabSize, {
    embedDim: 24,
    hiddenSize,
    numLayers: 1,
    cell: 'gru',
    dropout,
  });
  const loader = loaderOf(train, true);
  const optimizer = new AdamW(model.parameters(), { learningRate, weightDecay: 0.1 });
  const schedule = new OneCycleLR(optimizer, learningRate, epochs * loader.length! + 1);
  await fit(model, loader, {
    loss,
    optimizer,
    epochs,
    clipNorm: 1,
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region test
  const { loss: nats } = await evaluate(model, loaderOf(test, false), { loss });
  print(`the network: ${nats!.toFixed(3)} nats a letter of ${heldOut} names that it never saw`);
  // #endregion

  // #region samples
  const known = new Set(givenNames);
  let share = 0; // of new names among those that are different
  for (const temperature of [0.5, 0.8, 1.2]) {
    const written = await generateText(
      model,
      Array.from({ length: samples }, () => [tokenizer.bosId!]),
      { tokenizer, temperature, maxNewTokens: 15, seed },
    );
    const different = [...new Set(written)];
    const made = different.filter((name) => !known.has(name));
    if (temperature === 0.8) share = made.length / different.length;
    print(
      `\ntemperature ${temperature}: ${different.length} different names of ${samples}, ${made.length} in no list\n${made.slice(0, 12).join(', ')}`,
    );
  }
  // #endregion

  return { nats: nats!, underBigram: bigram - nats!, underTrigram: trigram - nats!, share };
}
