import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';
import { drawNormals, drawUniforms } from '../draw-numbers.js';
import { type HostArray, hostArray } from '../host-array.js';
import { checkNoise } from './points-dataset.js';

/** Settings of {@link seasonalSeries}. */
export interface SeasonalSeriesOptions {
  /** Number of series, default 4. */
  readonly series?: number;
  /** Days by which each series follows the one before it, default 2. */
  readonly lag?: number;
  /** Standard deviation of what is random in each series alone, as a share of its level; default 0.03. */
  readonly noise?: number;
  /** Where random numbers come from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/** Series of days with their dates. */
export interface SeasonalSeries {
  /** A row for each day and a column for each series, float32. */
  readonly values: HostArray;
  /** The day of each row, as `2021-01-01`. */
  readonly dates: readonly string[];
}

const seasonalSeriesOptions: OptionTable<SeasonalSeriesOptions> = {
  series: 4,
  lag: 2,
  noise: 0.03,
  rng: undefined,
};

const persistence = 0.9;
const waveSpread = 0.1;
const year = 365.25;

/**
 * Daily numbers as of shops in several places: trends, weeks and years, and a common wave, such as the weather, that reaches one place after
 * another. What one series did says what the next will do.
 *
 *     y_k(t) = ℓ_k · (1 + τ_k t / year) · w_k(weekday) · (1 + a_k sin(2π t / year) + f(t - k · lag) + noise · z_k(t))
 *     f(t) = 0.9 f(t-1) + 0.1 √(1 - 0.9²) z(t)        z, z_k ~ N(0, 1)
 *
 * Levels ℓ are from 10 to 1000, trends τ from -0.1 to 0.2 a year, swings a from 0.1 to 0.2, and log w ~ N(0, 0.25²).
 * @param days - Number of days, from 1 January 2021 on.
 * @throws {@link ArgumentError} if a number is out of range.
 * @example
 * const { values, dates } = seasonalSeries(60, { series: 3, rng: new Generator(7) });
 * [values.shape, dates[59]]; // => [[60, 3], '2021-03-01']
 */
export function seasonalSeries(days: number, options: SeasonalSeriesOptions = {}): SeasonalSeries {
  const {
    series = 4,
    lag = 2,
    noise = 0.03,
    rng = defaultGenerator(),
  } = checkOptions('seasonalSeries', options, seasonalSeriesOptions);
  checkCount('seasonalSeries', 'days', days);
  checkCount('seasonalSeries', 'series', series);
  checkCount('seasonalSeries', 'lag', lag, 0);
  checkNoise('seasonalSeries', noise);
  const before = lag * (series - 1); // days of the wave before it reaches the last series
  let f = 0;
  const wave = drawNormals(before + days, rng).map((z) => {
    f = persistence * f + waveSpread * Math.sqrt(1 - persistence ** 2) * z;
    return f;
  });
  const values = new Float32Array(days * series);
  for (let k = 0; k < series; k++) {
    const column = oneSeries(wave.subarray(before - k * lag), noise, days, rng);
    for (let t = 0; t < days; t++) values[t * series + k] = column[t]!;
  }
  const dates = Array.from({ length: days }, (_, t) => new Date(Date.UTC(2021, 0, 1 + t)).toISOString());
  return { values: hostArray(values, [days, series]), dates: dates.map((date) => date.slice(0, 10)) };
}

function oneSeries(wave: Float64Array, noise: number, days: number, rng: Generator): Float64Array {
  const [u, v, w] = drawUniforms(3, rng);
  const [level, trend, swing] = [10 ** (1 + 2 * u!), 0.3 * v! - 0.1, 0.1 + 0.1 * w!];
  const week = drawNormals(7, rng).map((z) => Math.exp(0.25 * z));
  return drawNormals(days, rng).map((z, t) => {
    const share = 1 + swing * Math.sin((2 * Math.PI * t) / year) + wave[t]! + noise * z;
    return level * (1 + (trend * t) / year) * week[t % 7]! * share;
  });
}
