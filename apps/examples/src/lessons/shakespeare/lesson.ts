import { CharacterTokenizer, parallelStreams, tinyShakespeare } from '@neurona/datasets';
import { generateText } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { Adam, OneCycleLR } from '@neurona/optimizers';
import { plotHeatmap } from '@neurona/plots';
import { RecurrentLanguageModel } from '@neurona/rnn';
import { manualSeed, tensor } from '@neurona/tensor';
import { evaluate, fit, LearningRateSchedule } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { shakespeareNumbers } from './numbers.js';

export const settings = {
  characters: 1_115_394,
  hiddenSize: 128,
  streams: 16,
  contextLength: 64,
  epochs: 1,
  learningRate: 0.008,
  length: 300,
  target: 1.9,
  seed: 1,
};

export async function run(
  {
    characters,
    hiddenSize,
    streams,
    contextLength,
    epochs,
    learningRate,
    length,
    target,
    seed,
  }: typeof settings,
  { print, draw, signal, progress }: LessonTools,
): Promise<Measured<typeof shakespeareNumbers.expectations>> {
  manualSeed(seed);

  // #region text
  const text = (await tinyShakespeare()).slice(0, characters);
  const tokenizer = new CharacterTokenizer({ specials: [] }).fit(text); // a token for each of 65 characters
  const ids = tokenizer.encode(text);
  const cut = Math.floor(0.9 * ids.length); // the last tenth is held out
  const train = parallelStreams(ids.subarray(0, cut), { streams, contextLength });
  const heldOut = parallelStreams(ids.subarray(cut), { streams, contextLength });
  // #endregion

  // #region model
  const { vocabSize } = tokenizer;
  const model = new RecurrentLanguageModel({ vocabSize, embedDim: 64, hiddenSize, cell: 'lstm' });
  // #endregion

  // #region training
  const optimizer = new Adam(model.parameters(), { learningRate });
  const schedule = new OneCycleLR(optimizer, learningRate, epochs * train.length + 1);
  const { seconds } = await fit(model, train, {
    loss: crossEntropy,
    optimizer,
    epochs,
    carryState: true, // the state after a batch is that before the next, without its gradient
    clipNorm: 1, // what backpropagation through time needs
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region test
  const { loss } = await evaluate(model, heldOut, { loss: crossEntropy, carryState: true });
  const perfect = Math.exp(loss!).toFixed(1);
  print(
    `${loss!.toFixed(3)} nats a character after ${Math.round(seconds)} s: as if it chose among ${perfect}`,
  );
  // #endregion

  // #region samples
  const samples: string[] = [];
  for (const temperature of [0.4, 0.8, 1.2]) {
    const options = { tokenizer, maxNewTokens: length, temperature, seed };
    samples.push(await generateText(model, 'KING', options));
    print(`\ntemperature ${temperature}\nKING${samples.at(-1)}`);
  }
  const again = await generateText(model, 'KING', {
    tokenizer,
    maxNewTokens: length,
    temperature: 1.2,
    seed,
  });
  // #endregion

  // #region next
  const phrase = 'To be, or not to be';
  const logits = model.eval().forward(tensor([Array.from(tokenizer.encode(phrase))], { dtype: 'int32' }));
  const probabilities = (await logits.softmax().squeeze(0).array()) as number[][]; // [characters, 65]
  const shown = tokenizer.tokens.flatMap((token, id) => (/[a-z ,.]/.test(token) ? [id] : []));
  const columns = shown.map((id) => tokenizer.tokens[id]!.replace(' ', '␣'));
  const matrix = probabilities.map((row) => shown.map((id) => row[id]!));
  draw(
    'next',
    plotHeatmap(matrix, { rows: [...phrase.replaceAll(' ', '␣')], columns, title: 'Next character' }),
  );
  // #endregion

  return {
    belowTarget: target - loss!,
    different: new Set(samples).size,
    repeated: Number(again === samples[2]),
  };
}
