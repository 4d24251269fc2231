// internal
import type { Backend } from '@neurona/backend';
import { own, scoped, type Tensor } from '@neurona/tensor';

/** Rows that depend on their position alone: computed once, and again only when more positions are needed. */
export class PositionTable {
  #tables: readonly Tensor[] = [];

  constructor(readonly make: (length: number, backend: Backend) => readonly Tensor[]) {}

  /** Rows `offset` to `offset + length` of each table. */
  rows(offset: number, length: number, backend: Backend): readonly Tensor[] {
    const [first] = this.#tables;
    const end = offset + length;
    if (!first || first.isDisposed || first.backend !== backend || first.shape[0]! < end) {
      this.dispose();
      this.#tables = scoped(() => this.make(end, backend).map(own));
    }
    return this.#tables.map((table) => (table.shape[0] === length ? table : table.narrow(0, offset, length)));
  }

  dispose(): void {
    for (const table of this.#tables) table.dispose();
    this.#tables = [];
  }
}
