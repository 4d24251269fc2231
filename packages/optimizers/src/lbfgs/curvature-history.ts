// internal
import { dot, type Tensor } from '@neurona/tensor';
import { ownVector, readScalars } from './vectors.js';

/** How the gradient changed along a move of the parameters. */
interface Pair {
  /** y: the gradient's change. */
  readonly change: Tensor;
  /** s: the parameters' move. */
  readonly move: Tensor;
  /** 1 / (y · s) */
  readonly weight: number;
}

/** The last few moves and changes of the gradient: what L-BFGS knows about the curvature. */
export class CurvatureHistory {
  #pairs: Pair[] = [];
  /** y · s / y · y of the last pair: the size of the inverse Hessian. */
  #scale = 1;

  get length(): number {
    return this.#pairs.length;
  }

  /** Remembers a pair, unless the curvature along it isn't positive; of more than `limit` the oldest is forgotten. */
  async add(change: Tensor, move: Tensor, limit: number): Promise<void> {
    const [product, square] = await readScalars(() => [dot(change, move), dot(change, change)]);
    if (!(product! > 1e-10)) {
      for (const vector of [change, move]) vector.dispose();
      return;
    }
    this.#pairs.push({ change, move, weight: 1 / product! });
    this.#scale = product! / square!;
    for (const pair of this.#pairs.splice(0, this.#pairs.length - limit)) free(pair);
  }

  /** The inverse Hessian times the negative gradient, by the two-loop recursion. */
  directionFor(gradient: Tensor): Tensor {
    let r = ownVector(() => gradient.neg());
    const replace = (make: () => Tensor): void => {
      const next = ownVector(make);
      r.dispose();
      r = next;
    };
    const shares: Tensor[] = [];
    for (const [i, { change, move, weight }] of [...this.#pairs.entries()].reverse()) {
      const share = ownVector(() => dot(move, r).mul(weight));
      shares[i] = share;
      replace(() => r.sub(change.mul(share)));
    }
    replace(() => r.mul(this.#scale));
    for (const [i, { change, move, weight }] of this.#pairs.entries()) {
      replace(() => r.add(move.mul(shares[i]!.sub(dot(change, r).mul(weight)))));
    }
    for (const share of shares) share.dispose();
    return r;
  }

  /** The tensors by name, and the numbers, to be saved. */
  save(): { readonly tensors: Record<string, Tensor>; readonly weights: number[]; readonly scale: number } {
    const tensors = this.#pairs.flatMap(({ change, move }, i) => [
      [`change.${i}`, change] as const,
      [`move.${i}`, move] as const,
    ]);
    return {
      tensors: Object.fromEntries(tensors),
      weights: this.#pairs.map(({ weight }) => weight),
      scale: this.#scale,
    };
  }

  /** Takes copies of what was saved. */
  load(tensors: Readonly<Record<string, Tensor>>, weights: readonly number[], scale: number): void {
    this.clear();
    this.#scale = scale;
    this.#pairs = weights.map((weight, i) => ({
      change: ownVector(() => tensors[`change.${i}`]!.clone()),
      move: ownVector(() => tensors[`move.${i}`]!.clone()),
      weight,
    }));
  }

  clear(): void {
    for (const pair of this.#pairs) free(pair);
    this.#pairs = [];
    this.#scale = 1;
  }
}

function free({ change, move }: Pair): void {
  change.dispose();
  move.dispose();
}
