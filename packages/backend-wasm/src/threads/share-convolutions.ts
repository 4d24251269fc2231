// internal
import type { KernelExports } from '../generated/exports.js';
import type { Heap } from '../heap.js';
import { type Job, LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Convolutions: each thread takes blocks of windows or tiles, parts of the sums of a filter gradient, or images.

/** Nanoseconds for a multiplication and addition: in matrix products, with the unfolding of windows, and channel by channel. */
const PRODUCT_TIME = 1 / 14;
const WINDOW_TIME = 1 / 11;
const DEPTHWISE_TIME = 0.28;

/** The numbers of assembly/window.ts that determine the amount of work. */
interface Geometry {
  /** Windows of all images. */
  readonly windows: number;
  readonly taps: number;
  readonly channels: number;
  readonly outChannels: number;
  readonly groups: number;
}

export function shareConvolutions(
  alone: KernelExports,
  pool: ThreadPool,
  heap: Heap,
): Partial<KernelExports> {
  function geometryAt(plan: number): Geometry {
    const at = plan / 4;
    const word = (i: number) => heap.i32[at + i]!;
    const [windows, taps] = [word(0) * word(4) * word(5), word(7) * word(8)];
    return { windows, taps, channels: word(3), outChannels: word(6), groups: word(15) };
  }

  /** Nanoseconds of a convolution as products of unfolded windows. */
  function windowWork(plan: number): number {
    const { windows, taps, channels, outChannels, groups } = geometryAt(plan);
    return (WINDOW_TIME * windows * taps * channels * outChannels) / groups;
  }

  /** Nanoseconds of Winograd's products: 16 for 4 windows. */
  function tileWork(plan: number): number {
    const { windows, channels, outChannels } = geometryAt(plan);
    return 4 * windows * (PRODUCT_TIME * channels * outChannels + 0.5 * (channels + outChannels));
  }

  function depthwiseWork(plan: number): number {
    const { windows, taps, channels } = geometryAt(plan);
    return DEPTHWISE_TIME * windows * taps * channels;
  }

  /** Runs the function of these arguments, of which the last two are the first unit and their number, alone or shared. */
  function units(kernel: Job['kernel'], work: number, args: readonly number[], local?: Job['local']): void {
    const count = args.length - 1;
    const steps = new Array<number>(count).fill(0);
    steps[count - 1] = 1;
    pool.run({ kernel, work, args, steps, count, ...(local ? { local } : {}) });
  }

  return {
    conv2d(...args) {
      const [plan, , , , , , blocks, , , , pieces] = args;
      const all = alone.convTapBlocks(plan) * alone.convPieces(plan);
      const work = (windowWork(plan) * blocks * pieces) / all;
      if (work < LEAST_WORK) return alone.conv2d(...args);
      units('conv2d', work, args, [7, alone.convScratchBytes(plan)]);
    },
    convPack(plan, w, to, back, first, blocks) {
      const { taps, channels, outChannels, groups } = geometryAt(plan);
      const work = ((0.5 * taps * channels * outChannels) / groups) * (blocks / alone.convTapBlocks(plan));
      if (work < LEAST_WORK) return alone.convPack(plan, w, to, back, first, blocks);
      const args = [plan, w, to, Number(back), first, blocks];
      const steps = [0, 0, groups * alone.convPanelBytes(plan, back), 0, 1];
      pool.run({ kernel: 'convPack', work, args, steps, count: 5 });
    },
    turnKernel(...args) {
      const { taps, channels, outChannels, groups } = geometryAt(args[0]);
      const work = (taps * channels * outChannels) / groups;
      if (work < LEAST_WORK) return alone.turnKernel(...args);
      units('turnKernel', work, args);
    },
    conv2dFilterGrad(...args) {
      const work = windowWork(args[0]);
      if (work < LEAST_WORK) return alone.conv2dFilterGrad(...args);
      units('conv2dFilterGrad', work, args, [4, alone.convScratchBytes(args[0])]);
    },
    conv2dInputGrad(...args) {
      const work = windowWork(args[0]);
      if (work < LEAST_WORK) return alone.conv2dInputGrad(...args);
      units('conv2dInputGrad', work, args, [4, alone.convScratchBytes(args[0])]);
    },
    winogradKernel(...args) {
      const { channels, outChannels } = geometryAt(args[0]);
      const work = 8 * channels * outChannels;
      if (work < LEAST_WORK) return alone.winogradKernel(...args);
      units('winogradKernel', work, args);
    },
    winogradConv2d(...args) {
      const work = tileWork(args[0]);
      if (work < LEAST_WORK) return alone.winogradConv2d(...args);
      units('winogradConv2d', work, args, [5, alone.winogradScratchBytes(args[0])]);
    },
    largeTilesKernel(...args) {
      const { channels, outChannels } = geometryAt(args[0]);
      const work = 40 * channels * outChannels;
      if (work < LEAST_WORK) return alone.largeTilesKernel(...args);
      units('largeTilesKernel', work, args);
    },
    largeTilesConv2d(...args) {
      const work = 0.6 * tileWork(args[0]);
      if (work < LEAST_WORK) return alone.largeTilesConv2d(...args);
      units('largeTilesConv2d', work, args, [5, alone.largeTilesScratchBytes(args[0])]);
    },
    winogradFilterSums(...args) {
      const work = tileWork(args[0]);
      if (work < LEAST_WORK) return alone.winogradFilterSums(...args);
      units('winogradFilterSums', work, args, [4, alone.winogradScratchBytes(args[0])]);
    },
    addArrays(to, from, step, count, n) {
      const work = 0.2 * count * n;
      if (work < LEAST_WORK) return alone.addArrays(to, from, step, count, n);
      pool.run({
        kernel: 'addArrays',
        work,
        args: [to, from, step, count, n],
        steps: [4, 4],
        count: 4,
        grain: 64,
      });
    },
    depthwiseConv2d(...args) {
      const work = depthwiseWork(args[0]);
      if (work < LEAST_WORK) return alone.depthwiseConv2d(...args);
      units('depthwiseConv2d', work, args);
    },
    depthwiseInputGrad(...args) {
      const work = depthwiseWork(args[0]);
      if (work < LEAST_WORK) return alone.depthwiseInputGrad(...args);
      units('depthwiseInputGrad', work, args);
    },
    depthwiseFilterGrad(...args) {
      const work = 2 * depthwiseWork(args[0]);
      if (work < LEAST_WORK) return alone.depthwiseFilterGrad(...args);
      units('depthwiseFilterGrad', work, args);
    },
    maxPool2d(...args) {
      const work = 1.5 * depthwiseWork(args[0]);
      if (work < LEAST_WORK) return alone.maxPool2d(...args);
      units('maxPool2d', work, args);
    },
    avgPool2d(...args) {
      const work = 1.5 * depthwiseWork(args[0]);
      if (work < LEAST_WORK)
        return alone.avgPool2d(...(args.slice(0, 3) as [number, number, number]), args[3], args[4], args[5]);
      units('avgPool2d', work, args.map(Number));
    },
    maxPool2dGrad(plan, grad, indices, dx, images) {
      const { windows, channels } = geometryAt(plan);
      const work = windows * channels;
      if (work < LEAST_WORK) return alone.maxPool2dGrad(plan, grad, indices, dx, images);
      const word = (i: number) => heap.i32[plan / 4 + i]!;
      const out = 4 * word(4) * word(5) * channels;
      const steps = [0, out, out, 4 * word(1) * word(2) * channels];
      pool.run({ kernel: 'maxPool2dGrad', work, args: [plan, grad, indices, dx, images], steps, count: 4 });
    },
    avgPool2dGrad(plan, grad, dx, countPadding, images) {
      const { windows, channels, taps } = geometryAt(plan);
      const work = DEPTHWISE_TIME * windows * taps * channels;
      if (work < LEAST_WORK) return alone.avgPool2dGrad(plan, grad, dx, countPadding, images);
      const word = (i: number) => heap.i32[plan / 4 + i]!;
      const steps = [0, 4 * word(4) * word(5) * channels, 4 * word(1) * word(2) * channels];
      const args = [plan, grad, dx, Number(countPadding), images];
      pool.run({ kernel: 'avgPool2dGrad', work, args, steps, count: 4 });
    },
  };
}
