import { MultiheadAttention } from '@neurona/layers';
import { plotHeatmap } from '@neurona/plots';
import { tensor } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { attentionByHandNumbers } from './numbers.js';

export const settings = { sharpness: 2 };

/** Rows of numbers. */
type Matrix = readonly (readonly number[])[];

export async function run(
  { sharpness }: typeof settings,
  { print, draw }: LessonTools,
): Promise<Measured<typeof attentionByHandNumbers.expectations>> {
  const show = (name: string, matrix: Matrix, rows: readonly string[]): void =>
    print(`${name}\n${matrix.map((row, i) => `  ${rows[i]!.padEnd(8)}${cells(row)}`).join('\n')}`);

  // #region words
  const words = ['the', 'cat', 'sleeps'];
  const features = ['article', 'noun', 'verb', 'alive'];
  const X = [
    [1, 0, 0, 0], // the: an article
    [0, 1, 0, 1], // cat: a noun, alive
    [0, 0, 1, 0], // sleeps: a verb
  ];
  show('X', X, words);
  // #endregion

  // #region projections
  const s = sharpness;
  const query = [
    [0, 0], // an article asks for nothing
    [0, 1], // a noun asks for its article
    [s, 0], // a verb asks who does it
    [0, 0],
  ];
  const key = [
    [0, s], // an article answers nouns
    [1, 0], // a noun can be who does it,
    [0, 0],
    [1, 0], // all the more if it is alive
  ];
  const value = [
    [0, 0],
    [1, 0], // what is passed on: a noun,
    [0, 0],
    [0, 1], // and alive
  ];
  const [Q, K, V] = [query, key, value].map((weight) => product(X, weight)) as [Matrix, Matrix, Matrix];
  show('Q = X W_Q', Q, words);
  show('K = X W_K', K, words);
  show('V = X W_V', V, words);
  // #endregion

  // #region scores
  const size = 2; // D, the length of queries and keys
  const scores = product(Q, transposed(K)).map((row) => row.map((value) => value / Math.sqrt(size)));
  show('S = Q Kᵀ / √D', scores, words);
  // #endregion

  // #region softmax
  const weights = scores.map(softmax);
  show('A = softmax(S), row by row', weights, words);
  draw(
    'weights',
    plotHeatmap(weights, { rows: words, columns: words, title: 'Who looks at whom', limit: 1 }),
  );
  // #endregion

  // #region output
  const Y = product(weights, V);
  show('Y = A V', Y, words);
  print(
    `"sleeps" knows now: someone does it (${Y[2]![0]!.toFixed(2)}), who is alive (${Y[2]![1]!.toFixed(2)})`,
  );
  // #endregion

  // #region heads
  const second = {
    query: [
      [0, 1], // the other way round: an article asks for its noun
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    key: [
      [0, 0],
      [0, 2 * s],
      [0, 0],
      [0, 0],
    ],
    value: [
      [1, 0], // and what is passed on is article
      [0, 0],
      [0, 1], // or verb
      [0, 0],
    ],
  };
  const back = [
    [0, 1, 0, 0], // W_O puts the four numbers of both heads where the features are
    [0, 0, 0, 1],
    [1, 0, 0, 0],
    [0, 0, 1, 0],
  ];
  const heads = [{ query, key, value }, second];
  const attention = (x: Matrix, isAllowed: (i: number, j: number) => boolean = () => true): Matrix => {
    const outputs = heads.map((head) => {
      const [q, k, v] = [head.query, head.key, head.value].map((w) => product(x, w)) as [
        Matrix,
        Matrix,
        Matrix,
      ];
      const masked = product(q, transposed(k)).map((row, i) =>
        row.map((one, j) => (isAllowed(i, j) ? one / Math.sqrt(size) : Number.NEGATIVE_INFINITY)),
      );
      return product(masked.map(softmax), v);
    });
    return product(
      x.map((_, i) => outputs.flatMap((output) => output[i]!)),
      back,
    );
  };
  const both = attention(X);
  print(`features  ${features.map((name) => name.padStart(8)).join('')}`);
  show('both heads, joined and mapped back', both, words);
  // #endregion

  // #region layer
  const layer = new MultiheadAttention(4, 2, { bias: false });
  layer.loadStateDict({
    inProjWeight: tensor(
      features.map((_, i) =>
        (['query', 'key', 'value'] as const).flatMap((part) => heads.flatMap((head) => head[part][i]!)),
      ),
    ), // [4, 12]: queries of both heads, then keys, then values
    'outProj.weight': tensor(back),
  });
  const x = tensor([X]);
  const byLayer = layer.forward(x, { weights: 'perHead' });
  const layerError = Math.max(
    difference(both, ((await byLayer.output.array()) as number[][][])[0]!),
    difference(weights, ((await byLayer.weights!.array()) as number[][][][])[0]![0]!),
  );
  print(`the layer says the same, up to ${layerError.toExponential(0)}`);
  // #endregion

  // #region mask
  const before = attention(X, (i, j) => j <= i);
  show('with a causal mask', before, words);
  const causal = layer.forward(x, { causal: true }).output;
  const maskError = difference(before, ((await causal.array()) as number[][][])[0]!);
  // #endregion

  // #region order
  const order = [2, 0, 1]; // sleeps the cat
  const moved = attention(order.map((i) => X[i]!));
  show(
    'the words in another order',
    moved,
    order.map((i) => words[i]!),
  );
  const orderError = difference(
    moved,
    order.map((i) => both[i]!),
  );
  // #endregion

  return {
    scores: scores.flat(),
    sleepsAtCat: weights[2]![1]!,
    rowSums: weights.map((row) => row.reduce((sum, one) => sum + one, 0)),
    layerError,
    maskError,
    orderError,
  };
}

const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

/** The matrix product: rows of a times columns of b. */
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => transposed(b).map((column) => row.reduce((sum, one, i) => sum + one * column[i]!, 0)));

function softmax(row: readonly number[]): number[] {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const difference = (a: Matrix, b: Matrix): number =>
  Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));

const cells = (row: readonly number[]): string => row.map((value) => value.toFixed(2).padStart(8)).join('');
