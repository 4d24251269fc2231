import { plot } from 'asciichart';
import { extremes, finiteNumbers, wholeNumber } from './finite.js';
import { checkOptions, type OptionNames } from './options.js';

export interface TextCurveOptions {
  /** Width of the whole text in characters, default 72. */
  readonly width?: number;
  /** Number of lines of the curve, default 10; the epochs take one more. */
  readonly height?: number;
  /** Label of the x axis, default 'epoch'. */
  readonly xLabel?: string;
  /** Number of the first epoch, default 1. */
  readonly firstEpoch?: number;
}

const textCurveOptions: OptionNames<TextCurveOptions> = {
  width: true,
  height: true,
  xLabel: true,
  firstEpoch: true,
};

const subject = 'textCurve';

/**
 * Draws a series over the epochs as text for a terminal.
 *
 * With more values than columns, neighbours are averaged; with fewer, values between them are interpolated linearly.
 *
 * @param values - One value per epoch.
 * @returns Lines of at most `width` characters, without a trailing newline.
 * @throws RangeError if there are no values, one isn't finite, or the size is too small.
 * @throws TypeError if the values aren't an array of numbers.
 * @example
 * textCurve([0.9, 0.5, 0.3, 0.2], { width: 40, height: 5 }).split('\n').length; // => 6
 */
export function textCurve(values: ArrayLike<number>, options: TextCurveOptions = {}): string {
  checkOptions(subject, options, textCurveOptions);
  const { xLabel = 'epoch', firstEpoch = 1 } = options;
  const numbers = finiteNumbers(subject, 'values', values);
  const width = wholeNumber(subject, 'width', options.width ?? 72, 24);
  const height = wholeNumber(subject, 'height', options.height ?? 10, 2);

  const format = tickFormat(numbers);
  const labelWidth = Math.max(...numbers.map((value) => format(value).length)) + 1;
  const columns = width - labelWidth;
  const curve = resample(numbers, columns);
  const [least, most] = extremes(curve);
  const margin = most > least ? 0 : Math.abs(most) || 1; // a flat series runs through the middle
  const low = least - margin;
  const step = (most + margin - low) / (height - 1);
  // In units of lines, since rounding in other units can cost a line.
  const drawn = plot(
    curve.map((value) => (value - low) / step),
    {
      height: height - 1,
      min: 0,
      max: height - 1,
      offset: 2,
      format: (line) => `${format(low + line * step).padStart(labelWidth - 1)} `,
    },
  );
  const lines = drawn.split('\n').map((line) => line.trimEnd());
  const epochs = epochLine(firstEpoch, firstEpoch + numbers.length - 1, xLabel, columns - 1);
  return [...lines, ' '.repeat(labelWidth + 1) + epochs].join('\n');
}

/** Numbers at evenly spaced positions of a series. */
function resample(values: readonly number[], columns: number): number[] {
  const { length } = values;
  const at = (index: number) => values[Math.min(index, length - 1)] as number;
  return Array.from({ length: columns }, (_, column) => {
    if (length > columns) {
      const [start, end] = [
        Math.floor((column * length) / columns),
        Math.floor(((column + 1) * length) / columns),
      ];
      return values.slice(start, end).reduce((sum, value) => sum + value / (end - start), 0);
    }
    const place = columns === 1 ? 0 : (column * (length - 1)) / (columns - 1);
    const left = Math.floor(place);
    return at(left) + (at(left + 1) - at(left)) * (place - left);
  });
}

/** A format with as many decimals as tell the ticks apart. */
function tickFormat(values: readonly number[]): (value: number) => string {
  const [low, high] = extremes(values);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const scale = high > low ? high - low : largest || 1;
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(scale)));
  if (decimals > 6 || largest >= 1e7) return (value) => value.toExponential(2);
  return (value) => value.toFixed(decimals);
}

function epochLine(first: number, last: number, xLabel: string, width: number): string {
  if (first === last) return `${xLabel} ${first}`;
  const [left, right] = [String(first), String(last)];
  const room = width - left.length - right.length;
  const label = xLabel.length + 2 <= room ? xLabel : '';
  const before = Math.floor((room - label.length) / 2);
  return `${left}${' '.repeat(before)}${label}${' '.repeat(room - label.length - before)}${right}`;
}
