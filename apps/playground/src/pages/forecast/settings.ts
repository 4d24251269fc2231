import { ahead, type CurveChoice, curveNames, past } from '../../series/series.js';
import { flag, integer, list, oneOf, type Schema } from '../../shell/state-fields.js';

/** What the page sets. */
export interface ForecastSettings extends CurveChoice {
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
