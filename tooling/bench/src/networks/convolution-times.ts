import { type ConvGeometry, currentBackend, type DeviceArray } from '@neurona/backend';
import { flopsOf, type TimedCall, timeKernels } from '../profile.js';

const kernels = {
  conv2d: 'forward',
  clampedConv2d: 'forward',
  conv2dInputGrad: 'input gradient',
  conv2dFilterGrad: 'filter gradient',
} as const;

/** The convolutions of a network that have the same shapes, in one direction. */
export interface ConvolutionTime {
  readonly direction: (typeof kernels)[keyof typeof kernels];
  readonly geometry: ConvGeometry;
  /** How many of them there are in a run. */
  readonly calls: number;
  /** Milliseconds of one, the least of all runs. */
  readonly ms: number;
  /** Multiplications and additions of one, as the convolution is defined. */
  readonly flops: number;
}

/** Times every convolution of some runs; the least of them, as other work of the machine makes times longer only. */
export function timeConvolutions(run: () => void, runs: number): ConvolutionTime[] {
  const found = new Map<string, Omit<ConvolutionTime, 'calls'> & { calls: number; ms: number }>();
  for (let i = 0; i < runs; i++) {
    const timed: TimedCall[] = [];
    const stop = timeKernels(currentBackend(), timed);
    run();
    stop();
    for (const call of timed) note(found, call, i === 0);
  }
  return [...found.values()];
}

type Rows = Map<string, Omit<ConvolutionTime, 'calls'> & { calls: number; ms: number }>;

function note(found: Rows, { kernel, args, result, ms }: TimedCall, isFirst: boolean): void {
  if (!(kernel in kernels)) return;
  const direction = kernels[kernel as keyof typeof kernels];
  const geometry = args[2] as ConvGeometry;
  const key = JSON.stringify([direction, geometry]);
  const row = found.get(key) ?? {
    direction,
    geometry,
    calls: 0,
    ms: Number.POSITIVE_INFINITY,
    flops: flopsOf(kernel, args, result as DeviceArray),
  };
  if (isFirst) row.calls++;
  row.ms = Math.min(row.ms, ms);
  found.set(key, row);
}
