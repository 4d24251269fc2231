// internal
import type { ScheduledGroup } from './schedule.js';

interface Momenta {
  readonly momentum?: number;
  readonly betas?: readonly number[];
}

/** Momentum of a group, or β₁; undefined where it has neither. */
export function momentumOf({ settings }: ScheduledGroup): number | undefined {
  const { momentum, betas } = settings as Momenta;
  return betas?.[0] ?? momentum;
}

/** Sets the momentum of a group, or β₁. */
export function setMomentum(group: ScheduledGroup, value: number): void {
  const { betas } = group.settings as Momenta;
  const change = betas ? { betas: [value, ...betas.slice(1)] } : { momentum: value };
  group.settings = { ...group.settings, ...change };
}
