import { type Agreement, compareLosses, firstLosses } from './agreement.js';
import type { Contender } from './contenders/contender.js';
import { neurona } from './contenders/neurona.js';
import { countDispatches, type Dispatches } from './dispatches.js';
import { type Floor, floorOf } from './floor.js';
import { type Effort, type Measurement, measureInTurn, ratio } from './rounds.js';
import { startOf } from './workloads/start.js';
import type { Start, Workload } from './workloads/workload.js';

/** A peer by name, and how to make it; loading it is part of making it. */
export interface Peer {
  readonly name: string;
  make(workload: Workload, start: Start): Promise<Contender>;
}

/** A contender that did the step. */
export interface Finisher {
  readonly name: string;
  readonly device: string;
  readonly agreement: Agreement;
  readonly step: Measurement;
  /** How many times longer than neurona it took. */
  readonly ratio: number;
}

/** The training step of a workload, side by side. */
export interface StepResult {
  readonly workload: Workload;
  /** In order, neurona first. */
  readonly finishers: readonly Finisher[];
  /** Who could not, and why. */
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  readonly floor: Floor;
  readonly dispatches: Dispatches;
}

/** Measures the training step of neurona, on the chosen backend, and of its peers. */
export async function measureStep(
  workload: Workload,
  peers: readonly Peer[],
  effort: Effort,
  peakGflops: number,
): Promise<StepResult> {
  const start = await startOf(workload);
  const ours = neurona(workload, start);
  const reference = await firstLosses(ours);
  const present: { contender: Contender; agreement: Agreement }[] = [
    { contender: ours, agreement: compareLosses(reference, reference) },
  ];
  const absent: { name: string; reason: string }[] = [];
  for (const { name, make } of peers) {
    try {
      const contender = await make(workload, start);
      present.push({ contender, agreement: compareLosses(await firstLosses(contender), reference) });
    } catch (error) {
      absent.push({ name, reason: firstLine(error) });
    }
  }
  const subjects = present.map(({ contender }) => ({
    name: contender.name,
    run: async (steps: number) => (await contender.run(steps)).seconds,
  }));
  const steps = await measureInTurn(subjects, effort);
  const finishers = present.map(({ contender: { name, device }, agreement }, i) => ({
    name,
    device,
    agreement,
    step: steps[i]!,
    ratio: ratio(steps[i]!, steps[0]!),
  }));
  for (const { contender } of present) await contender.close();
  const floor = floorOf(workload, start, peakGflops);
  return { workload, finishers, absent, floor, dispatches: await countDispatches(workload, start) };
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
