import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../backend.js';
import type { DeviceArray } from '../device-array.js';
import { bytesPerElement, typedArray } from '../dtype.js';
import type { KernelName } from '../kernels.js';
import { sizeOf } from '../shape.js';
import type { BackendCandidate } from '../use-backend.js';
import { describeDevice } from './describe-device.js';
import { expectArray } from './expect-array.js';
import { kernelFixtures } from './fixtures.js';
import {
  arraysIn,
  download,
  hostArray,
  isDeviceArray,
  isFixtureArray,
  type KernelCase,
  type KernelFixtures,
  upload,
} from './kernel-case.js';
import { toleranceOf } from './tolerances.js';

/** Settings of {@link describeBackend}. */
export interface DescribeBackendOptions {
  /** Calls and their golden values; default {@link kernelFixtures}, which has every kernel. */
  readonly fixtures?: KernelFixtures;
  /** Cases that the backend can't pass, as `kernel: title` or `device: title`, and why; they are listed as skipped, with the reason. */
  readonly unsupported?: Readonly<Record<string, string>>;
}

/** Optional kernels; the caller composes those that are missing. */
const optional = new Set<string>([
  'softmaxCrossEntropy',
  'reluGrad',
  'activation',
  'activationGrad',
  'attentionSoftmax',
  'attention',
  'attentionGrad',
  'softmaxGrad',
  'quantizedMatmul',
  'quantizedProducts',
  'dequantize',
  'standardize',
  'standardizeGrad',
  'normalizeRows',
  'rotary',
  'gatedSilu',
  'blockAttention',
  'clampedConv2d',
  'recurrentStep',
  'recurrentStepGrad',
  'sgdStep',
  'adamStep',
  'adadeltaStep',
  'rmspropStep',
  'adagradStep',
  'adamaxStep',
  'lionStep',
]);

/**
 * Runs the conformance suite on a backend, inside Vitest: every kernel against golden values, shapes, dtypes, empty arrays, inputs
 * left as they were, results with buffers of their own, and freed memory; then reading, writing, listening and the lifetime.
 * @param candidate - What a user would pass to `useBackend`.
 * @example
 * describeBackend(cpu());
 */
export function describeBackend(candidate: BackendCandidate, options: DescribeBackendOptions = {}): void {
  const { fixtures = kernelFixtures, unsupported = {} } = options;
  describe(`the backend ${candidate.name}`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await candidate.create();
    });
    afterAll(() => backend?.dispose());

    for (const [name, cases] of Object.entries(fixtures)) {
      describe(name, () => {
        for (const entry of cases) {
          const reason = unsupported[`${name}: ${entry.title}`];
          if (reason === undefined) {
            it(entry.title, async (context) => {
              if (optional.has(name) && !(name in backend.kernels))
                return context.skip('composed by the caller');
              await checkCase(backend, name as KernelName, entry);
            });
          } else it.skip(`${entry.title} (${reason})`);
        }
      });
    }
    describeDevice(candidate, () => backend, unsupported);
  });
}

/** Runs one case: values, shapes, dtypes, ownership of buffers, inputs, memory. */
async function checkCase(
  backend: Backend,
  kernel: KernelName,
  { args, result, after }: KernelCase,
): Promise<void> {
  const before = backend.memory();
  const inputs = upload(backend, args);
  const given = backend.memory();
  const tolerance = toleranceOf(kernel, args[0]);
  const run = backend.kernels[kernel] as unknown as (...args: unknown[]) => unknown;

  const outputs = arraysIn(run(...inputs), isDeviceArray);
  const expected = arraysIn(result, isFixtureArray);
  expect([...outputs.keys()], 'names of results').toEqual([...expected.keys()]);
  expectMemory(backend, given, [...outputs.values()]);

  for (const [path, output] of outputs) {
    expectArray(
      await download(backend, output),
      hostArray(expected.get(path)!),
      tolerance,
      `the result ${path}`.trim(),
    );
  }
  // Overwriting the results shows whether they share memory with inputs.
  for (const output of outputs.values()) overwrite(backend, output);
  const untouched = arraysIn(after ?? args, isFixtureArray);
  for (const [path, input] of arraysIn(inputs, isDeviceArray)) {
    const what = after ? `the argument ${path} afterwards` : `the unchanged argument ${path}`;
    const allowed = after ? tolerance : { rtol: 0, atol: 0 };
    expectArray(await download(backend, input), hostArray(untouched.get(path)!), allowed, what);
  }

  for (const output of outputs.values()) backend.free(output);
  expect(backend.memory(), 'memory after the results were freed').toEqual(given);
  for (const input of arraysIn(inputs, isDeviceArray).values()) backend.free(input);
  expect(backend.memory(), 'memory after the inputs were freed').toEqual(before);
}

function expectMemory(
  backend: Backend,
  given: { buffers: number; bytes: number },
  made: readonly DeviceArray[],
): void {
  const bytes = made.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesPerElement(dtype), 0);
  expect(backend.memory(), 'memory after the call').toEqual({
    buffers: given.buffers + made.length,
    bytes: given.bytes + bytes,
  });
}

function overwrite(backend: Backend, target: DeviceArray): void {
  const ones = backend.write(
    typedArray(target.dtype, sizeOf(target.shape)).fill(1),
    target.shape,
    target.dtype,
  );
  backend.assign(target, ones);
  backend.free(ones);
}
