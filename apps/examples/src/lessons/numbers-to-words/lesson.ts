import { CharacterTokenizer, DataLoader, hostArray, padCollate, WordTokenizer } from '@neurona/datasets';
import { beamSearch, generateText } from '@neurona/generation';
import { attentionHeads, crossEntropy, Module } from '@neurona/layers';
import { AdamW, OneCycleLR } from '@neurona/optimizers';
import { plotHeatmap } from '@neurona/plots';
import { Generator, manualSeed, permutationArray, type Tensor, tensor } from '@neurona/tensor';
import { fit, LearningRateSchedule } from '@neurona/training';
import { Seq2SeqTransformer } from '@neurona/transformer';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import { inWords, numberWords } from './in-words.js';
import type { numbersToWordsNumbers } from './numbers.js';

export const settings = {
  digits: 6,
  examples: 8000,
  heldOut: 1000,
  beamed: 50,
  embedDim: 64,
  numHeads: 4,
  numLayers: 2,
  epochs: 4,
  batchSize: 32,
  learningRate: 0.002,
  drawn: 481_927,
  target: 0.98,
  seed: 1,
};

export async function run(
  {
    digits,
    examples,
    heldOut,
    beamed,
    embedDim,
    numHeads,
    numLayers,
    epochs,
    batchSize,
    learningRate,
    drawn,
    target,
    seed,
  }: typeof settings,
  { print, draw, signal, progress }: LessonTools,
): Promise<Measured<typeof numbersToWordsNumbers.expectations>> {
  manualSeed(seed);
  const words = (n: number): string => inWords(n, 'es').join(' ');

  // #region numbers
  const rng = new Generator(seed);
  const orders = Array.from({ length: digits }, (_, i) => permutationArray(10 ** (i + 1), rng));
  const numbers = new Set<number>(); // as many short ones as long ones, until there are no more, and none twice
  for (let i = 0; numbers.size < examples + heldOut; i++)
    for (const order of orders) if (i < order.length) numbers.add(order[i]!);
  const all = [...numbers].slice(0, examples + heldOut);
  const train = all.slice(0, examples);
  const test = all.slice(examples);
  for (const n of test.slice(0, 5)) print(`${String(n).padEnd(8)} ${words(n)}`);
  // #endregion

  // #region tokens
  const source = new CharacterTokenizer({ specials: ['pad'] }).fit('0123456789');
  const written = new WordTokenizer({ specials: ['pad', 'bos', 'eos'] }).fit(numberWords('es').join(' '));
  const data = {
    length: train.length,
    get(i: number) {
      const tokens = written.encode(words(train[i]!), { bos: true, eos: true });
      const [before, after] = [tokens.slice(0, -1), tokens.slice(1)]; // what it reads, and what follows each
      return [hostArray(source.encode(String(train[i]))), hostArray(before), hostArray(after)];
    },
  };
  const loader = new DataLoader(data, {
    batchSize,
    shuffle: true,
    collate: padCollate({ 0: {}, 1: { mask: false }, 2: { mask: false } }), // only the source needs a mask
  });
  // #endregion

  // #region model
  const model = new Seq2SeqTransformer({
    sourceVocabSize: source.vocabSize,
    targetVocabSize: written.vocabSize,
    contextLength: 24,
    embedDim,
    numHeads,
    numEncoderLayers: numLayers,
    numDecoderLayers: numLayers,
    feedForwardDim: 2 * embedDim,
    dropout: 0,
    normFirst: true,
  });
  // #endregion

  // #region training
  class Masked extends Module<readonly [source: Tensor, mask: Tensor, before: Tensor]> {
    readonly model = model;
    override forward(source: Tensor, sourcePaddingMask: Tensor, before: Tensor): Tensor {
      return this.model.forward(source, before, { sourcePaddingMask });
    }
  }
  const optimizer = new AdamW(model.parameters(), { learningRate });
  const schedule = new OneCycleLR(optimizer, learningRate, epochs * loader.length! + 1);
  const { seconds } = await fit(new Masked(), loader, {
    loss: (logits: Tensor, targets: Tensor) => crossEntropy(logits, targets, { ignoreIndex: written.padId! }),
    optimizer,
    epochs,
    clipNorm: 1,
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region greedy
  const { ids, mask } = source.encodeBatch(test.map(String));
  const asTensor = ({ values, shape, dtype }: typeof ids): Tensor => tensor(values, { shape, dtype });
  const answers = await generateText(
    model.conditionedOn(asTensor(ids), { sourcePaddingMask: asTensor(mask) }),
    test.map(() => [written.bosId!]),
    { tokenizer: written, temperature: 0, maxNewTokens: 20 },
  );
  const wrong = test.filter((n, i) => answers[i] !== words(n));
  const exact = 1 - wrong.length / test.length;
  print(
    `${(100 * exact).toFixed(1)} % of ${test.length} other numbers right, after ${Math.round(seconds)} s`,
  );
  for (const n of wrong.slice(0, 10)) print(`${n} is not “${answers[test.indexOf(n)]}”`);
  // #endregion

  // #region beams
  const sourceOf = (n: number): Tensor => tensor([Array.from(source.encode(String(n)))], { dtype: 'int32' });
  const searched = test.slice(-beamed);
  let beamsRight = 0;
  for (const n of searched) {
    const options = { beams: 4, tokenizer: written, stopTokens: [written.eosId!], maxNewTokens: 20 };
    const [best] = await beamSearch(model.conditionedOn(sourceOf(n)), [written.bosId!], options);
    beamsRight += Number(best!.text === words(n)) / searched.length;
  }
  print(`of the last ${searched.length}, four beams have ${(100 * beamsRight).toFixed(0)} % right`);
  // #endregion

  // #region attention
  // Where each head of the decoder looks, for one number: [heads, words, digits] by layer.
  const looks = async (n: number): Promise<number[][][][]> => {
    const read = tensor([Array.from(written.encode(words(n), { bos: true }))], { dtype: 'int32' });
    const heads = attentionHeads(model.eval(), sourceOf(n), read);
    const layers = Array.from(
      { length: numLayers },
      (_, i) => heads[`transformer.decoder.layers.${i}.multiheadAttn`]!.weights,
    );
    return Promise.all(layers.map((weights) => weights.squeeze(0).array() as Promise<number[][][]>));
  };
  for (const [layer, heads] of (await looks(drawn)).entries()) {
    for (const [head, matrix] of heads.entries()) {
      const names = { rows: [...words(drawn).split(' '), 'end'], columns: [...String(drawn)] };
      const title = `Layer ${layer + 1}, head ${head + 1}`;
      const picture = plotHeatmap(matrix, { ...names, title, xLabel: 'read', yLabel: 'written', limit: 1 });
      draw(`layer-${layer + 1}-head-${head + 1}`, picture);
    }
  }
  // #endregion

  // #region alignment
  // In numbers whose digits are all above two, “y” and “mil” stand between words that have a digit each.
  const clear = test.filter((n) => new RegExp(`^[3-9]{${digits}}$`).test(String(n))).slice(0, 20);
  const shares = new Map<string, number>(); // of the attention on the word's own digit, by head
  for (const n of clear) {
    const own = words(n)
      .split(' ')
      .flatMap((word, row) => (word === 'y' || word === 'mil' ? [] : [row]));
    for (const [layer, heads] of (await looks(n)).entries()) {
      for (const [head, matrix] of heads.entries()) {
        const name = `layer ${layer + 1}, head ${head + 1}`;
        const share = own.reduce((sum, row, digit) => sum + matrix[row]![digit]! / own.length, 0);
        shares.set(name, (shares.get(name) ?? 0) + share / clear.length);
      }
    }
  }
  const [best, onDigit] = [...shares].reduce((a, b) => (b[1] > a[1] ? b : a));
  print(`${best} looks at the digit of the word that it writes for ${(100 * onDigit).toFixed(0)} %`);
  // #endregion

  return { overTarget: exact - target, beams: beamsRight - target, onDigit };
}
