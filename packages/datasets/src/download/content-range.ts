/** The piece of a file that an answer holds. */
export interface ContentRange {
  readonly start: number;
  /** The byte behind the last. */
  readonly stop: number;
  /** Bytes of the whole file, where the server tells. */
  readonly size: number | undefined;
}

/**
 * Reads the header Content-Range of a piece; undefined if there is none, or none that makes sense.
 * @example
 * parseContentRange('bytes 100-199/1000'); // => { start: 100, stop: 200, size: 1000 }
 * parseContentRange('bytes 9-5/10'); // => undefined
 */
export function parseContentRange(header: string | null): ContentRange | undefined {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(String(header ?? '').trim()) ?? [];
  if (first === undefined) return undefined;
  const [start, stop, size] = [Number(first), Number(last) + 1, total === '*' ? undefined : Number(total)];
  return start < stop && stop <= (size ?? stop) ? { start, stop, size } : undefined;
}
