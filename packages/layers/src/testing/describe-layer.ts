import { type Backend, currentBackend, NeuronaError, type Shape } from '@neurona/backend';
import { Generator, gradcheck, isTensor, manualSeed, scoped, type Tensor, tensor } from '@neurona/tensor';
import {
  drawSample,
  expectClose,
  forEachBackend,
  liveMemory,
  type Sample,
  tolerances,
} from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import type { AnyModule } from '../module.js';
import { withTensors } from '../swap-tensors.js';

/** One call of a layer. */
export interface LayerCase {
  /** A shape or a sample for each input. */
  readonly inputs: readonly (Shape | Sample)[];
  /** Shapes of the results, in order; one shape where there is one. */
  readonly output: Shape | readonly Shape[];
}

/** What {@link describeLayer} checks. */
export interface LayerCheck {
  /** Makes a new layer. */
  readonly make: () => AnyModule;
  /** Calls by name. The first one is made on a GPU too. */
  readonly cases: Readonly<Record<string, LayerCase>>;
  /** Shapes of parameters and buffers by their key, in order. Default none. */
  readonly state?: Readonly<Record<string, Shape>>;
  /** Which of the keys are buffers. Default none. */
  readonly buffers?: readonly string[];
  /** Calls that fail: inputs, and what the message says. Default none. */
  readonly wrong?: readonly (readonly [inputs: readonly (Shape | Sample)[], message: string])[];
  /** Calls the layer, default its `forward` with all inputs. */
  readonly call?: (layer: AnyModule, inputs: readonly Tensor[]) => unknown;
  /** Bounds of the values, default -2 and 2. */
  readonly domain?: readonly [number, number];
  /** Values that inputs stay away from, such as the kink of an activation. Default none. */
  readonly kinks?: readonly number[];
  /** Whether values are far apart, as a maximum needs. Default false. */
  readonly distinct?: boolean;
  /** Whether to check gradients, default true. */
  readonly hasGradient?: boolean;
  /** Whether training mode draws random numbers; then other seeds must give other results. Default false. */
  readonly random?: boolean;
  /** Backends on which the checks fail, with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/**
 * Declares the standard checks of a layer, on every backend: parameters and buffers by name and shape, shapes of results,
 * gradients of inputs and parameters by finite differences, the same results from the same seed and from a state that was
 * loaded, nothing random in evaluation mode, no buffer left behind, wrong shapes named, a `kind` that says what the class is
 * called.
 * @param name - Of the layer, for the title.
 * @example
 * describeLayer('Linear', {
 *   make: () => new Linear(3, 2),
 *   cases: { matrix: { inputs: [[4, 3]], output: [4, 2] } },
 *   state: { weight: [3, 2], bias: [2] },
 * });
 */
export function describeLayer(name: string, check: LayerCheck): void {
  describe(name, () => {
    forEachBackend(
      (backendName) => {
        const cases = Object.entries(check.cases);
        const isSlow = backendName === 'webgpu'; // a GPU in software
        for (const [title, given] of isSlow ? cases.slice(0, 1) : cases) {
          it(`has its shapes, repeats and leaves nothing behind (${title})`, () => checkRun(check, given));
          if (check.hasGradient ?? true) {
            it(`has the gradients of finite differences (${title})`, () => checkSlopes(check, given, isSlow));
          }
        }
        it('holds its parameters and buffers, and takes another state', () => checkState(check));
        if (!isSlow && !check.call) it('refuses what is no tensor', () => checkStrangers(check));
        if (check.random) it('draws numbers in training only', () => checkModes(check));
        for (const [inputs, message] of isSlow ? [] : (check.wrong ?? [])) {
          it(`refuses ${shapesOf(inputs)}`, () => checkFailure(check, inputs, message));
        }
      },
      check.skip ? { skip: check.skip } : {},
    );
  });
}

const isSample = (input: Shape | Sample): input is Sample => !Array.isArray(input);

const shapesOf = (inputs: readonly (Shape | Sample)[]): string =>
  inputs.map((input) => `[${(isSample(input) ? input.shape : input).join(', ')}]`).join(' and ');

function drawInputs(check: LayerCheck, inputs: readonly (Shape | Sample)[]): Tensor[] {
  const rng = new Generator(7);
  const [low, high] = check.domain ?? [-2, 2];
  const { kinks = [], distinct = false } = check;
  return inputs.map((input) => {
    const sample: Sample = { low, high, kinks, distinct, ...(isSample(input) ? input : { shape: input }) };
    const { shape, dtype = 'float32' } = sample;
    return tensor(drawSample(sample, rng), { shape, dtype, requiresGrad: dtype === 'float32' });
  });
}

/** Runs the layer with its own seed; the results in order, never the inputs themselves. */
function run(check: LayerCheck, layer: AnyModule, inputs: readonly Tensor[], seed = 3): Tensor[] {
  manualSeed(seed);
  return scoped(() =>
    flat(check.call ? check.call(layer, inputs) : layer.forward(...inputs)).map((result) =>
      inputs.includes(result) ? result.clone() : result,
    ),
  );
}

/** Tensors in arrays and records, in order. */
function flat(value: unknown): Tensor[] {
  if (isTensor(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : [];
}

function build(check: LayerCheck, seed = 1): AnyModule {
  manualSeed(seed);
  return check.make();
}

const free = (...items: readonly { dispose(): void }[]): void => {
  for (const item of items) item.dispose();
};

const values = (tensors: readonly Tensor[]): Promise<ArrayLike<number>[]> =>
  Promise.all(tensors.map((item) => item.data()));

async function checkRun(check: LayerCheck, { inputs: samples, output }: LayerCase): Promise<void> {
  const backend: Backend = currentBackend();
  const before = liveMemory(backend);
  const layer = build(check);
  const inputs = drawInputs(check, samples);
  for (const isTraining of [true, false]) {
    layer.train(isTraining);
    const first = run(check, layer, inputs);
    const second = run(check, layer, inputs);
    const shapes = Array.isArray(output[0]) ? output : [output];
    expect(first.map(({ shape }) => shape)).toEqual(shapes);
    expect(await values(second), 'the second run').toEqual(await values(first));
    free(...first, ...second);
  }
  layer.train();
  scoped(() => {
    const total = run(check, layer, inputs)
      .filter(({ requiresGrad }) => requiresGrad)
      .map((item) => item.square().sum())
      .reduce<Tensor | undefined>((sum, item) => sum?.add(item) ?? item, undefined);
    total?.backward();
  });
  for (const [name, parameter] of layer.namedParameters()) {
    if (check.hasGradient ?? true)
      expect(parameter.grad?.shape, `gradient of ${name}`).toEqual(parameter.shape);
  }
  free(layer, ...inputs);
  expect(liveMemory(backend), 'memory afterwards').toEqual(before);
}

async function checkSlopes(check: LayerCheck, given: LayerCase, isSlow: boolean): Promise<void> {
  const layer = build(check);
  const inputs = drawInputs(check, given.inputs);
  const parameters = layer.parameters();
  const count = inputs.length;
  if ([...inputs, ...parameters].some(({ dtype }) => dtype === 'float32')) {
    await gradcheck(
      (...tensors) => {
        const replacements = new Map(parameters.map((parameter, i) => [parameter, tensors[count + i]!]));
        return withTensors(layer, replacements, () => run(check, layer, tensors.slice(0, count)));
      },
      [...inputs, ...parameters],
      { directions: isSlow ? 1 : 2, ...tolerances.derivative },
    );
  }
  free(layer, ...inputs);
}

/** A typed error, not the engine's, where a layer is called with no tensor. */
function checkStrangers(check: LayerCheck): void {
  const layer = build(check);
  const calls: unknown[][] = [[], [null], ['x'], [{}], [[1, 2]], [3]];
  for (const inputs of calls) {
    try {
      scoped(() => void layer.forward(...inputs)); // some layers make a tensor of numbers
    } catch (error) {
      expect(error, `forward(${inputs.map((input) => JSON.stringify(input)).join()})`).toBeInstanceOf(
        NeuronaError,
      );
    }
  }
  free(layer);
}

async function checkState(check: LayerCheck): Promise<void> {
  const layer = build(check, 1).eval();
  expect(Object.hasOwn(layer.constructor, 'kind'), 'a static kind, which minifiers leave alone').toBe(true);
  expect(layer.kind).toBe(layer.constructor.name);
  const other = build(check, 2).eval();
  const shapes = Object.entries(layer.stateDict()).map(([name, { shape }]) => [name, shape]);
  expect(shapes).toEqual(Object.entries(check.state ?? {}));
  expect(Array.from(layer.namedBuffers(), ([name]) => name)).toEqual(check.buffers ?? []);
  expect(layer.parameters().every(({ requiresGrad }) => requiresGrad)).toBe(true);
  other.loadStateDict(layer.stateDict());
  const inputs = drawInputs(check, Object.values(check.cases)[0]?.inputs ?? []);
  const call = (module: AnyModule): Tensor[] => (inputs.length > 0 ? run(check, module, inputs) : []);
  const results = [call(layer), call(other)] as const;
  for (const [i, output] of results[0].entries()) {
    expectClose(await results[1][i]!.data(), await output.data(), { rtol: 0, atol: 0 });
  }
  expect([...layer.namedModules()].some(([, module]) => module.training)).toBe(false);
  expect([...layer.train().namedModules()].every(([, module]) => module.training)).toBe(true);
  free(layer, other, ...inputs, ...results.flat());
}

async function checkModes(check: LayerCheck): Promise<void> {
  const layer = build(check);
  const inputs = drawInputs(check, Object.values(check.cases)[0]!.inputs);
  for (const isTraining of [true, false]) {
    layer.train(isTraining);
    const results = [run(check, layer, inputs, 3), run(check, layer, inputs, 4)] as const;
    const [one, two] = [await values(results[0]), await values(results[1])];
    if (isTraining) expect(two).not.toEqual(one);
    else expect(two).toEqual(one);
    free(...results.flat());
  }
  free(layer, ...inputs);
}

function checkFailure(check: LayerCheck, samples: readonly (Shape | Sample)[], message: string): void {
  const layer = build(check);
  const inputs = drawInputs(check, samples);
  const call = (): unknown => run(check, layer, inputs);
  expect(call).toThrow(NeuronaError);
  expect(call).toThrow(message);
  free(layer, ...inputs);
}
