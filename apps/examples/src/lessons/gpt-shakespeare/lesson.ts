import { CharacterTokenizer, sequenceWindows, take, tinyShakespeare } from '@neurona/datasets';
import { generateText } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { AdamW, OneCycleLR } from '@neurona/optimizers';
import { manualSeed } from '@neurona/tensor';
import { evaluate, fit, LearningRateSchedule } from '@neurona/training';
import { Llama, type PretrainedTokenizer, trainBPE } from '@neurona/transformer';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { gptShakespeareNumbers } from './numbers.js';

export const settings = {
  characters: 1_115_394,
  vocabSize: 1024,
  contextLength: 64,
  embedDim: 128,
  numLayers: 2,
  numHeads: 4,
  steps: 1000,
  batchSize: 8,
  learningRate: 0.006,
  length: 200,
  recurrent: 1.74,
  seed: 1,
};

export async function run(
  {
    characters,
    vocabSize,
    contextLength,
    embedDim,
    numLayers,
    numHeads,
    steps,
    batchSize,
    learningRate,
    length,
    recurrent,
    seed,
  }: typeof settings,
  { print, signal, progress }: LessonTools,
): Promise<Measured<typeof gptShakespeareNumbers.expectations>> {
  // #region tokens
  const text = (await tinyShakespeare()).slice(0, characters);
  const cut = Math.floor(0.9 * text.length); // the last tenth is held out
  const [train, heldOut] = [text.slice(0, cut), text.slice(cut)];
  const letters = new CharacterTokenizer({ specials: [] }).fit(text);
  const pieces = trainBPE(train, { vocabSize, specials: [] });
  const verse = 'To be, or not to be: that is the question';
  print(Array.from(pieces.encode(verse), (id) => pieces.decode([id])).join('|'));
  const perToken = heldOut.length / pieces.encode(heldOut).length;
  print(`${perToken.toFixed(2)} characters a token`);
  // #endregion

  // #region learn
  async function learn(tokenizer: CharacterTokenizer | PretrainedTokenizer) {
    manualSeed(seed);
    const model = new Llama({
      vocabSize: tokenizer.vocabSize,
      contextLength,
      embedDim,
      feedForwardDim: Math.round((8 / 3) * embedDim),
      numLayers,
      numHeads,
      tied: true, // the vectors of tokens are the weights of the logits too
    });
    const ids = tokenizer.encode(train);
    const stride = Math.floor((ids.length - contextLength - 1) / (steps * batchSize));
    const data = take(sequenceWindows(ids, { contextLength, stride }), steps * batchSize); // all over the text
    const optimizer = new AdamW(model.parameters(), { learningRate, betas: [0.9, 0.98], weightDecay: 0.1 });
    const schedule = new OneCycleLR(optimizer, learningRate, steps + 1);
    const { seconds } = await fit(model, data, {
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
    return { model, seconds };
  }
  // #endregion

  // #region compare
  async function lossOf(model: Llama, tokenizer: CharacterTokenizer | PretrainedTokenizer): Promise<number> {
    const ids = tokenizer.encode(heldOut);
    const { loss } = await evaluate(model, sequenceWindows(ids, { contextLength }), { loss: crossEntropy });
    return (loss! * ids.length) / heldOut.length; // nats a character
  }
  const losses: number[] = [];
  for (const [name, tokenizer] of [
    ['characters', letters],
    ['byte pairs', pieces],
  ] as const) {
    const { model, seconds } = await learn(tokenizer);
    losses.push(await lossOf(model, tokenizer));
    print(`\n${name}: ${losses.at(-1)!.toFixed(3)} nats a character after ${Math.round(seconds)} s`);
    const options = { tokenizer, maxNewTokens: length, temperature: 0.8, topP: 0.95, seed };
    print(`KING${await generateText(model, 'KING', options)}`);
    model.dispose();
  }
  // #endregion

  const [byCharacters, byPieces] = losses as [number, number];
  return {
    perToken,
    roundTrip: Number(pieces.decode(pieces.encode(text)) === text),
    belowRecurrent: recurrent - byPieces,
    gained: byCharacters - byPieces,
  };
}
