// internal: a model and its ONNX file side by side
import { type DType, describeShape, type Shape } from '@neurona/backend';
import { type ExportONNXOptions, exportONNX, importONNX, type ONNXInput } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import {
  Generator,
  isTensor,
  manualSeed,
  memoryScope,
  noGrad,
  rand,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';

/** An input of a model that is compared. */
export interface ComparedInput extends ONNXInput {
  /** Integers are below this, default 5. */
  readonly high?: number;
  /** The least integer, default 0. */
  readonly low?: number;
}

/** Values with their shape. */
export interface Values {
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
  readonly dtype: DType | 'int64';
}

/** A model's file in ONNX Runtime, on one thread. */
async function openOnnx(bytes: Uint8Array): Promise<InferenceSession> {
  return await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
}

/** What ONNX Runtime makes of inputs by name. */
async function runOnnx(
  session: InferenceSession,
  inputs: Readonly<Record<string, Values>>,
): Promise<Record<string, Values>> {
  const feeds = Object.entries(inputs).map(([name, { shape, values, dtype }]) => [
    name,
    onnxTensor(shape, values, dtype),
  ]);
  const outputs = await session.run(Object.fromEntries(feeds));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data, type }]) => [
      name,
      { shape: dims, values: Array.from(data as ArrayLike<number>, Number), dtype: type as DType },
    ]),
  );
}

function onnxTensor(shape: Shape, values: ArrayLike<number>, dtype: Values['dtype']): OnnxTensor {
  if (dtype === 'int64')
    return new OnnxTensor('int64', BigInt64Array.from(Array.from(values, BigInt)), shape);
  if (dtype === 'int32') return new OnnxTensor('int32', Int32Array.from(values), shape);
  if (dtype === 'bool') return new OnnxTensor('bool', Uint8Array.from(values), shape);
  return new OnnxTensor('float32', Float32Array.from(values), shape);
}

/** Values that a model may be given. */
async function drawValues(
  { shape, dtype = 'float32', low = 0, high = 5 }: ComparedInput,
  seed: number,
): Promise<Values> {
  const drawn = rand(shape, { rng: new Generator(seed) });
  const uniform = Array.from(await drawn.data());
  drawn.dispose();
  const values = uniform.map((u) => (dtype === 'float32' ? 2 * u - 1 : low + Math.floor(u * (high - low))));
  return { shape, dtype, values };
}

const tensorsOf = (value: unknown): Tensor[] => {
  if (isTensor(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(tensorsOf) : [];
};

/** What the model itself makes of inputs, in evaluation mode. */
async function runOurs(
  model: AnyModule,
  inputs: readonly Values[],
  forward: (...inputs: Tensor[]) => unknown,
): Promise<Values[]> {
  using _scope = memoryScope();
  model.eval();
  const given = inputs.map(({ shape, values, dtype }) =>
    tensor(Array.from(values), { dtype: dtype === 'int64' ? 'int32' : dtype, shape }),
  );
  const outputs = tensorsOf(noGrad(() => forward(...given)));
  return await Promise.all(
    outputs.map(async (x) => ({ shape: x.shape, dtype: x.dtype, values: Array.from(await x.data()) })),
  );
}

/** A model and what it takes. */
export interface ComparedModel {
  readonly make: () => AnyModule;
  readonly inputs: readonly ComparedInput[];
  /** Default the model's own. */
  readonly forward?: (model: never, ...inputs: Tensor[]) => unknown;
  /** Sizes of open axes that it is compared at besides those of its inputs. */
  readonly sizes?: readonly Readonly<Record<string, number>>[];
  readonly options?: ExportONNXOptions;
}

/** The largest differences from a model's outputs, relative to the largest output or 1, over all sizes. */
export interface Differences {
  /** In ONNX Runtime. */
  readonly runtime: number;
  /** When the file is read again as a module. */
  readonly imported: number;
}

/** Compares a model with its file. */
export async function compareWithFile(compared: ComparedModel): Promise<Differences> {
  const { make, inputs, forward, sizes = [], options = {} } = compared;
  manualSeed(3);
  const model = make();
  const called = (...given: Tensor[]): unknown =>
    forward ? forward(model as never, ...given) : (model.forward(...given) as unknown);
  await settleNorms(model, inputs, called);
  const described = inputs.map(({ high: _high, low: _low, ...input }) => input);
  const bytes = await exportONNX(model, described, { ...options, forward: called });
  const session = await openOnnx(bytes);
  const again = await importONNX(bytes);
  const largest = { runtime: 0, imported: 0 };
  try {
    for (const open of [{ batch: 1 }, { batch: 3 }, ...sizes]) {
      const given = await Promise.all(
        inputs.map((input, i) => drawValues({ ...input, shape: shapeWith(input, open) }, 7 + i)),
      );
      const names = inputs.map(({ name }, i) => name ?? (inputs.length === 1 ? 'input' : `input${i}`));
      const feeds = Object.fromEntries(names.map((name, i) => [name, given[i]!]));
      const ours = await runOurs(model, given, called);
      const found = {
        runtime: Object.values(await runOnnx(session, feeds)),
        imported: await runOurs(again, given, (...tensors) => again.forward(...tensors)),
      };
      for (const [name, outputs] of Object.entries(found) as ['runtime' | 'imported', Values[]][])
        largest[name] = Math.max(largest[name], differenceOf(ours, outputs));
    }
  } finally {
    await session.release();
    model.dispose();
    again.dispose();
  }
  return largest;
}

/** The largest difference between outputs, relative to the largest of each or 1; NaN where one has NaN. */
function differenceOf(wanted: readonly Values[], found: readonly Values[]): number {
  const [a, b] = [wanted, found].map((all) => all.map(({ shape }) => describeShape(shape)).join(' '));
  if (a !== b) throw new Error(`shapes ${b} instead of ${a}`);
  let largest = 0;
  for (const [i, { values }] of wanted.entries()) {
    const scale = Math.max(1, ...Array.from(values, Math.abs));
    for (let k = 0; k < values.length; k++) {
      const difference = Math.abs(found[i]!.values[k]! - values[k]!) / scale;
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

/** An input's shape at sizes of open axes. */
function shapeWith({ shape, axes = {} }: ComparedInput, sizes: Readonly<Record<string, number>>): Shape {
  const names = Object.values(axes).includes('batch') ? axes : { 0: 'batch', ...axes };
  return shape.map((size, axis) => {
    const parts = (names as Record<number, string>)[axis]?.split('+').map((part) => part.trim()) ?? [];
    const known = parts.map((part) => sizes[part] ?? (part === 'batch' ? 2 : undefined));
    return parts.length === 0 || known.includes(undefined)
      ? size
      : known.reduce<number>((sum, one) => sum + one!, 0);
  });
}

/** Running statistics of norms as after training: none stays 0 and 1. */
async function settleNorms(
  model: AnyModule,
  inputs: readonly ComparedInput[],
  forward: (...inputs: Tensor[]) => unknown,
): Promise<void> {
  if ([...model.namedBuffers()].length === 0) return;
  using _scope = memoryScope();
  const drawn = await Promise.all(
    inputs.map((input, i) => drawValues({ ...input, shape: shapeWith(input, { batch: 4 }) }, 70 + i)),
  );
  model.train();
  noGrad(() => {
    using _inner = memoryScope();
    forward(
      ...drawn.map(({ shape, values, dtype }) =>
        tensor(Array.from(values), { dtype: dtype === 'int64' ? 'int32' : dtype, shape }),
      ),
    );
  });
  model.eval();
}
