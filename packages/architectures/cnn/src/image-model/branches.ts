// internal: Inception v3's blocks as tables
import { Module } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';
import type { BasicConv2d } from './basic-conv.js';

/** A convolution by name, several side by side, or a function. */
type Step = string | readonly string[] | ((x: Tensor) => Tensor);

/** Ways side by side, each of steps in sequence, whose results are joined along the channels. */
export class Branches extends Module {
  constructor(
    readonly label: string,
    readonly convs: Readonly<Record<string, BasicConv2d>>,
    private readonly ways: readonly (readonly Step[])[],
  ) {
    super();
  }

  override get kind(): string {
    return this.label;
  }

  override entries(): Iterable<readonly [string, unknown]> {
    return Object.entries(this.convs);
  }

  override forward(x: Tensor): Tensor {
    const ways = this.ways.map((way) => way.reduce((y, step) => this.run(step, y), x));
    return concat(ways, { axis: -1 });
  }

  private run(step: Step, x: Tensor): Tensor {
    if (typeof step === 'function') return step(x);
    if (typeof step === 'string') return this.convs[step]!.forward(x);
    return concat(
      step.map((name) => this.run(name, x)),
      { axis: -1 },
    );
  }
}
