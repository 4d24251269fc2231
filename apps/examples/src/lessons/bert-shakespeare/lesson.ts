import {
  CharacterTokenizer,
  hostArray,
  mapDataset,
  Subset,
  sequenceWindows,
  tinyShakespeare,
} from '@neurona/datasets';
import { crossEntropy, initNormal } from '@neurona/layers';
import { AdamW, OneCycleLR } from '@neurona/optimizers';
import { manualSeed, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { evaluate, fit, LearningRateSchedule } from '@neurona/training';
import { BERTForMaskedLM, maskTokens } from '@neurona/transformer';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import { frequencies } from './frequencies.js';
import { lookAround, waves } from './look-around.js';
import type { bertShakespeareNumbers } from './numbers.js';

export const settings = {
  characters: 1_115_394,
  contextLength: 32,
  embedDim: 64,
  numLayers: 1,
  numHeads: 4,
  steps: 1000,
  batchSize: 32,
  share: 0.3,
  learningRate: 0.004,
  around: true,
  line: 'First kiss me, Kate, and we will.',
  seed: 1,
};

export async function run(
  {
    characters,
    contextLength,
    embedDim,
    numLayers,
    numHeads,
    steps,
    batchSize,
    share,
    learningRate,
    around,
    line,
    seed,
  }: typeof settings,
  { print, signal, progress }: LessonTools,
): Promise<Measured<typeof bertShakespeareNumbers.expectations>> {
  manualSeed(seed);

  // #region gaps
  const text = (await tinyShakespeare()).slice(0, characters);
  const cut = Math.floor(0.9 * text.length); // the last tenth is held out
  const letters = new CharacterTokenizer({ specials: [] }).fit(text + line);
  const [train, heldOut] = [letters.encode(text.slice(0, cut)), letters.encode(text.slice(cut))];
  const maskId = letters.vocabSize; // one more token stands for what is hidden
  const tokens = { vocabSize: maskId + 1, maskId };
  const hide = maskTokens(tokens, { share, masked: 1, random: 0 });
  const stride = Math.max(1, Math.floor((train.length - contextLength - 1) / (steps * batchSize)));
  const windows = mapDataset(sequenceWindows(train, { contextLength, stride }), hide);
  const data = new Subset(
    windows,
    Int32Array.from({ length: steps * batchSize }, (_, i) => i % windows.length),
  );
  // #endregion

  // #region model
  const model = new BERTForMaskedLM({
    vocabSize: tokens.vocabSize,
    contextLength,
    embedDim,
    numLayers,
    numHeads,
    numTypes: 1,
    dropout: 0,
  });
  for (const [, weight] of model.namedParameters()) {
    if (weight.ndim === 2) initNormal(weight, { std: 1 / Math.sqrt(embedDim) });
  }
  const positions = model.bert.embeddings.positionEmbeddings.weight;
  scoped(() => positions.assign(waves(contextLength, embedDim)));
  if (around) for (const { attention } of model.bert.encoder.layer) lookAround(attention.self, numHeads);
  // #endregion

  // #region learn
  const loss = (logits: Tensor, targets: Tensor): Tensor =>
    crossEntropy(logits, targets, { ignoreIndex: -100 }); // where nothing is hidden
  const optimizer = new AdamW(model.parameters(), { learningRate, betas: [0.9, 0.98], weightDecay: 0.01 });
  const schedule = new OneCycleLR(optimizer, learningRate, steps + 1, { warmupFraction: 0.1 });
  const { seconds } = await fit(model, data, {
    loss,
    optimizer,
    batchSize,
    epochs: 1,
    clipNorm: 1,
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  optimizer.dispose();
  // #endregion

  // #region compare
  const middle = Math.floor(contextLength / 2);
  const held = sequenceWindows(heldOut, { contextLength, stride: 8 });
  const gaps = mapDataset(held, ([window]) => {
    const inputs = Int32Array.from(window!.values);
    const targets = new Int32Array(contextLength).fill(-100);
    targets[middle] = inputs[middle]!;
    inputs[middle] = maskId;
    return [hostArray(inputs), hostArray(targets)];
  });
  const counted = frequencies(train, maskId);
  const nats = (probability: (left: number, letter: number, right: number) => number): number => {
    const places = Array.from({ length: gaps.length }, (_, i) => 8 * i + middle);
    const [left, letter, right] = [-1, 0, 1].map((by) => places.map((at) => heldOut[at + by]!));
    const losses = letter!.map((one, i) => -Math.log(probability(left![i]!, one, right![i]!)));
    return losses.reduce((a, b) => a + b, 0) / losses.length;
  };
  const single = nats((_, letter) => counted.of(letter));
  const pair = nats((left, letter) => counted.after(left, letter));
  const both = nats(counted.between);
  const { loss: masked } = await evaluate(model, gaps, { loss });
  print(`${seconds.toFixed(0)} s; nats a hidden letter, of ${gaps.length}:`);
  print(`${single.toFixed(3)} by frequencies, ${pair.toFixed(3)} by the letter on the left`);
  print(`${both.toFixed(3)} by the letters on both sides, ${masked!.toFixed(3)} by BERT`);
  // #endregion

  // #region guess
  const ids = letters.encode(line);
  const gapsOfLine = Array.from(ids, (_, place) => {
    const start = Math.max(0, Math.min(place - middle, ids.length - contextLength));
    const window = ids.slice(start, start + contextLength);
    window[place - start] = maskId;
    return { window: Array.from(window), at: place - start };
  });
  const rows = tensor(
    gapsOfLine.map(({ window }) => window),
    { dtype: 'int32' },
  );
  const best = noGrad(() => scoped(() => model.eval().forward(rows).argmax({ axis: -1 }))); // [places, window]
  const likeliest = (await best.array()) as number[][];
  const guessed = gapsOfLine.map(({ at }, place) => likeliest[place]![at]!);
  print(line);
  const shown = guessed.map((id) => (id === maskId ? '?' : letters.decode([id])));
  print(shown.join('').replaceAll('\n', '↵'));
  const right = guessed.filter((id, place) => id === ids[place]).length / ids.length;
  model.dispose();
  // #endregion

  return { belowSingle: single - masked!, belowPair: pair - masked!, belowBoth: both - masked!, right };
}
