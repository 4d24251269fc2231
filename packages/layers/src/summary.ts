import { type Backend, type KernelCall, type Shape, sizeOf } from '@neurona/backend';
import { noGrad, scoped, type Tensor, zeros } from '@neurona/tensor';
import type { Module } from './module.js';

/** One module in a {@link Summary}. */
export interface SummaryRow {
  /** Path in the model, as `encoder.0`. */
  readonly path: string;
  /** Kind of module, as `Conv2d`. */
  readonly type: string;
  readonly outputShape: Shape;
  /** Number of values learned and held by this module itself, not by those inside. */
  readonly params: number;
  /** Multiplications with an addition that one forward pass takes in matrix products and convolutions. */
  readonly multiplyAdds: number;
}

/** What a model is made of; printing it shows a table. */
export class Summary {
  constructor(
    readonly rows: readonly SummaryRow[],
    /** Number of values held in parameters. */
    readonly params: number,
    /** Of these, how many learn. */
    readonly trainableParams: number,
  ) {}

  /** Multiply-adds of one forward pass. */
  get multiplyAdds(): number {
    return this.rows.reduce((sum, row) => sum + row.multiplyAdds, 0);
  }

  toString(): string {
    const header = ['layer', 'output shape', 'parameters', 'multiply-adds'];
    const cells = this.rows.map((row) => [
      `${row.type}${row.path === '' ? '' : ` (${row.path})`}`,
      `[${row.outputShape.join(', ')}]`,
      count(row.params),
      count(row.multiplyAdds),
    ]);
    const widths = header.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]!.length)));
    const line = (row: readonly string[]): string =>
      row
        .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd();
    const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
    const frozen = this.params - this.trainableParams;
    const total = `${count(this.params)} parameters, ${frozen === 0 ? 'all' : count(this.trainableParams)} trainable`;
    return [
      line(header),
      rule,
      ...cells.map(line),
      rule,
      `${total}; ${count(this.multiplyAdds)} multiply-adds`,
    ].join('\n');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const count = (value: number): string => value.toLocaleString('en-US');

/**
 * A table of a model's layers: output shapes, parameters, multiply-adds. Runs the model once on zeros, in evaluation mode.
 * @param shape - Shape of an input, batch axis included.
 * @example
 * summary(new Sequential(new Flatten(), new Linear(64, 10)), [1, 8, 8, 1]).params; // => 650
 */
export function summary(model: Module, shape: Shape): Summary {
  const rows: SummaryRow[] = [];
  const wasTraining = model.training;
  const counter = new MultiplyAddCounter();
  const leaves = [...model.namedModules()].filter(([, module]) => module.namedChildren().next().done);
  const stops = leaves.map(([path, module]) =>
    module.onForward((output: unknown) => {
      const params = [...module.namedParameters()].reduce((sum, [, parameter]) => sum + parameter.size, 0);
      const outputShape = (output as Tensor).shape;
      rows.push({ path, type: module.constructor.name, outputShape, params, multiplyAdds: counter.take() });
    }),
  );
  model.eval();
  try {
    noGrad(() => {
      scoped(() => {
        const x = zeros(shape);
        counter.listenTo(x.backend);
        model.forward(x);
      });
    });
  } finally {
    counter.stop();
    for (const stop of stops) stop();
    model.train(wasTraining);
  }
  const parameters = model.parameters();
  const sizes = (all: typeof parameters): number => all.reduce((sum, parameter) => sum + parameter.size, 0);
  return new Summary(
    rows,
    sizes(parameters),
    sizes(parameters.filter((parameter) => parameter.requiresGrad)),
  );
}

/** Counts the multiply-adds of kernels as they run. */
class MultiplyAddCounter {
  #count = 0;
  #stop: (() => void) | undefined;

  listenTo(backend: Backend): void {
    this.#stop = backend.listen((call) => {
      this.#count += multiplyAdds(call);
    });
  }

  /** What was counted since the last time. */
  take(): number {
    const taken = this.#count;
    this.#count = 0;
    return taken;
  }

  stop(): void {
    this.#stop?.();
  }
}

function multiplyAdds({ kernel, args, result }: KernelCall): number {
  const size = sizeOf((result as { readonly shape?: Shape }).shape ?? []);
  const shapeOf = (i: number): Shape => (args[i] as { readonly shape: Shape }).shape;
  if (kernel === 'matmul') {
    const { transposeA = false } = args[2] as { readonly transposeA?: boolean };
    return size * shapeOf(0).at(transposeA ? -2 : -1)!;
  }
  // Each output value takes a product with each weight of its channel.
  if (kernel === 'conv2d') return size * sizeOf(shapeOf(1).slice(0, 3));
  return 0;
}
