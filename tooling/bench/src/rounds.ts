import { median, range } from './statistics.js';

/** Something that is timed: does so many repetitions and gives the seconds that they took. */
export interface Subject {
  readonly name: string;
  run(repetitions: number): Promise<number>;
}

/** How much is measured. */
export interface Effort {
  /** Times that every subject has its turn. */
  readonly rounds: number;
  /** Seconds that a turn aims for: as many repetitions as fit, at least one. */
  readonly turnSeconds: number;
}

/** Seconds for one repetition, over the rounds. */
export interface Measurement {
  readonly name: string;
  readonly samples: readonly number[];
  readonly repetitions: number;
  readonly median: number;
  readonly range: readonly [number, number];
}

const slow = 2; // seconds: who needs more for one repetition has three turns at most
const turnsOfSlow = 3;
const mostRepetitions = 20000;

/**
 * Times subjects in turn, A B C A B C …, so that whatever else the machine does in the meantime hits all alike. Before that
 * each is warmed up, and its repetitions in a turn are chosen.
 */
export async function measureInTurn(subjects: readonly Subject[], effort: Effort): Promise<Measurement[]> {
  const plans: { subject: Subject; repetitions: number; turns: number; samples: number[] }[] = [];
  for (const subject of subjects) {
    const { repetitions, seconds } = await warmUp(subject, effort);
    const turns = seconds > slow ? Math.min(turnsOfSlow, effort.rounds) : effort.rounds;
    plans.push({ subject, repetitions, turns, samples: [] });
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const { subject, repetitions, turns, samples } of plans) {
      if (round < turns) samples.push((await subject.run(repetitions)) / repetitions);
    }
  }
  return plans.map(({ subject, repetitions, samples }) => ({
    name: subject.name,
    samples,
    repetitions,
    median: median(samples),
    range: range(samples),
  }));
}

/** Runs a subject for about the length of a turn, doubling the repetitions, and says how many fill one. */
async function warmUp(
  subject: Subject,
  { turnSeconds }: Effort,
): Promise<{ repetitions: number; seconds: number }> {
  for (let repetitions = 1; ; repetitions *= 2) {
    const seconds = (await subject.run(repetitions)) / repetitions;
    if (seconds * repetitions < turnSeconds / 2 && repetitions < mostRepetitions) continue;
    const fitting = Math.round(turnSeconds / seconds);
    return { repetitions: Math.min(Math.max(1, fitting), mostRepetitions), seconds };
  }
}

/** How many times longer one took than another: the median over the rounds that both took part in, so that drift cancels. */
export function ratio(of: Measurement, to: Measurement): number {
  const rounds = Math.min(of.samples.length, to.samples.length);
  return median(Array.from({ length: rounds }, (_, i) => of.samples[i]! / to.samples[i]!));
}
