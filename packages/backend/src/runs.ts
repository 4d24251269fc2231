/** How values lie in an array that is larger: `length` of them one after the other, and the next `every` elements on. */
export interface Runs {
  readonly length: number;
  readonly every: number;
}

/** Calls `write` with each run of values and how far behind the first it begins; with all of them where there are no runs. */
export function eachRun(
  values: Float32Array,
  runs: Runs | undefined,
  write: (run: Float32Array, offset: number) => void,
): void {
  const { length, every } = runs ?? { length: values.length, every: 0 };
  for (let first = 0, offset = 0; first < values.length; first += length, offset += every)
    write(values.subarray(first, first + length), offset);
}
