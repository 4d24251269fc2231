// internal
import { embedding, own, rotary, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Reading } from './read-tokens.js';

/** Turns queries and keys by their positions; cosines and sines are computed once, and again when more positions are needed. */
export class RotaryAngles {
  #cos: Tensor | undefined;
  #sin: Tensor | undefined;

  constructor(
    /** The angle by which each pair of features turns from one position to the next. */
    readonly frequencies: Float64Array,
    readonly contextLength: number,
    /** What queries and keys are multiplied by. */
    readonly growth: number,
  ) {}

  /** A function that turns x `[N, H, L, D]`, for tokens at these positions. */
  at({ positions, end }: Reading, length: number, backend: Tensor['backend']): (x: Tensor) => Tensor {
    const [cos, sin] = this.tables(end, backend).map(
      (table) =>
        typeof positions === 'number'
          ? table.narrow(0, positions, length) // [L, D / 2]
          : embedding(positions, table).unsqueeze(1), // [N, 1, L, D / 2]
    );
    return (x) => rotary(x, { cos: cos!, sin: sin! });
  }

  private tables(rows: number, backend: Tensor['backend']): readonly [Tensor, Tensor] {
    const known = this.#cos;
    if (known && !known.isDisposed && known.backend === backend && known.shape[0]! >= rows)
      return [known, this.#sin!];
    this.dispose();
    const count = Math.min(2 ** Math.ceil(Math.log2(rows)), Math.max(rows, this.contextLength)); // for those that follow
    const half = this.frequencies.length;
    const table = (of: (angle: number) => number): Tensor => {
      const values = new Float32Array(count * half);
      for (let i = 0; i < values.length; i++)
        values[i] = this.growth * of(Math.floor(i / half) * this.frequencies[i % half]!);
      return own(tensor(values, { shape: [count, half], backend }));
    };
    const tables = scoped(() => [table(Math.cos), table(Math.sin)] as const);
    [this.#cos, this.#sin] = tables;
    return tables;
  }

  dispose(): void {
    this.#cos?.dispose();
    this.#sin?.dispose();
    this.#cos = undefined;
    this.#sin = undefined;
  }
}
