import { checkArgument, checkCount } from './argument.js';
import { ArgumentError } from './errors.js';

/** How values lie in an array that is larger: `length` of them one after the other, and the next `every` elements on. */
export interface Runs {
  readonly length: number;
  readonly every: number;
}

/**
 * Runs that fit: those that are given, or one of all values where there are none.
 * @param room - Elements that the array has from the first of them on.
 * @throws {@link ArgumentError} if the values are no Float32Array, a run is not an integer of at least 1, or runs overlap or end
 * beyond the array.
 * @example
 * checkRuns('writeInto', new Float32Array(4), undefined, 6); // => { length: 4, every: 1 }
 */
export function checkRuns(subject: string, values: Float32Array, runs: Runs | undefined, room: number): Runs {
  if (!(values instanceof Float32Array))
    throw new ArgumentError(subject, { expected: 'values in a Float32Array', received: values });
  const { length, every } = runs ?? { length: Math.max(1, values.length), every: 1 };
  checkCount(subject, 'length', length);
  checkCount(subject, 'every', every);
  const last = Math.max(0, Math.ceil(values.length / length) - 1);
  const end = last * every + values.length - last * length;
  if (end <= room && (last === 0 || every >= length)) return { length, every };
  throw new ArgumentError(subject, {
    expected: `runs beside each other in ${room} elements`,
    received: `${values.length} values in runs of ${length}, each ${every} on`,
  });
}

/**
 * Calls `write` with each run of values and how far behind the first it begins; with all of them where there are no runs.
 * @param room - Elements that the array has from the first of them on.
 * @throws {@link ArgumentError} as {@link checkRuns} does.
 * @example
 * const matrix = new Float32Array(6); // [2, 3]: its first and second columns are written
 * eachRun(new Float32Array([1, 2, 3, 4]), { length: 2, every: 3 }, 6, (run, offset) => matrix.set(run, offset));
 * matrix; // => [1, 2, 0, 3, 4, 0]
 */
export function eachRun(
  values: Float32Array,
  runs: Runs | undefined,
  room: number,
  write: (run: Float32Array, offset: number) => void,
): void {
  checkArgument('eachRun', 'write', write, 'function');
  const { length, every } = checkRuns('eachRun', values, runs, room);
  for (let first = 0, offset = 0; first < values.length; first += length, offset += every)
    write(values.subarray(first, first + length), offset);
}
