import { flag, integer, list, oneOf, type Schema } from '../../shell/state-fields.js';

/** The curves that there are. */
export const curveNames = ['sine', 'season', 'saw', 'walk', 'own'] as const;

/** One of them. */
export type CurveName = (typeof curveNames)[number];

/** Steps of the past that are seen, steps ahead, and steps that the network reads. */
export const [past, ahead, windowLength] = [120, 30, 30];

/** What the page sets. */
export interface ForecastSettings {
  readonly curve: CurveName;
  /** One's own curve: a level from 0 to 100 for each step, past and ahead; -1 where none is drawn. */
  readonly own: readonly number[];
  /** Units of the state. */
  readonly hidden: number;
  /** Whether the held-out end is shown. */
  readonly truth: boolean;
}

/** What the page begins with, and how it stands in the address. */
export const forecastSchema: Schema<ForecastSettings> = {
  initial: { curve: 'sine', own: [], hidden: 16, truth: true },
  fields: {
    curve: oneOf(curveNames),
    own: list(integer(-1, 100), past + ahead),
    hidden: integer(4, 32),
    truth: flag,
  },
};
