import { type AnyOptimizer, clipGradNorm } from '@neurona/optimizers';
import { concat, noGrad, Parameter, scoped, stack, type Tensor } from '@neurona/tensor';

/** Where a runner has been, from the start on: its coordinates, how high it was, and the gradients there. */
export interface Path {
  readonly places: number[];
  readonly heights: number[];
  readonly gradients: number[];
}

/** Who descends: where it begins, one number or several, and with which optimizer. */
export interface Runner {
  readonly start: number | readonly number[];
  readonly makeOptimizer: (place: Parameter) => AnyOptimizer;
  /** The longest gradient it steps by: longer ones are scaled down to it. Default: as they are. */
  readonly clip?: number | undefined;
}

/**
 * Points that descend on one function together, each a `Parameter` with an optimizer of its own.
 * @see Path for what is kept of each.
 */
export class Runners {
  readonly paths: readonly Path[];
  readonly optimizers: readonly AnyOptimizer[];
  readonly #places: readonly Parameter[];
  readonly #clips: readonly (number | undefined)[];
  readonly #isOut: boolean[];

  private constructor(
    /** Places `[runners]` or `[runners, axes]` → heights `[runners]`. */
    readonly surface: (places: Tensor) => Tensor,
    runners: readonly Runner[],
  ) {
    this.#places = runners.map(({ start }) => new Parameter(typeof start === 'number' ? start : [...start]));
    this.#clips = runners.map(({ clip }) => clip);
    this.optimizers = runners.map(({ makeOptimizer }, i) => makeOptimizer(this.#places[i]!));
    this.paths = runners.map(() => ({ places: [], heights: [], gradients: [] }));
    this.#isOut = runners.map(() => false);
  }

  /** Places all of them at their start. */
  static async at(surface: (places: Tensor) => Tensor, runners: readonly Runner[]): Promise<Runners> {
    const made = new Runners(surface, runners);
    await made.#look();
    return made;
  }

  /** A step of all that are in it. */
  async step(): Promise<void> {
    for (const [i, optimizer] of this.optimizers.entries()) {
      if (this.#isOut[i]) continue;
      const clip = this.#clips[i];
      if (clip !== undefined) clipGradNorm([this.#places[i]!], clip).dispose();
      optimizer.step();
    }
    await this.#look();
  }

  /** Takes one out: it stays where it was last at a finite height. */
  takeOut(runner: number): void {
    this.#isOut[runner] = true;
    const { places, heights, gradients } = this.paths[runner]!;
    const axes = places.length / heights.length;
    if (Number.isFinite(heights.at(-1))) return;
    heights.pop();
    places.length = gradients.length = axes * heights.length;
  }

  dispose(): void {
    for (const [i, optimizer] of this.optimizers.entries()) {
      optimizer.zeroGrad();
      optimizer.dispose();
      this.#places[i]!.dispose();
    }
  }

  /** Places, heights and gradients, read from the device at once; the gradients stay for the next step. */
  async #look(): Promise<void> {
    const count = this.#places.length;
    const rows = scoped(() => {
      for (const optimizer of this.optimizers) optimizer.zeroGrad();
      const places = stack(this.#places);
      const heights = this.surface(places); // [runners]
      heights.sum().backward(); // each height depends on its own place alone
      return noGrad(() => {
        const gradients = stack(this.#places.map(({ grad }) => grad!));
        const columns = [places, heights, gradients].map((part) => part.reshape([count, -1]));
        return concat(columns, { axis: 1 }); // [runners, axes + 1 + axes]
      });
    });
    const values = await rows.data();
    rows.dispose();
    const width = values.length / count;
    const axes = (width - 1) / 2;
    for (const [i, { places, heights, gradients }] of this.paths.entries()) {
      if (this.#isOut[i]) continue;
      const row = values.subarray(i * width, (i + 1) * width);
      places.push(...row.subarray(0, axes));
      heights.push(row[axes]!);
      gradients.push(...row.subarray(axes + 1));
    }
  }
}
