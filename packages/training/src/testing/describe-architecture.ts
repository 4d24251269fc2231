import {
  type Backend,
  currentBackend,
  type DType,
  type Shape,
  ShapeBackend,
  setBackend,
  sizeOf,
} from '@neurona/backend';
import { encodeWeights, exportONNX, loadWeights, torchStateShapes } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import {
  freeConstants,
  Generator,
  isTensor,
  manualSeed,
  noGrad,
  scoped,
  type Tensor,
  tensor,
  zeros,
} from '@neurona/tensor';
import { drawSample, forEachBackend, type Sample } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';

/** Published facts about an architecture, in PyTorch's terms. */
export interface ArchitectureFacts {
  /** Number of parameters. */
  readonly parameters: number;
  /** Number of values in buffers; unknown by default. */
  readonly buffers?: number;
  /** Names and shapes of PyTorch's state dictionary. */
  readonly stateDict: readonly (readonly [key: string, shape: Shape])[];
}

/** A model of published size; it is made on a device without values, so that it needs no memory. */
export interface PublishedModel {
  readonly make: () => AnyModule;
  readonly facts: ArchitectureFacts;
  /** The shape of its input, batch axis included, and of its output. */
  readonly input: Shape;
  readonly output: Shape;
  /** Default float32; int32 for tokens. */
  readonly dtype?: DType;
}

/** What {@link describeArchitecture} checks. `Outputs` is what the model's `forward` returns. */
export interface ArchitectureCheck<Outputs = Tensor> {
  /** Makes a small model of the architecture. */
  readonly make: () => AnyModule;
  /** A batch: a shape or a sample for each input. */
  readonly inputs: readonly (Shape | Sample)[];
  /** Shapes of the results, in order; one shape where there is one. */
  readonly output: Shape | readonly Shape[];
  /** The batch's targets. */
  readonly targets: Shape | Sample;
  readonly loss: (outputs: Outputs, targets: Tensor) => Tensor;
  /** Models whose published counts and state dictionaries ours have, by name. Default none. */
  readonly published?: Readonly<Record<string, PublishedModel>>;
  /** Steps of Adam in which the model overfits the batch, default 60. */
  readonly steps?: number;
  /** Default 0.01. */
  readonly learningRate?: number;
  /** The share of the first loss that may be left then, default 0.1. */
  readonly lossLeft?: number;
  /** Why the model can't be exported to ONNX; by default it can. */
  readonly withoutONNX?: string;
  /** Backends on which the checks fail, with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/**
 * Declares the standard checks of an architecture: the names, shapes and counts of published models; and on every backend, for a
 * small one: shapes of results, overfitting one batch, the same results from the same seed and from weights that were
 * saved and loaded, nothing random and nothing tracked in evaluation mode, export to ONNX, no buffer left behind.
 * @param name - Of the architecture, for the title.
 * @example
 * describeArchitecture('MLP', {
 *   make: () => new Sequential(new Linear(4, 16), new ReLU(), new Linear(16, 3)),
 *   inputs: [[6, 4]],
 *   output: [6, 3],
 *   targets: { shape: [6], dtype: 'int32', low: 0, high: 3 },
 *   loss: crossEntropy,
 * });
 */
export function describeArchitecture<Outputs = Tensor>(
  name: string,
  check: ArchitectureCheck<Outputs>,
): void {
  describe(name, () => {
    for (const [title, model] of Object.entries(check.published ?? {})) {
      it(`is the published ${title}`, () => checkPublished(model));
    }
    forEachBackend(
      (backendName) => {
        it('has its shapes and leaves nothing behind', () => checkShapes(check));
        if (backendName === 'webgpu') return; // a GPU in software
        it('gives the same from the same seed, and other weights from another', () => checkSeeds(check));
        it('draws and tracks nothing in evaluation mode', () => checkEvaluation(check));
        it('gives the same with weights that were saved and loaded', () => checkWeights(check));
        it('learns a batch by heart', () => checkLearning(check));
        if (check.withoutONNX === undefined) {
          it('can be exported to ONNX', () => checkExport(check));
        } else {
          it.skip(`can be exported to ONNX (${check.withoutONNX})`, () => {});
        }
      },
      check.skip ? { skip: check.skip } : {},
    );
  });
}

type Check = ArchitectureCheck<never>;

const isSample = (input: Shape | Sample): input is Sample => !Array.isArray(input);

function drawAll(inputs: readonly (Shape | Sample)[]): Tensor[] {
  const rng = new Generator(7);
  return inputs.map((input) => {
    const sample: Sample = isSample(input) ? input : { shape: input };
    return tensor(drawSample(sample, rng), { shape: sample.shape, dtype: sample.dtype ?? 'float32' });
  });
}

function build({ make }: Check, seed = 1): AnyModule {
  manualSeed(seed);
  return make();
}

/** Tensors in arrays and records, in order. */
function flat(value: unknown): Tensor[] {
  if (isTensor(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : [];
}

/** The values of all results of a model. */
async function run(model: AnyModule, inputs: readonly Tensor[], seed = 3): Promise<number[][]> {
  manualSeed(seed);
  const results = noGrad(() => scoped(() => flat(model.forward(...inputs))));
  const values = await Promise.all(results.map(async (result) => [...(await result.data())]));
  free(...results);
  return values;
}

const stateOf = async (model: AnyModule): Promise<number[][]> =>
  Promise.all(Object.values(model.stateDict()).map(async (item) => [...(await item.data())]));

const free = (...items: readonly { dispose(): void }[]): void => {
  for (const item of items) item.dispose();
};

function checkPublished({ make, facts, input, output, dtype = 'float32' }: PublishedModel): void {
  const before = currentBackendOrNone();
  const device = new ShapeBackend();
  setBackend(device);
  try {
    const model = make().eval();
    expect(torchStateShapes(model, { inputShape: input })).toEqual(Object.fromEntries(facts.stateDict));
    const sizes = (tensors: Iterable<{ readonly shape: Shape }>): number =>
      [...tensors].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(sizes(model.parameters()), 'parameters').toBe(facts.parameters);
    if (facts.buffers !== undefined) {
      expect(sizes(Array.from(model.namedBuffers(), ([, buffer]) => buffer)), 'buffers').toBe(facts.buffers);
    }
    const result = scoped(() => flat(model.forward(zeros(input, { dtype }))))[0]!;
    expect(result.shape, 'shape of the output').toEqual(output);
    free(result, model);
  } finally {
    if (before) setBackend(before);
    device.dispose();
  }
}

function currentBackendOrNone(): Backend | undefined {
  try {
    return currentBackend();
  } catch {
    return undefined;
  }
}

async function checkShapes(check: Check): Promise<void> {
  const backend = currentBackend();
  freeConstants(backend);
  const before = backend.memory();
  const model = build(check);
  const [targets, ...inputs] = drawAll([check.targets, ...check.inputs]) as [Tensor, ...Tensor[]];
  const shapes = Array.isArray(check.output[0]) ? check.output : [check.output];
  for (const isTraining of [false, true]) {
    model.train(isTraining);
    const results = scoped(() => flat(model.forward(...inputs)));
    expect(results.map(({ shape }) => shape)).toEqual(shapes);
    free(...results);
  }
  scoped(() => check.loss(model.forward(...inputs) as never, targets).backward());
  for (const [name, parameter] of model.namedParameters()) {
    expect(parameter.grad?.shape, `gradient of ${name}`).toEqual(parameter.shape);
  }
  free(model, targets, ...inputs);
  freeConstants(backend);
  expect(backend.memory(), 'memory afterwards').toEqual(before);
}

async function checkSeeds(check: Check): Promise<void> {
  const models = [build(check, 1), build(check, 1), build(check, 2)] as const;
  const inputs = drawAll(check.inputs);
  const [one, again, other] = await Promise.all(models.map(stateOf));
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
  expect(await run(models[1], inputs), 'in training mode').toEqual(await run(models[0], inputs));
  free(...models, ...inputs);
}

async function checkEvaluation(check: Check): Promise<void> {
  const model = build(check).eval();
  const inputs = drawAll(check.inputs);
  const before = await stateOf(model);
  const first = await run(model, inputs, 3);
  expect(await run(model, inputs, 4)).toEqual(first);
  expect(await stateOf(model)).toEqual(before);
  expect([...model.namedModules()].some(([, module]) => module.training)).toBe(false);
  expect([...model.train().namedModules()].every(([, module]) => module.training)).toBe(true);
  free(model, ...inputs);
}

async function checkWeights(check: Check): Promise<void> {
  const model = build(check, 1).eval();
  const inputs = drawAll(check.inputs);
  const expected = await run(model, inputs);
  const inputShape = shapesOf(check);
  for (const layout of ['neurona', 'torch'] as const) {
    const other = build(check, 2).eval();
    const report = await loadWeights(other, await encodeWeights(model, { layout, inputShape }), {
      inputShape,
    });
    expect([report.missing, report.unexpected], `weights in the layout ${layout}`).toEqual([[], []]);
    expect(await run(other, inputs), `weights in the layout ${layout}`).toEqual(expected);
    free(other);
  }
  free(model, ...inputs);
}

async function checkLearning(check: Check): Promise<void> {
  const { steps = 60, learningRate = 0.01, lossLeft = 0.1 } = check;
  const model = build(check).train();
  const [targets, ...inputs] = drawAll([check.targets, ...check.inputs]) as [Tensor, ...Tensor[]];
  const optimizer = new Adam(model.parameters(), { learningRate });
  const losses: number[] = [];
  for (let step = 0; step <= steps; step++) {
    const loss = scoped(() => {
      optimizer.zeroGrad();
      const result = check.loss(model.forward(...inputs) as never, targets);
      result.backward();
      optimizer.step();
      return result.detach();
    });
    losses.push(await loss.item());
    free(loss);
  }
  expect(losses.at(-1), `the loss after ${steps} steps, of ${losses[0]}`).toBeLessThan(lossLeft * losses[0]!);
  free(optimizer, model, targets, ...inputs);
}

async function checkExport(check: Check): Promise<void> {
  const model = build(check).eval();
  const inputs = check.inputs.map((input) =>
    isSample(input) ? { shape: input.shape, dtype: input.dtype ?? 'float32' } : { shape: input },
  );
  expect((await exportONNX(model, inputs)).byteLength).toBeGreaterThan(0);
  free(model);
}

const shapesOf = ({ inputs }: Check): Shape[] =>
  inputs.map((input) => (isSample(input) ? input.shape : input));
