import type { LoadingResult } from './loading/loading-bench.js';
import { ratio } from './rounds.js';
import { type SmallOpResult, smallOpNames } from './small-op.js';
import type { StepResult } from './step-bench.js';
import type { Workload } from './workloads/workload.js';

/** An aim, and how far from it we are. */
export interface Target {
  readonly aim: string;
  readonly limit: number;
  readonly value: number;
  readonly reached: boolean;
}

const target = (aim: string, limit: number, value: number): Target => ({
  aim,
  limit,
  value,
  reached: value <= limit,
});

/** One small operation takes at most twice as long as tfjs's kernel alone. */
export function smallOpTargets({ length, ways }: SmallOpResult): Target[] {
  const way = (name: string) => ways.find((one) => one.name === name)!;
  const value = ratio(way(smallOpNames.neurona), way(smallOpNames.tfjsKernel));
  return [target(`add of [${length}] over tfjs's kernel called directly`, 2, value)];
}

interface StepAims {
  readonly peers: Readonly<Record<string, number>>;
  /** The same where more than one thread computes. */
  readonly threaded?: Readonly<Record<string, number>>;
  readonly milliseconds?: number;
}

/** Loading a model takes at most a fifth more memory than its file. */
export const loadingTargets = ({ name, overFile }: LoadingResult): Target[] => [
  target(`loading's peak over the file, ${name}`, 1.2, overFile),
];

/** What the steps are measured by: neurona's time as a multiple of a peer's, and milliseconds. */
const stepAims: Readonly<Record<string, StepAims>> = {
  mlp: { peers: { 'jax-js': 1.2 } },
  lstm: { peers: { PyTorch: 2.2 } },
  characters: { peers: { PyTorch: 2.5 } },
  gpt: { peers: { PyTorch: 2.9 }, threaded: { PyTorch: 1.7 } },
  cnn: { peers: { 'jax-js': 1 / 20, PyTorch: 4 }, milliseconds: 120 },
};

/** Those of a step's targets that this run can tell. */
export function stepTargets({ workload, finishers, dispatches }: StepResult, threads: number): Target[] {
  const { name } = workload;
  const { peers, threaded, milliseconds }: StepAims = stepAims[name] ?? { peers: {} };
  const limits = threads > 1 ? (threaded ?? peers) : peers;
  const ours = finishers[0]!.step;
  const time = milliseconds ? [target(`${name} step in ms`, milliseconds, 1000 * ours.median)] : [];
  const ratios = finishers.flatMap((peer) => {
    const limit = limits[peer.name];
    return limit === undefined
      ? []
      : [target(`${name} step over ${peer.name}'s`, limit, ratio(ours, peer.step))];
  });
  const steps = recurrentSteps(workload);
  const counted =
    steps > 0 && 'count' in dispatches
      ? [target(`${name} step in dispatches on WebGPU`, 3 * steps + 60, dispatches.count)]
      : [];
  return [...time, ...ratios, ...counted];
}

/** Time steps of the recurrent layers, one after the other. */
const recurrentSteps = ({ layers, exampleShape }: Workload): number =>
  layers.filter(({ kind }) => kind === 'lstm').length * exampleShape[0]!;
