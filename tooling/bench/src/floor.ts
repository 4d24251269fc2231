import { type Backend, currentBackend, type DeviceArray } from '@neurona/backend';
import { rand } from '@neurona/tensor';
import { seconds } from './clock.js';
import { trainingStep } from './contenders/neurona.js';
import { arraysIn } from './kernel-arrays.js';
import { flopsOfStep } from './workloads/work.js';
import type { Start, Workload } from './workloads/workload.js';

/** What a step can't do without, on this machine and backend. */
export interface Floor {
  /** Floating-point operations of a step's products and convolutions. */
  readonly flops: number;
  /** Billions of operations a second in a product of large matrices. */
  readonly peakGflops: number;
  /** Seconds for the operations at that rate: the floor. */
  readonly seconds: number;
  /** Kernel calls of a step. */
  readonly calls: number;
  /** Bytes of the arrays that the kernels of a step are given and give. */
  readonly bytes: number;
}

/** Counts a step's kernel calls and bytes, and divides its operations by the peak. */
export function floorOf(workload: Workload, start: Start, peakGflops: number): Floor {
  const flops = flopsOfStep(workload);
  return { flops, peakGflops, seconds: flops / peakGflops / 1e9, ...trafficOf(workload, start) };
}

/** What a step's kernel calls touch; the second step's, as the first makes the optimizer's state. */
function trafficOf(workload: Workload, start: Start): { calls: number; bytes: number } {
  const { step, close } = trainingStep(workload, start);
  step(0).dispose();
  let calls = 0;
  let bytes = 0;
  const stop = currentBackend().listen(({ args, result }) => {
    calls++;
    for (const array of [...arraysIn(args), ...arraysIn(result)]) bytes += bytesOf(array);
  });
  step(0).dispose();
  stop();
  close();
  return { calls, bytes };
}

const bytesOf = ({ shape, dtype }: DeviceArray): number =>
  shape.reduce((product, size) => product * size, dtype === 'bool' ? 1 : 4);

/** Billions of operations a second in products of square matrices, the best of some: what the kernels reach when undisturbed. */
export function measurePeak(size = 384, repetitions = 12, backend: Backend = currentBackend()): number {
  const [a, b] = [rand([size, size]), rand([size, size])];
  const rates: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const began = seconds();
    const product = backend.kernels.matmul(a, b, {});
    rates.push((2 * size ** 3) / (seconds() - began) / 1e9);
    backend.free(product);
  }
  for (const x of [a, b]) x.dispose();
  return Math.max(...rates);
}
