// internal: models and their ONNX files side by side
import { type DType, type Shape, sizeOf } from '@neurona/backend';
import { type AnyModule, Module } from '@neurona/layers';
import { Generator, memoryScope, noGrad, rand, type Tensor, tensor } from '@neurona/tensor';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { exportONNX, type ONNXInput } from '../onnx/export/export-onnx.js';

interface Values {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly dtype: DType;
}

/** Values that a model may be given: integers below 5 for int32. */
export async function sample({ shape, dtype = 'float32' }: ONNXInput, seed: number): Promise<Values> {
  const drawn = rand(shape, { rng: new Generator(seed) });
  const values = await drawn.data();
  drawn.dispose();
  if (dtype === 'float32') return { shape, dtype, values: values.map((value) => 4 * value - 2) };
  return { shape, dtype: 'int32', values: Int32Array.from(values, (value) => Math.floor(5 * value)) };
}

/** What ONNX Runtime makes of a file; beyond `basic` it may calculate with activations of 8 bits where weights are. */
export async function runOnnx(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, Values>>,
  graphOptimizationLevel: 'basic' | 'all' = 'all',
): Promise<Record<string, Values>> {
  const session = await InferenceSession.create(bytes, {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
    graphOptimizationLevel,
  });
  const feeds = Object.entries(inputs).map(([name, { shape, values, dtype }]) => [
    name,
    dtype === 'float32'
      ? new OnnxTensor('float32', Float32Array.from(values), shape)
      : new OnnxTensor('int32', Int32Array.from(values), shape),
  ]);
  const outputs = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data, type }]) => [
      name,
      { shape: dims, values: Array.from(data as ArrayLike<number>, Number), dtype: type as DType },
    ]),
  );
}

/** What the model itself makes of the inputs, in evaluation mode. */
export async function runOurs(model: AnyModule, inputs: readonly Values[]): Promise<Values[]> {
  using _scope = memoryScope();
  model.eval();
  const given = inputs.map(({ shape, values, dtype }) =>
    tensor(Array.from(values), { dtype }).reshape(shape),
  );
  const outputs = tensorsOf(noGrad(() => model.forward(...given)));
  const read = outputs.map(async ({ shape, dtype, ...x }, i) => ({
    shape,
    dtype,
    values: Array.from(await (outputs[i] ?? (x as Tensor)).data()),
  }));
  return Promise.all(read);
}

const tensorsOf = (value: unknown): Tensor[] => {
  if (typeof value !== 'object' || value === null) return [];
  return 'dtype' in value ? [value as Tensor] : Object.values(value).flatMap(tensorsOf);
};

/** Both give the same, at the shape given and with more examples. */
export async function expectSame(
  model: AnyModule,
  inputs: Shape | readonly ONNXInput[],
  batches: readonly number[] = [1, 4],
): Promise<void> {
  const list = (typeof inputs[0] === 'number' ? [{ shape: inputs }] : inputs) as readonly ONNXInput[];
  const bytes = await exportONNX(model, inputs);
  for (const batch of batches) {
    const given = await Promise.all(
      list.map((input, i) => sample({ ...input, shape: [batch, ...input.shape.slice(1)] }, 7 + i)),
    );
    const names = list.map((input, i) => input.name ?? (list.length === 1 ? 'input' : `input${i}`));
    const theirs = await runOnnx(bytes, Object.fromEntries(names.map((name, i) => [name, given[i]!])));
    const ours = await runOurs(model, given);
    expect(Object.values(theirs).map(({ shape }) => shape)).toEqual(ours.map(({ shape }) => shape));
    for (const [i, output] of Object.values(theirs).entries()) {
      const wanted = ours[i]!.values;
      expect(sizeOf(output.shape)).toBe(wanted.length);
      const scale = Math.max(1, ...Array.from(wanted, Math.abs));
      for (let k = 0; k < wanted.length; k++)
        expect(Math.abs(output.values[k]! - wanted[k]!)).toBeLessThan(2e-5 * scale);
    }
  }
}

/** A module of one function. */
export class Calling extends Module<readonly Tensor[], unknown> {
  constructor(readonly run: (...inputs: readonly Tensor[]) => unknown) {
    super();
  }

  override forward(...inputs: readonly Tensor[]): unknown {
    return this.run(...inputs);
  }
}
