import { ArgumentError, checkCount } from '@neurona/backend';
import { parseDates, writeDates } from './parse-dates.js';

/** @internal What lies between two steps of a series. */
export interface TimeStep {
  /** The time of the step after the one at a time. */
  next(time: number): number;
  /** In words, as `day` or `6 hours`. */
  readonly text: string;
}

const day = 86_400_000;
const units: readonly (readonly [name: string, milliseconds: number])[] = [
  ['day', day],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
];

/**
 * @internal
 * The step that series have, from times that ascend: months or years where all are on one day of the month, which in shorter months is their
 * last one, or all at the ends of months; else the most frequent difference. A step of a day leaves out Saturdays and Sundays where the times do.
 */
export function timeStep(times: readonly number[]): TimeStep {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  return monthStep(times) ?? (isOnWorkdays(times, gaps) ? workday : evenStep(mostFrequent(gaps)));
}

const isWeekend = (time: number): boolean => [0, 6].includes(new Date(time).getUTCDay());

const nextWorkday = (time: number): number => (isWeekend(time + day) ? nextWorkday(time + day) : time + day);

const workday: TimeStep = { next: nextWorkday, text: 'workday' };

const evenStep = (gap: number): TimeStep => {
  const [name, size] = units.find(([, milliseconds]) => gap % milliseconds === 0) ?? ['millisecond', 1];
  return { next: (time) => time + gap, text: counted(gap / size, name) };
};

const counted = (count: number, name: string): string => (count === 1 ? name : `${count} ${name}s`);

const monthOf = (time: number): number => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth();

/** The day of the month on which a date falls, the last one of shorter months. Months are counted from the start of the year 0. */
const dayOf = (month: number, date: number): number =>
  Math.min(date, new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate());

/** A day of a month with the time of day of `time`. */
const dayInMonth = (month: number, date: number, time: number): number =>
  Date.UTC(Math.floor(month / 12), month % 12, dayOf(month, date)) + (((time % day) + day) % day);

function monthStep(times: readonly number[]): TimeStep | undefined {
  const months = times.map(monthOf);
  const dates = times.map((time) => new Date(time).getUTCDate());
  const gaps = months.slice(1).map((month, i) => month - months[i]!);
  if (gaps.some((gap) => gap === 0)) return undefined;
  const latest = dates.reduce((a, b) => Math.max(a, b));
  const common = [31, latest].find((date) => dates.every((own, i) => own === dayOf(months[i]!, date)));
  if (common === undefined) return undefined;
  const gap = mostFrequent(gaps);
  const next = (time: number): number => dayInMonth(monthOf(time) + gap, common, time);
  return { next, text: gap % 12 === 0 ? counted(gap / 12, 'year') : counted(gap, 'month') };
}

/** Whether days go on from Friday to Monday. */
const isOnWorkdays = (times: readonly number[], gaps: readonly number[]): boolean =>
  mostFrequent(gaps) === day &&
  !times.some(isWeekend) &&
  gaps.some((gap, i) => gap === 3 * day && new Date(times[i]!).getUTCDay() === 5);

/** The value that occurs most, the least of those that occur as often. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b);
  return best![0];
}

/**
 * The dates of the steps after a series, as those of a forecast. A series on the same day of each month, or at the ends of months, goes on by
 * months, on the last day of those that are too short; daily series without weekends go on without them.
 * @param dates - Those of the series, ascending: texts as `2024-01-31`, or `dates` of `timeSeries`.
 * @param count - How many.
 * @throws {@link ArgumentError} if there are fewer than two, or a text is no date.
 * @example
 * followingDates(['2024-01-31', '2024-02-29', '2024-03-31'], 2); // => ['2024-04-30', '2024-05-31']
 */
export function followingDates(dates: readonly string[], count: number): string[] {
  checkCount('followingDates', 'count', count);
  if (!(dates?.length >= 2)) {
    throw new ArgumentError('followingDates', {
      expected: 'at least two dates, whose distance is the step',
      received: dates,
    });
  }
  const times = parseDates('followingDates', dates);
  const { next } = timeStep(times);
  const after: number[] = [];
  for (let i = 0; i < count; i++) after.push(next(after.at(-1) ?? times.at(-1)!));
  return writeDates(after);
}
