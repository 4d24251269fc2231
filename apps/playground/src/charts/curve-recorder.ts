/** Curves so far: positions, and for each name the values there. */
export interface Curves<Name extends string> {
  readonly x: readonly number[];
  readonly y: Readonly<Record<Name, readonly number[]>>;
}

/**
 * Keeps curves of any length in a bounded number of points: when they are too many, every second one is dropped and from
 * then on only every second, fourth, ... step is kept. For trainers: `read()` goes into the snapshot.
 */
export class CurveRecorder<Name extends string> {
  #x: number[] = [];
  readonly #y: Record<Name, number[]>;
  #stride = 1;
  #last: { readonly x: number; readonly values: Readonly<Record<Name, number>> } | undefined;

  /**
   * @param names - The curves.
   * @param limit - The most points to keep, default 400.
   */
  constructor(
    readonly names: readonly Name[],
    readonly limit = 400,
  ) {
    this.#y = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  }

  /** Adds the values at a step; steps ascend. */
  add(x: number, values: Readonly<Record<Name, number>>): void {
    this.#last = { x, values };
    if (x % this.#stride !== 0) return;
    this.#x.push(x);
    for (const name of this.names) this.#y[name].push(values[name]);
    if (this.#x.length <= this.limit) return;
    this.#stride *= 2;
    const keeps = this.#x.map((at) => at % this.#stride === 0);
    this.#x = this.#x.filter((_, i) => keeps[i]);
    for (const name of this.names) this.#y[name] = this.#y[name].filter((_, i) => keeps[i]);
  }

  /** The curves, with the newest values at their end. */
  read(): Curves<Name> {
    const last = this.#last;
    const isMissing = last !== undefined && this.#x[this.#x.length - 1] !== last.x;
    const y = Object.fromEntries(
      this.names.map((name) => [
        name,
        isMissing ? [...this.#y[name], last.values[name]] : [...this.#y[name]],
      ]),
    ) as unknown as Record<Name, number[]>;
    return { x: isMissing ? [...this.#x, last.x] : [...this.#x], y };
  }
}
