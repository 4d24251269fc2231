import {
  type Backend,
  currentBackend,
  type DeviceArray,
  type KernelName,
  type KernelTable,
  sizeOf,
} from '@neurona/backend';
import { seconds } from './clock.js';
import { trainingStep } from './contenders/neurona.js';
import { arraysIn } from './kernel-arrays.js';
import type { Start, Workload } from './workloads/workload.js';

/** What one kernel took with operands of the same shapes. */
export interface KernelTime {
  readonly kernel: KernelName;
  /** Shapes of the operands and of the result. */
  readonly shapes: string;
  /** In a step. */
  readonly calls: number;
  /** Milliseconds in a step, the mean. */
  readonly ms: number;
  /** Billions of floating-point operations a second; only for products and convolutions. */
  readonly gflops: number | undefined;
}

/** Where the time of a step goes. */
export interface Profile {
  readonly kernels: readonly KernelTime[];
  /** Milliseconds of a step. */
  readonly ms: number;
  /** Of these, what passed outside of kernels: recording, memory, dispatch. */
  readonly outsideMs: number;
}

const warmUpSeconds = 1;

/** Times every kernel call of some training steps. Right on backends where a call returns when it has run: cpu and wasm. */
export function profileSteps(workload: Workload, start: Start, steps: number): Profile {
  const { step, close } = trainingStep(workload, start);
  let next = 0;
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) step(next++ % start.batches.length).dispose();
  };
  const warmUntil = seconds() + warmUpSeconds;
  while (seconds() < warmUntil) run(1);
  const timed: TimedCall[] = []; // sorted out later, so that this takes no time of the step
  const stop = timeKernels(currentBackend(), timed);
  const began = seconds();
  run(steps);
  const ms = (1000 * (seconds() - began)) / steps;
  stop();
  close();
  const totals = new Map<
    string,
    { kernel: KernelName; shapes: string; calls: number; ms: number; flops: number }
  >();
  for (const { kernel, args, result, ms: took } of timed) {
    const shapes = shapesOf(args, result);
    const key = `${kernel} ${shapes}`;
    const total = totals.get(key) ?? {
      kernel,
      shapes,
      calls: 0,
      ms: 0,
      flops: flopsOf(kernel, args, result),
    };
    total.calls++;
    total.ms += took;
    totals.set(key, total);
  }
  const kernels = Array.from(totals.values(), (total) => ({
    kernel: total.kernel,
    shapes: total.shapes,
    calls: total.calls / steps,
    ms: total.ms / steps,
    gflops: total.flops > 0 ? (total.flops * total.calls) / total.ms / 1e6 : undefined,
  })).sort((a, b) => b.ms - a.ms);
  return { kernels, ms, outsideMs: ms - kernels.reduce((sum, kernel) => sum + kernel.ms, 0) };
}

/** A kernel call and its duration. */
export interface TimedCall {
  readonly kernel: KernelName;
  readonly ms: number;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** Notes every kernel call with its duration. A listener of the backend would hear only that the call was made. */
export function timeKernels(backend: Backend, timed: TimedCall[]): () => void {
  const plain = backend.kernels;
  const entries = Object.entries(plain).map(([name, kernel]) => {
    const call = (...args: unknown[]): unknown => {
      const start = seconds();
      const result = (kernel as (...args: unknown[]) => unknown)(...args);
      timed.push({ kernel: name as KernelName, ms: 1000 * (seconds() - start), args, result });
      return result;
    };
    return [name, call];
  });
  backend.kernels = Object.fromEntries(entries) as KernelTable;
  return () => {
    backend.kernels = plain;
  };
}

function shapesOf(args: readonly unknown[], result: unknown): string {
  const [of, to] = [arraysIn(args), arraysIn(result)].map((arrays) =>
    arrays.map(({ shape }) => `[${shape.join(' ')}]`),
  );
  const inputs = of!.length > 4 ? `${of!.length} arrays` : of!.join(' ');
  const name = typeof args[0] === 'string' ? `${args[0]} ` : '';
  return `${name}${inputs}${to!.length > 0 ? ` → ${to!.join(' ')}` : ''}`;
}

/** Operations of a product or convolution: two for each of its multiplications. */
export function flopsOf(kernel: KernelName, args: readonly unknown[], result: unknown): number {
  const [a, b] = args as [DeviceArray, DeviceArray];
  const [out] = arraysIn(result);
  if (!out) return 0;
  if (kernel === 'matmul') {
    const { transposeA } = args[2] as { transposeA?: boolean };
    return 2 * sizeOf(out.shape) * (transposeA ? a.shape.at(-2)! : a.shape.at(-1)!);
  }
  // The larger side of the convolution, its output, times the kernel of one output channel.
  if (kernel === 'conv2d' || kernel === 'clampedConv2d')
    return 2 * sizeOf(out.shape) * sizeOf(b.shape.slice(0, 3));
  if (kernel === 'conv2dFilterGrad') return 2 * sizeOf(b.shape) * sizeOf(out.shape.slice(0, 3));
  if (kernel === 'conv2dInputGrad') return 2 * sizeOf(a.shape) * sizeOf(b.shape.slice(0, 3));
  return 0;
}
