// internal
import {
  BackendError,
  type ConvGeometry,
  type DeviceArray,
  type KernelName,
  type Shape,
  sizeOf,
} from '@neurona/backend';
import type { WebGPUBackend } from './webgpu-backend.js';

/** A kernel call whose result is known. */
interface Probe {
  readonly kernel: KernelName;
  readonly run: (backend: WebGPUBackend, own: (array: DeviceArray) => DeviceArray) => DeviceArray;
  /** The value at a position of the result. */
  readonly expected: (index: number) => number;
}

const geometry: ConvGeometry = {
  inputShape: [2, 8, 8, 4],
  outputShape: [2, 6, 6, 8],
  kernelSize: [3, 3],
  stride: [1, 1],
  dilation: [1, 1],
  padding: { top: 0, bottom: 0, left: 0, right: 0 },
  groups: 1,
};

const write = (backend: WebGPUBackend, shape: Shape, value: (index: number) => number): DeviceArray =>
  backend.write(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => value(i)),
    shape,
    'float32',
  );

/** How many of 6 windows of 3 lie over an element of 8. */
const windowsOver = (place: number): number => Math.min(place, 2) - Math.max(place - 5, 0) + 1;

/** The kernels that training needs most, on integers, whose sums are exact. */
const probes: readonly Probe[] = [
  {
    kernel: 'matmul', // of two matrices of rank 1
    run: (backend, own) =>
      backend.kernels.matmul(
        own(write(backend, [20, 80], (i) => Math.floor(i / 80))),
        own(write(backend, [80, 20], (i) => i % 20)),
        {},
      ),
    expected: (i) => Math.floor(i / 20) * (i % 20) * 80,
  },
  {
    kernel: 'conv2dFilterGrad',
    run: (backend, own) =>
      backend.kernels.conv2dFilterGrad(
        own(write(backend, geometry.inputShape, () => 2)),
        own(write(backend, geometry.outputShape, (i) => i % 8)),
        geometry,
      ),
    expected: (i) => 2 * (i % 8) * 72,
  },
  {
    kernel: 'conv2dInputGrad',
    run: (backend, own) =>
      backend.kernels.conv2dInputGrad(
        own(write(backend, geometry.outputShape, () => 1)),
        own(write(backend, [3, 3, 4, 8], () => 1)),
        geometry,
      ),
    expected: (i) => 8 * windowsOver(Math.floor(i / 4) % 8) * windowsOver(Math.floor(i / 32) % 8),
  },
  {
    kernel: 'reduce',
    run: (backend, own) => backend.kernels.reduce('sum', own(write(backend, [3, 400], (i) => i % 400)), [1]),
    expected: () => (400 * 399) / 2,
  },
  {
    kernel: 'softmax',
    run: (backend, own) => backend.kernels.softmax(own(write(backend, [4, 64], () => 3))),
    expected: () => 1 / 64,
  },
];

/**
 * Runs a few kernels whose results are known: some drivers compute nothing, without an error (tensorflow/tfjs#8590).
 * @throws {@link BackendError} if a result is wrong.
 */
export async function selfTest(backend: WebGPUBackend): Promise<void> {
  const arrays: DeviceArray[] = [];
  const own = (array: DeviceArray): DeviceArray => {
    arrays.push(array);
    return array;
  };
  const results = probes.map(({ run }) => own(run(backend, own)));
  const values = await Promise.all(results.map((array) => backend.read({ ...array, dtype: 'float32' })));
  for (const array of arrays) backend.free(array);
  probes.forEach(({ kernel, expected }, k) => {
    const wrong = values[k]!.findIndex(
      (value, i) => !(Math.abs(value - expected(i)) <= 1e-6 * Math.abs(expected(i))),
    );
    if (wrong < 0) return;
    throw new BackendError('webgpu', {
      expected: `a device that computes right: ${expected(wrong)} as element ${wrong} of ${kernel}`,
      received: values[k]![wrong],
      where: backend.description,
      hint: "Update the GPU's driver or the browser, or use wasm().",
    });
  });
}
