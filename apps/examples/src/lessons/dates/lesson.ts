import { CharacterTokenizer, DataLoader, hostArray, padCollate } from '@neurona/datasets';
import { generateText } from '@neurona/generation';
import { crossEntropy } from '@neurona/layers';
import { Adam, OneCycleLR } from '@neurona/optimizers';
import { plotHeatmap } from '@neurona/plots';
import { EncoderDecoder } from '@neurona/rnn';
import { Generator, manualSeed, permutationArray, tensor } from '@neurona/tensor';
import { fit, LearningRateSchedule } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import { dateFormats, datePair, dayCount } from './date-formats.js';
import type { datesNumbers } from './numbers.js';

export const settings = {
  examples: 12_000,
  heldOut: 1000,
  formats: dateFormats.length,
  hiddenSize: 64,
  attention: 'additive',
  epochs: 4,
  batchSize: 32,
  learningRate: 0.008,
  target: 0.98,
  seed: 1,
};

export async function run(
  {
    examples,
    heldOut,
    formats,
    hiddenSize,
    attention,
    epochs,
    batchSize,
    learningRate,
    target,
    seed,
  }: typeof settings,
  { print, draw, signal, progress }: LessonTools,
): Promise<Measured<typeof datesNumbers.expectations>> {
  manualSeed(seed);

  // #region dates
  const days = permutationArray(dayCount, new Generator(seed)); // every day from 1970 to 2069, in any order
  const pairs = Array.from(days, (day, i) => datePair(day, i % formats));
  const train = pairs.slice(0, examples);
  const test = pairs.slice(-heldOut); // other days
  print(
    train
      .slice(0, 5)
      .map(([written, iso]) => `${written.padEnd(36)} ${iso}`)
      .join('\n'),
  );
  // #endregion

  // #region tokens
  const letters = new CharacterTokenizer({ specials: ['pad'] }).fit(pairs.map(([written]) => written));
  const digits = new CharacterTokenizer({ specials: ['bos', 'eos'] }).fit('0123456789-');
  const data = {
    length: train.length,
    get(i: number) {
      const source = letters.encode(train[i]![0]);
      const written = digits.encode(train[i]![1], { bos: true, eos: true });
      const [before, after] = [written.slice(0, -1), written.slice(1)]; // what it reads, and what follows each
      return [
        hostArray(source),
        hostArray(before),
        hostArray(Int32Array.of(source.length), []),
        hostArray(after),
      ];
    },
  };
  const loader = new DataLoader(data, {
    batchSize,
    shuffle: true,
    collate: padCollate({ 0: { mask: false } }),
  });
  // #endregion

  // #region model
  const model = new EncoderDecoder({
    sourceVocabSize: letters.vocabSize,
    targetVocabSize: digits.vocabSize,
    embedDim: 24,
    hiddenSize,
    cell: 'gru',
    attention: attention as 'additive' | 'dot' | 'general' | 'none',
  });
  // #endregion

  // #region training
  const optimizer = new Adam(model.parameters(), { learningRate });
  const schedule = new OneCycleLR(optimizer, learningRate, epochs * loader.length! + 1);
  const { seconds } = await fit(model, loader, {
    loss: crossEntropy,
    optimizer,
    epochs,
    clipNorm: 1,
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region test
  const written = (sources: readonly string[]): Promise<string[]> =>
    generateText(
      model.conditionedOn(sources.map((source) => letters.encode(source))),
      sources.map(() => [digits.bosId!]),
      { tokenizer: digits, temperature: 0, maxNewTokens: 12 },
    );
  const answers = await written(test.map(([source]) => source));
  const isRight = test.map(([, iso], i) => answers[i] === iso);
  const exact = isRight.filter(Boolean).length / test.length;
  print(`${(100 * exact).toFixed(1)} % of ${test.length} other days right, after ${Math.round(seconds)} s`);
  for (const [i, [source, iso]] of test.entries())
    if (!isRight[i]) print(`${source} is ${iso}, not ${answers[i]}`);
  // #endregion

  // #region attention
  // The year stands in most formats as it is written: does it look there while it writes it?
  const copied = test.filter(([source, iso]) => source.includes(iso.slice(0, 4))).slice(0, 100);
  copied.sort(([a], [b]) => b.length - a.length);
  const sources = copied.map(([source]) => letters.encode(source));
  const read = tensor(
    copied.map(([, iso]) => Array.from(digits.encode(iso, { bos: true }))),
    { dtype: 'int32' },
  );
  const { weights } = model.eval().forwardWithWeights(sources, read);
  const looks = (await weights!.array()) as number[][][]; // [dates, written, source]
  const onYear = mean(
    copied.flatMap(([source, iso], i) => {
      const year = source.indexOf(iso.slice(0, 4));
      return looks[i]!.slice(0, 4).map((row) => sum(row.slice(Math.max(0, year - 1), year + 5))); // with a letter on each side
    }),
  );
  print(`while it writes the year, ${(100 * onYear).toFixed(0)} % of its attention is there`);
  const [longest, iso] = copied[0]!;
  draw(
    'attention',
    plotHeatmap(looks[0]!.slice(0, iso.length), {
      rows: [...iso],
      columns: [...longest.replaceAll(' ', '␣')],
      title: 'Where it looks while it writes',
      xLabel: 'read',
      yLabel: 'written',
    }),
  );
  // #endregion

  return { overTarget: exact - target, onYear };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
