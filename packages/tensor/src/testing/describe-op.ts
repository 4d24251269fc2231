import { type Backend, currentBackend, type Shape, setBackend, type TypedArray } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { grad } from '../autograd/backward.js';
import { noGrad } from '../autograd/grad-mode.js';
import { gradcheck } from '../autograd/gradcheck.js';
import { freeConstants } from '../convert.js';
import { tensor } from '../create.js';
import { memoryScope, scoped } from '../memory/scope.js';
import { Generator } from '../random/generator.js';
import type { Tensor } from '../tensor.js';
import { forEachBackend, referenceBackend } from './backends.js';
import { expectClose } from './expect-close.js';
import { liveMemory } from './live-memory.js';
import { drawSample, type Sample } from './sample.js';
import { type Tolerance, tolerances } from './tolerances.js';

/** What {@link describeOp} checks. */
export interface OpCheck {
  /** The operation. */
  readonly run: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  /** Cases by name: a shape or a sample for each input. */
  readonly inputs: Readonly<Record<string, readonly (Shape | Sample)[]>>;
  /** Bounds of the values, default -2 and 2. */
  readonly domain?: readonly [number, number];
  /** Values that inputs stay away from when derivatives are checked, default none. */
  readonly kinks?: readonly number[];
  /** Greatest derivative that is checked: 2 (default), 1, or 0 where there is none. */
  readonly order?: 0 | 1 | 2;
  /** Tolerance against the reference, default that of the table. A wider one needs the measured error in a comment. */
  readonly tolerance?: Tolerance;
  /** Backends on which the checks fail, with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/**
 * Declares the standard checks of an operation, on every backend: values, shapes and dtypes as the reference has them, inputs
 * untouched, no buffer left behind, first and second derivatives by finite differences (on webgpu, which is slow in software, as
 * the reference has them).
 * @param name - Of the operation, for the title.
 * @example
 * describeOp('tanh', { run: tanh, inputs: { vector: [[5]], empty: [[0, 3]] } });
 */
export function describeOp(name: string, check: OpCheck): void {
  const { inputs, order = 2 } = check;
  describe(name, () => {
    forEachBackend(
      (backendName) => {
        for (const [title, samples] of Object.entries(inputs)) {
          const build = (backend: Backend): Tensor[] => buildInputs(samples, check, backend);
          if (backendName !== 'cpu') {
            it(`gives the reference's values (${title})`, () => checkValues(check, build, backendName));
          }
          it(`leaves inputs alone and nothing behind (${title})`, () => checkMemory(check, build));
          if (order === 0) continue;
          if (backendName === 'webgpu')
            it(`has the reference's gradients (${title})`, () => checkGradients(check, build));
          else
            it(`has the derivatives that differences give (${title})`, () => checkDerivatives(check, build));
        }
      },
      check.skip ? { skip: check.skip } : {},
    );
  });
}

type Build = (backend: Backend) => Tensor[];

const isSample = (input: Shape | Sample): input is Sample => !Array.isArray(input);

function buildInputs(samples: readonly (Shape | Sample)[], check: OpCheck, backend: Backend): Tensor[] {
  const rng = new Generator(7);
  const [low, high] = check.domain ?? [-2, 2];
  return samples.map((input) => {
    const sample: Sample = {
      low,
      high,
      ...(check.kinks && { kinks: check.kinks }),
      ...(isSample(input) ? input : { shape: input }),
    };
    const { shape, dtype = 'float32' } = sample;
    return tensor(drawSample(sample, rng), { shape, dtype, backend, requiresGrad: dtype === 'float32' });
  });
}

const list = (outputs: Tensor | readonly Tensor[]): readonly Tensor[] => [outputs].flat() as Tensor[];

const free = (tensors: readonly Tensor[]): void => {
  for (const item of tensors) item.dispose();
};

async function checkValues(check: OpCheck, build: Build, backendName: string): Promise<void> {
  const backend = currentBackend();
  const reference = setBackend(await referenceBackend());
  const expectedInputs = build(reference);
  const expected = list(noGrad(() => check.run(...expectedInputs)));
  setBackend(backend);
  const inputs = build(backend);
  const actual = list(noGrad(() => check.run(...inputs)));
  expect(actual.map(describeResult)).toEqual(expected.map(describeResult));
  const tolerance = check.tolerance ?? (backendName === 'webgpu' ? tolerances.valueOnGpu : tolerances.value);
  for (const [k, output] of actual.entries()) {
    const isExact = output.dtype !== 'float32';
    expectClose(await output.data(), await expected[k]!.data(), isExact ? { rtol: 0, atol: 0 } : tolerance);
  }
  for (const tensors of [expectedInputs, expected, inputs, actual]) free(tensors);
}

const describeResult = ({ shape, dtype }: Tensor): string => `${dtype} [${shape.join(', ')}]`;

async function checkMemory(check: OpCheck, build: Build): Promise<void> {
  const backend = currentBackend();
  const inputs = build(backend);
  const before = await Promise.all(inputs.map((input) => input.data()));
  const empty = liveMemory(backend);
  {
    using _scope = memoryScope();
    const outputs = noGrad(() => list(check.run(...inputs)));
    const { buffers, bytes } = liveMemory(backend);
    // Beyond the results nothing is alive but the scalars that plain numbers became.
    const extraBuffers = buffers - empty.buffers - outputs.length;
    const extraBytes = bytes - empty.bytes - outputs.reduce((sum, output) => sum + bytesOf(output), 0);
    const isCast = inputs.some(({ dtype }) => dtype === 'int32'); // a cast input stays until the scope ends
    if (!isCast)
      expect(extraBytes, 'bytes of temporaries').toBeLessThanOrEqual(4 * Math.max(0, extraBuffers));
  }
  if (check.order !== 0) {
    using _scope = memoryScope();
    differentiateTwice(check, inputs);
  }
  expect(liveMemory(backend), 'memory after the scope').toEqual(empty);
  for (const [i, input] of inputs.entries()) expect(await input.data(), `input ${i}`).toEqual(before[i]);
  free(inputs);
}

const bytesOf = ({ size, dtype }: Tensor): number => size * (dtype === 'bool' ? 1 : 4);

/**
 * Gradients of each order as far as there are any, of a weighted sum of what came before: weights, as the plain sum of a
 * softmax, say, does not depend on its inputs.
 */
function differentiateTwice(check: OpCheck, inputs: readonly Tensor[]): Tensor[] {
  const varied = inputs.filter(({ requiresGrad }) => requiresGrad);
  const gradients: Tensor[] = [];
  let targets = list(check.run(...inputs)).filter(({ requiresGrad }) => requiresGrad);
  for (let order = 1; order <= (check.order ?? 2) && targets.length > 0; order++) {
    const sums = targets.map((target) => target.mul(weightsOf(target)).sum());
    const found = grad(sums, varied, { createGraph: true, allowUnused: true }) as readonly (
      | Tensor
      | undefined
    )[];
    const known = found.filter((gradient): gradient is Tensor => gradient !== undefined);
    gradients.push(...known);
    targets = known.filter(({ requiresGrad }) => requiresGrad);
  }
  return gradients;
}

const weightsOf = ({ shape, size, backend }: Tensor): Tensor =>
  tensor(
    Float32Array.from({ length: size }, (_, i) => Math.cos(i + 1)),
    { shape, backend },
  );

/** Gradients on a device that is too slow for differences here are those that differences proved right on the reference. */
async function checkGradients(check: OpCheck, build: Build): Promise<void> {
  const backend = currentBackend();
  const reference = await referenceBackend();
  const gradientsOn = async (device: Backend): Promise<TypedArray[]> => {
    setBackend(device);
    const inputs = build(device);
    const gradients = scoped(() => differentiateTwice(check, inputs));
    setBackend(backend);
    const values = await Promise.all(gradients.map((gradient) => gradient.data()));
    free([...gradients, ...inputs]);
    freeConstants(device);
    return values;
  };
  const expected = await gradientsOn(reference);
  const actual = await gradientsOn(backend);
  expect(actual).toHaveLength(expected.length);
  for (const [i, values] of actual.entries()) expectClose(values, expected[i]!, tolerances.gradientOnGpu);
}

async function checkDerivatives(check: OpCheck, build: Build): Promise<void> {
  const backend = currentBackend();
  const inputs = build(backend);
  await gradcheck(check.run, inputs, {
    order: check.order === 1 ? 1 : 2,
    directions: 2,
    ...tolerances.derivative,
  });
  free(inputs);
  freeConstants(backend);
}
