// internal
import { ArgumentError, checkArgument } from '@neurona/backend';
import type { Schedule, ScheduleState } from './schedule.js';

/** The schedules of a composite: some, all of one optimizer. */
export function checkSchedules(subject: string, schedules: readonly Schedule[]): Schedule {
  const [first] = checkArgument(subject, 'schedules', schedules, 'list');
  if (!first) throw new ArgumentError(subject, { expected: 'at least one schedule', received: 'none' });
  for (const [i, { optimizer, name }] of schedules.entries()) {
    if (optimizer === first.optimizer) continue;
    throw new ArgumentError(subject, {
      expected: 'schedules of one optimizer',
      received: `a ${name} of another`,
      where: `position ${i}`,
    });
  }
  return first;
}

/** Throws unless there is a state for each schedule inside that fits it. */
export function checkStates(subject: string, schedules: readonly Schedule[], saved: ScheduleState): void {
  const states = saved.schedules ?? [];
  if (states.length !== schedules.length) {
    throw new ArgumentError(`${subject}.loadStateDict`, {
      expected: `states of ${schedules.length} schedules`,
      received: states.length,
    });
  }
  for (const [i, schedule] of schedules.entries()) schedule.checkState(states[i]!);
}
