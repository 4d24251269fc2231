/** The curves that there are. */
export const curveNames = ['sine', 'season', 'saw', 'walk', 'own'] as const;

/** One of them. */
export type CurveName = (typeof curveNames)[number];

/** Steps of the past that are seen, steps ahead, and steps that the network reads. */
export const [past, ahead, windowLength] = [120, 30, 30];

/** A curve: one of those built in, or levels from 0 to 100 for each step, past and ahead, -1 where none is drawn. */
export interface CurveChoice {
  readonly curve: CurveName;
  readonly own: readonly number[];
}

/** A series with its end held out. */
export interface Series {
  /** What the network is trained on: the past, and for the curves built in some more before. */
  readonly known: readonly number[];
  /** What follows; NaN where nothing is known. */
  readonly truth: readonly number[];
  /** Steps of a season. */
  readonly period: number;
}

const before = 120; // steps of the curves built in, before those that are seen
const noise = 0.12;

/** The curve at a step, without noise, and its period. */
const shapes: Readonly<
  Record<Exclude<CurveName, 'own' | 'walk'>, { at: (t: number) => number; period: number }>
> = {
  sine: { at: (t) => Math.sin((2 * Math.PI * t) / 20), period: 20 },
  season: {
    at: (t) =>
      0.9 * Math.sin((2 * Math.PI * t) / 12) + 0.4 * Math.cos((4 * Math.PI * t) / 12) + 0.02 * (t - before),
    period: 12,
  },
  saw: { at: (t) => 2 * ((t % 15) / 15) - 1, period: 15 },
};

/**
 * The series of a curve.
 * @param random - Standard normal numbers.
 */
export function seriesOf({ curve, own }: CurveChoice, random: ArrayLike<number>): Series {
  if (curve === 'own') {
    const known = filled(own.slice(0, past));
    const truth = Array.from({ length: ahead }, (_, i) => levelOf(own[past + i] ?? -1));
    return { known, truth, period: periodOf(known) };
  }
  const length = before + past + ahead;
  let level = 0;
  const all = Array.from({ length }, (_, t) => {
    if (curve !== 'walk') return shapes[curve].at(t) + noise * random[t]!;
    level += 0.3 * random[t]!;
    return level;
  });
  return {
    known: all.slice(0, before + past),
    truth: all.slice(before + past),
    period: curve === 'walk' ? 1 : shapes[curve].period,
  };
}

/** Numbers that a series of the settings takes. */
export const seriesLength = before + past + ahead;

/** What was one season before. */
export const seasonalNaive = ({ known, period }: Series): number[] =>
  Array.from({ length: ahead }, (_, i) => known[known.length - period + (i % period)]!);

/** A level from 0 to 100 as a value. */
const levelOf = (level: number): number => (level < 0 ? Number.NaN : (level - 50) / 25);

/** A value as a level from 0 to 100. */
export const levelAt = (value: number): number => Math.round(Math.min(Math.max(25 * value + 50, 0), 100));

/** Levels as values; what is not drawn is as what was drawn before it, at the beginning as the first. */
function filled(levels: readonly number[]): number[] {
  let last = levelOf(levels.find((level) => level >= 0) ?? 50);
  return Array.from({ length: past }, (_, i) => {
    const value = levelOf(levels[i] ?? -1);
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** The lag at which a series is most like itself, without its trend; 1 where there is none. */
export function periodOf(series: readonly number[]): number {
  const slope = (series.at(-1)! - series[0]!) / (series.length - 1);
  const flat = series.map((value, i) => value - slope * i);
  const mean = flat.reduce((a, b) => a + b, 0) / flat.length;
  const alike = (lag: number) =>
    flat.slice(lag).reduce((sum, value, i) => sum + (value - mean) * (flat[i]! - mean), 0) /
    (flat.length - lag);
  const most = 2 * windowLength;
  let [best, found] = [0.3 * alike(0), 1];
  for (let lag = 3; lag < most; lag++) {
    const isPeak = alike(lag) > alike(lag - 1) && alike(lag) >= alike(lag + 1);
    if (isPeak && alike(lag) > 1.02 * best) [best, found] = [alike(lag), lag];
  }
  return found;
}
