import { ArrayDataset, DataLoader, digits, fetchBatch, hostArray, trainTestSplit } from '@neurona/datasets';
import { generate } from '@neurona/generation';
import { crossEntropy, Flatten, Sequential } from '@neurona/layers';
import { MLP } from '@neurona/mlp';
import { Adam } from '@neurona/optimizers';
import { plotImageGrid } from '@neurona/plots';
import { RecurrentLanguageModel } from '@neurona/rnn';
import { concat, Generator, manualSeed, noGrad, type Tensor, tensor } from '@neurona/tensor';
import { accuracy, evaluate, fit } from '@neurona/training';
import { VQVAE, vqSteps } from '@neurona/vae';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { vqDigitsNumbers } from './numbers.js';

export const settings = {
  channels: 32,
  numCodes: 32,
  codeSize: 8,
  epochs: 20,
  hiddenSize: 96,
  priorEpochs: 30,
  topP: 0.95,
  samples: 20,
  seed: 1,
};

export async function run(
  { channels, numCodes, codeSize, epochs, hiddenSize, priorEpochs, topP, samples, seed }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof vqDigitsNumbers.expectations>> {
  manualSeed(seed);
  const common = { progress, ...(signal && { signal }) };

  // #region data
  const [train, test] = trainTestSplit(await digits(), { testSize: 0.2, rng: new Generator(seed) });
  const readAll = async (part: typeof train): Promise<{ x: Tensor; labels: Int32Array }> => {
    const [images, labels] = await fetchBatch(
      part,
      Array.from({ length: part.length }, (_, i) => i),
    );
    return { x: tensor(images!.values, { shape: images!.shape }), labels: Int32Array.from(labels!.values) };
  };
  const [known, heldOut] = [await readAll(train), await readAll(test)];
  // #endregion

  // #region codes
  const model = new VQVAE({ inputShape: [8, 8, 1], depth: 1, channels, numCodes, codeSize });
  const { epochs: results } = await fit(model, new DataLoader(train, { batchSize: 64, shuffle: true }), {
    ...vqSteps(),
    optimizers: { adam: new Adam(model.parameters(), { learningRate: 0.003 }) },
    validation: new DataLoader(test, { batchSize: test.length }),
    epochs,
    ...common,
  });
  model.eval();
  const { valReconstruction: error, valPerplexity: inUse } = results.at(-1)!;
  const [rows, columns] = model.gridShape;
  const length = rows * columns;
  print(
    `a digit as ${length} of ${numCodes} codes, ${inUse!.toFixed(1)} of them in use: mean squared error ${error!.toFixed(4)}`,
  );
  const shown = heldOut.x.slice(0, 10);
  const redrawn = noGrad(() => model.decode(model.encode(shown)));
  draw(
    'codes',
    plotImageGrid(await picture(concat([shown, redrawn])), {
      columns: 10,
      clip: true,
      title: 'Digits, and the same out of codes',
    }),
  );
  // #endregion

  // #region prior
  const startOf = (digit: number): number => numCodes + digit; // a text begins with its digit
  async function textsOf({ x, labels }: typeof known): Promise<{ data: ArrayDataset; codes: Int32Array }> {
    const codes = Int32Array.from(await noGrad(() => model.encode(x)).data(), Number);
    const read = codes.map((_, i) => (i % length === 0 ? startOf(labels[i / length]!) : codes[i - 1]!));
    const shape = [labels.length, length];
    return { data: new ArrayDataset([hostArray(read, shape), hostArray(codes, shape)]), codes };
  }
  const [texts, others] = [await textsOf(known), await textsOf(heldOut)];
  const prior = new RecurrentLanguageModel({
    vocabSize: numCodes + 10,
    hiddenSize,
    cell: 'gru',
    dropout: 0.3,
  });
  await fit(prior, texts.data, {
    loss: crossEntropy,
    optimizer: 'adam',
    learningRate: 0.005,
    epochs: priorEpochs,
    batchSize: 64,
    clipNorm: 1,
    ...common,
  });
  const { loss: nats } = await evaluate(prior, others.data, { loss: crossEntropy, batchSize: 400 });
  const counted = Array.from(
    { length: numCodes },
    (_, code) => texts.codes.filter((one) => one === code).length + 1,
  );
  const total = counted.reduce((a, b) => a + b);
  const alone =
    others.codes.reduce((sum, code) => sum - Math.log(counted[code]! / total), 0) / others.codes.length;
  print(`held-out codes: ${nats!.toFixed(3)} nats each, ${alone.toFixed(3)} by their counts alone`);
  // #endregion

  // #region samples
  const asked = Array.from({ length: 10 * samples }, (_, i) => Math.floor(i / samples));
  const written = asked.map((): number[] => []);
  const prompts = asked.map((digit) => [startOf(digit)]);
  for await (const { prompt, token } of generate(prior, prompts, { topP, maxNewTokens: length, seed }))
    written[prompt]!.push(token);
  const codes = tensor(Int32Array.from(written.flat()), { shape: [asked.length, rows, columns] });
  const drawn = noGrad(() => model.decode(codes));
  const shownRows = Math.min(samples, 10);
  const first = tensor(
    Int32Array.from({ length: 10 * shownRows }, (_, i) => (i % 10) * samples + Math.floor(i / 10)),
  );
  draw(
    'samples',
    plotImageGrid(await picture(drawn.indexSelect(0, first)), {
      columns: 10,
      clip: true,
      title: 'Digits that nobody wrote',
    }),
  );
  // #endregion

  // #region judge
  const judge = new Sequential(new Flatten(), new MLP([64, 64, 10]));
  await fit(judge, train, {
    loss: crossEntropy,
    optimizer: 'adam',
    learningRate: 0.003,
    epochs: 20,
    batchSize: 64,
    ...common,
  });
  const { accuracy: onReal } = await evaluate(judge, test, { metrics: { accuracy } });
  const answers = await noGrad(() =>
    judge
      .eval()
      .forward(drawn.clamp({ min: 0, max: 1 }))
      .argmax({ axis: 1 }),
  ).data();
  const recognised = asked.filter((digit, i) => Number(answers[i]) === digit).length / asked.length;
  const grids = new Set(
    Array.from({ length: train.length }, (_, i) => texts.codes.slice(i * length, (i + 1) * length).join()),
  );
  const fresh = written.filter((grid) => !grids.has(grid.join())).length / written.length;
  print(
    `a network that reads ${(100 * onReal!).toFixed(1)} % of real digits reads ${(100 * recognised).toFixed(1)} % of the new ones as asked; ${(100 * fresh).toFixed(1)} % are no grid of the training data`,
  );
  // #endregion

  return { error: error!, inUse: inUse!, underCounts: alone - nats!, recognised, fresh };
}

/** Images on the device as a picture takes them. */
async function picture(x: Tensor): Promise<{ values: Float32Array; shape: readonly number[] }> {
  return { values: Float32Array.from(await x.data(), Number), shape: x.shape };
}
