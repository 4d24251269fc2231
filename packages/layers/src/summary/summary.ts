import {
  ArgumentError,
  type Backend,
  checkOptions,
  currentBackend,
  type DType,
  type OptionTable,
  type Shape,
  ShapeBackend,
  setBackend,
} from '@neurona/backend';
import { freeConstants, isTensor, noGrad, scoped, type Tensor, zeros } from '@neurona/tensor';
import { rememberModes } from '../modes.js';
import { type AnyModule, checkModule } from '../module.js';
import { withTensors } from '../swap-tensors.js';
import { MultiplyAddCounter } from './multiply-adds.js';

/** One module in a {@link Summary}. */
export interface SummaryRow {
  /** Path in the model, as `encoder.0`. */
  readonly path: string;
  /** Kind of module, as `Conv2d`. */
  readonly type: string;
  /** Shape of its result; of the first tensor where there are several. */
  readonly outputShape: Shape;
  /** Number of values in the module's own parameters. */
  readonly params: number;
  /** Multiply-adds of one forward pass, in matrix products and convolutions. */
  readonly multiplyAdds: number;
}

/** Settings of {@link summary}. */
export interface SummaryOptions {
  /** Type of the inputs, default float32. */
  readonly dtype?: DType;
}

const summaryOptions: OptionTable<SummaryOptions> = { dtype: 'float32' };

/** The layers of a model; printing it shows a table. */
export class Summary {
  constructor(
    readonly rows: readonly SummaryRow[],
    /** Number of values held in parameters. */
    readonly params: number,
    /** Number of those that are trained. */
    readonly trainableParams: number,
    /** Bytes of parameters and buffers. */
    readonly stateBytes = 0,
  ) {}

  /** Multiply-adds of one forward pass. */
  get multiplyAdds(): number {
    return this.rows.reduce((sum, row) => sum + row.multiplyAdds, 0);
  }

  /** Bytes of the layers' results in one forward pass: about what training keeps for the backward pass. */
  get outputBytes(): number {
    return this.rows.reduce((sum, { outputShape }) => sum + 4 * outputShape.reduce((a, b) => a * b, 1), 0);
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
      `memory: ${size(this.stateBytes)} of parameters and buffers, ${size(this.outputBytes)} of results`,
    ].join('\n');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const count = (value: number): string => value.toLocaleString('en-US');

/** Bytes with a unit, as `1.5 MB`. */
function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const power = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${count(Number((bytes / 1000 ** power).toPrecision(3)))} ${units[power]}`;
}

/**
 * A table of a model's layers: output shapes, parameters, multiply-adds, memory. The model is run once in evaluation mode, on a
 * device that knows shapes alone: nothing is computed.
 * @param shape - Shape of the input, batch axis included; a list of shapes for several inputs.
 * @param options - `dtype` of the inputs (float32).
 * @example
 * summary(new Sequential(new Flatten(), new Linear(64, 10)), [1, 8, 8, 1]).params; // => 650
 */
export function summary(
  model: AnyModule,
  shape: Shape | readonly Shape[],
  options: SummaryOptions = {},
): Summary {
  checkModule('summary', model);
  if (!Array.isArray(shape)) {
    throw new ArgumentError('summary', {
      expected: 'the shape of an input, with its batch axis',
      received: shape,
      hint: 'Write summary(model, [1, 28, 28, 1]), with the sizes of the data.',
    });
  }
  const shapes = (Array.isArray(shape[0]) ? shape : [shape]) as readonly Shape[];
  const { dtype = 'float32' } = checkOptions('summary', options, summaryOptions);
  const rows = rowsOf(model, shapes, dtype);
  const parameters = model.parameters();
  const state = new Set(Object.values(model.stateDict()));
  return new Summary(
    rows,
    sizes(parameters),
    sizes(parameters.filter((parameter) => parameter.requiresGrad)),
    Array.from(state).reduce((sum, { size, dtype }) => sum + size * (dtype === 'bool' ? 1 : 4), 0),
  );
}

const sizes = (tensors: readonly Tensor[]): number => tensors.reduce((sum, { size }) => sum + size, 0);

function rowsOf(model: AnyModule, shapes: readonly Shape[], dtype: DType): SummaryRow[] {
  const restoreModes = rememberModes(model);
  const backend = new ShapeBackend();
  const counter = new MultiplyAddCounter(backend);
  const rows: SummaryRow[] = [];
  const stops = Array.from(shownModules(model), ([path, module]) => {
    const params = sizes(module.parameters());
    return module.onForward((output) => {
      const outputShape = firstTensor(output)?.shape ?? [];
      rows.push({ path, type: module.kind, outputShape, params, multiplyAdds: counter.take() });
    });
  });
  model.eval();
  const chosen = currentBackend();
  try {
    setBackend(backend);
    runOn(backend, model, shapes, dtype);
  } finally {
    setBackend(chosen);
    freeConstants(backend);
    counter.stop();
    for (const stop of stops) stop();
    restoreModes();
  }
  return rows;
}

/** Modules that have a row: those without others inside, and those that are shown as one. */
function* shownModules(model: AnyModule): Generator<[path: string, module: AnyModule]> {
  const inside = new Set<AnyModule>();
  for (const [path, module] of model.namedModules()) {
    const children = Array.from(module.namedChildren(), ([, child]) => child);
    const isHidden = inside.has(module);
    if (isHidden || module.isUnit) for (const child of children) inside.add(child);
    if (!isHidden && (module.isUnit || children.length === 0)) yield [path, module];
  }
}

/** Runs a model on zeros, with its parameters and buffers replaced by shapes. */
function runOn(backend: Backend, model: AnyModule, shapes: readonly Shape[], dtype: DType): void {
  noGrad(() =>
    scoped(() => {
      const standIns = Object.values(model.stateDict()).map(
        (tensor) => [tensor, zeros(tensor.shape, { dtype: tensor.dtype, backend })] as const,
      );
      const inputs = shapes.map((shape) => zeros(shape, { dtype, backend }));
      withTensors(model, new Map(standIns), () => {
        model.forward(...inputs);
      });
    }),
  );
}

/** The first tensor in a result of arrays and records. */
function firstTensor(value: unknown): Tensor | undefined {
  if (isTensor(value)) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const item of Object.values(value)) {
    const found = firstTensor(item);
    if (found) return found;
  }
  return undefined;
}
