import {
  conv2d,
  convTranspose2d,
  groupNorm,
  interpolate,
  memoryScope,
  noGrad,
  onesLike,
  Parameter,
  rand,
  type Tensor,
} from '@neurona/tensor';
import Table from 'cli-table3';
import { seconds } from '../clock.js';

/** The title of the table. */
export const generatorKernels = 'kernels of generators, batch 64';

interface Case {
  readonly name: string;
  readonly run: () => Tensor;
  /** Multiplications and additions, or 0 where there are none to speak of. */
  readonly flops: number;
}

/** Operations on maps `[64, side, side, channels]`: a convolution that keeps the size, and what generators have besides. */
function casesOf(side: number, channels: number): Case[] {
  const weight = (...shape: number[]): Parameter => new Parameter(rand(shape));
  const x = weight(64, side, side, channels);
  const [same, double] = [weight(3, 3, channels, channels), weight(4, 4, channels, channels)];
  const [scale, shift] = [weight(channels), weight(channels)];
  const places = 64 * side * side;
  return [
    {
      name: 'convolution 3×3',
      run: () => conv2d(x, same, undefined, { padding: 1 }),
      flops: 2 * places * 9 * channels ** 2,
    },
    {
      name: 'transposed convolution 4×4 / 2',
      run: () => convTranspose2d(x, double, undefined, { stride: 2, padding: 1 }),
      flops: 2 * places * 16 * channels ** 2,
    },
    { name: 'upsampling, nearest × 2', run: () => interpolate(x, { scaleFactor: 2 }), flops: 0 },
    {
      name: 'upsampling, bilinear × 2',
      run: () => interpolate(x, { scaleFactor: 2, mode: 'bilinear' }),
      flops: 0,
    },
    { name: 'group norm of 8', run: () => groupNorm(x, 8, { weight: scale, bias: shift }), flops: 0 },
  ];
}

/** The least of some times, the first apart. */
const least = (rounds: number, time: () => number): number =>
  Math.min(...Array.from({ length: rounds + 1 }, time).slice(1));

/**
 * Forward and backward of each operation. A rate is in operations a second where there are any to count, else in values of the input a
 * second, as a multiple of the convolution's forward one; backward takes two convolutions, so it counts twice.
 */
export function describeRates(rounds: number): string {
  const head = ['maps', 'operation', 'forward, ms', 'rate', 'backward, ms', 'rate'];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const [side, channels] of [
    [14, 64],
    [8, 32],
  ] as const) {
    const cases = casesOf(side, channels);
    const [{ flops: usual }] = cases as [Case];
    let rateOf = (_work: number, _ms: number): number => 1;
    for (const { name, run, flops } of cases) {
      const forward = least(rounds, () => {
        using _ = memoryScope();
        const start = seconds();
        noGrad(run);
        return seconds() - start;
      });
      const backward = least(rounds, () => {
        using _ = memoryScope();
        const y = run();
        const slope = onesLike(y);
        const start = seconds();
        y.backward(slope);
        return seconds() - start;
      });
      if (flops === usual) rateOf = (work, time) => work / usual / (time / forward);
      const work = flops || usual;
      table.push([
        `${side}×${side}×${channels}`,
        name,
        (1000 * forward).toFixed(2),
        rateOf(work, forward).toFixed(2),
        (1000 * backward).toFixed(2),
        rateOf(2 * work, backward).toFixed(2),
      ]);
    }
  }
  return table.toString();
}
