import {
  ArrayDataset,
  CharacterTokenizer,
  hostArray,
  mapDataset,
  Subset,
  sequenceWindows,
  tinyShakespeare,
} from '@neurona/datasets';
import { crossEntropy, initNormal, Linear, Module } from '@neurona/layers';
import { AdamW, OneCycleLR } from '@neurona/optimizers';
import { Generator, manualSeed, permutationArray, scoped, type Tensor } from '@neurona/tensor';
import { accuracy, evaluate, fit, LearningRateSchedule } from '@neurona/training';
import { BERTForMaskedLM, maskTokens } from '@neurona/transformer';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import { lookAround, waves } from '../bert-shakespeare/look-around.js';
import { jumbled, linesOf } from './jumbled.js';
import type { sentenceClassifierNumbers } from './numbers.js';

export const settings = {
  characters: 1_115_394,
  contextLength: 32,
  embedDim: 64,
  numHeads: 4,
  steps: 1000,
  maskedRate: 0.004,
  labels: 200,
  tested: 1000,
  epochs: 15,
  batchSize: 32,
  learningRate: 0.001,
  repeats: 3,
  seed: 1,
};

export async function run(
  {
    characters,
    contextLength,
    embedDim,
    numHeads,
    steps,
    maskedRate,
    labels,
    tested,
    epochs,
    batchSize,
    learningRate,
    repeats,
    seed,
  }: typeof settings,
  { print, signal, progress }: LessonTools,
): Promise<Measured<typeof sentenceClassifierNumbers.expectations>> {
  manualSeed(seed);

  // #region lines
  const text = (await tinyShakespeare()).slice(0, characters).toLowerCase(); // capitals would say where words begin
  const cut = Math.floor(0.9 * text.length); // the last tenth is held out
  const letters = new CharacterTokenizer({ specials: [] }).fit(text);
  const maskId = letters.vocabSize; // one more token stands for what is hidden
  const examplesOf = (part: string, count: number, rng: Generator): ArrayDataset => {
    const lines = linesOf(part, contextLength);
    const chosen = Array.from(permutationArray(lines.length, rng).slice(0, count), (i) => lines[i]!);
    const shown = chosen.map((line, i) => (i % 2 === 0 ? line : jumbled(line, rng))); // every second one
    const tokens = Int32Array.from(shown.flatMap((line) => Array.from(letters.encode(line))));
    const isVerse = Int32Array.from(shown.keys(), (i) => 1 - (i % 2));
    return new ArrayDataset([hostArray(tokens, [shown.length, contextLength]), hostArray(isVerse)]);
  };
  const test = examplesOf(text.slice(cut), tested, new Generator(seed));
  // #endregion

  // #region body
  const makeBody = (): BERTForMaskedLM => {
    const body = new BERTForMaskedLM({
      vocabSize: maskId + 1,
      contextLength,
      embedDim,
      numLayers: 1,
      numHeads,
      numTypes: 1,
      dropout: 0,
    });
    for (const [, weight] of body.namedParameters()) {
      if (weight.ndim === 2) initNormal(weight, { std: 1 / Math.sqrt(embedDim) });
    }
    const { embeddings, encoder } = body.bert;
    scoped(() => embeddings.positionEmbeddings.weight.assign(waves(contextLength, embedDim)));
    for (const { attention } of encoder.layer) lookAround(attention.self, numHeads);
    return body;
  };
  const [preTrained, random] = [makeBody(), makeBody()];
  // #endregion

  // #region gaps
  const train = letters.encode(text.slice(0, cut));
  const hide = maskTokens({ vocabSize: maskId + 1, maskId }, { share: 0.3, masked: 1, random: 0 });
  const stride = Math.max(1, Math.floor((train.length - contextLength - 1) / (steps * batchSize)));
  const windows = mapDataset(sequenceWindows(train, { contextLength, stride }), hide);
  const order = Int32Array.from({ length: steps * batchSize }, (_, i) => i % windows.length);
  const masked = new AdamW(preTrained.parameters(), { learningRate: maskedRate, betas: [0.9, 0.98] });
  const schedule = new OneCycleLR(masked, maskedRate, steps + 1, { warmupFraction: 0.1 });
  await fit(preTrained, new Subset(windows, order), {
    loss: (logits, targets) => crossEntropy(logits, targets, { ignoreIndex: -100 }),
    optimizer: masked,
    batchSize,
    epochs: 1,
    clipNorm: 1,
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  masked.dispose();
  // #endregion

  // #region classify
  class LineClassifier extends Module {
    readonly classifier = new Linear(embedDim, 2);

    constructor(readonly body: BERTForMaskedLM) {
      super();
    }

    override forward(tokens: Tensor): Tensor {
      const { hidden } = this.body.bert.forward(tokens); // [N, L, E]
      return this.classifier.forward(hidden.mean({ axis: 1 })); // [N, 2]
    }
  }

  const accuracyFrom = async (start: BERTForMaskedLM, repeat: number): Promise<number> => {
    manualSeed(seed + repeat); // the same head and order of batches from both
    const body = makeBody();
    body.loadStateDict(start.stateDict());
    const model = new LineClassifier(body);
    const optimizer = new AdamW(model.parameters(), { learningRate });
    const examples = examplesOf(text.slice(0, cut), labels, new Generator(seed + repeat));
    await fit(model, examples, {
      loss: crossEntropy,
      optimizer,
      batchSize,
      epochs,
      progress: false,
      ...(signal && { signal }),
    });
    const { accuracy: right } = await evaluate(model, test, { loss: crossEntropy, metrics: { accuracy } });
    optimizer.dispose();
    model.dispose();
    return right!;
  };
  // #endregion

  // #region compare
  const leads: number[] = [];
  const found: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const [after, before] = [await accuracyFrom(preTrained, repeat), await accuracyFrom(random, repeat)];
    print(
      `${labels} labels: ${after.toFixed(3)} from the masked model, ${before.toFixed(3)} from random weights`,
    );
    leads.push(after - before);
    found.push(after);
  }
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  for (const body of [preTrained, random]) body.dispose();
  // #endregion

  return { accuracy: mean(found), lead: mean(leads), least: Math.min(...leads) };
}
