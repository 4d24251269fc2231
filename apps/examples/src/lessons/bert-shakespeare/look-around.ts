import { type Parameter, scoped, sinusoidalEncoding, type Tensor, tensor } from '@neurona/tensor';

/** The matrices by which heads compare places. */
interface Comparison {
  readonly query: { readonly weight: Parameter };
  readonly key: { readonly weight: Parameter };
}

/** Base of the wavelengths: those of the first pairs are a few places. */
const base = 100;

/** Where each head looks: to the left and right neighbour, then one further. */
const shifts = [-1, 1, -2, 2];

/** Positions as sines and cosines, `[contextLength, embedDim]`. */
export const waves = (contextLength: number, embedDim: number): Tensor =>
  scoped(() => sinusoidalEncoding(contextLength, embedDim, { base }).mul(0.4));

/**
 * Lets heads begin with attention to neighbours. Keys are the first waves of a position; queries are the same, turned by as many places as
 * the head looks away, so that q_i · k_j is greatest where j = i + shift.
 *
 *     sin ω(p + s) = cos ωs · sin ωp + sin ωs · cos ωp        cos ω(p + s) = cos ωs · cos ωp - sin ωs · sin ωp
 *
 * @see Trockman, Kolter, "Mimetic Initialization of Self-Attention Layers", 2023, arXiv:2305.09828, which also begins with attention that
 * positions give
 */
export function lookAround({ query, key }: Comparison, numHeads: number): void {
  const [embedDim] = query.weight.shape as [number, number];
  const headDim = embedDim / numHeads;
  const turned = (shiftOf: (head: number) => number): Tensor =>
    tensor(
      Array.from({ length: embedDim }, (_, row) =>
        Array.from({ length: embedDim }, (_, column) => {
          const [head, feature] = [Math.floor(column / headDim), column % headDim];
          const pair = row - (row % 2); // a sine, and the cosine beside it
          if (feature - (feature % 2) !== pair) return 0;
          const angle = shiftOf(head) * base ** (-pair / embedDim);
          const turn = row === feature ? Math.cos(angle) : Math.sin(angle) * (row > feature ? 1 : -1);
          return 2.4 * turn;
        }),
      ),
    );
  scoped(() => {
    key.weight.assign(turned(() => 0));
    query.weight.assign(turned((head) => shifts[head % shifts.length]!));
  });
}
