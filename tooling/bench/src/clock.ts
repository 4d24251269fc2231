/** What time is counted: the wall's, or the processor's in this process, for machines that have other work besides. */
export type Clock = 'wall' | 'cpu';

let chosen: Clock = 'wall';

/** Chooses the clock of everything that is measured from now on. */
export function useClock(clock: Clock): void {
  chosen = clock;
}

/** The clock that was chosen. */
export const currentClock = (): Clock => chosen;

/** Seconds on the chosen clock, from some beginning. */
export function seconds(): number {
  if (chosen === 'wall') return performance.now() / 1000;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
