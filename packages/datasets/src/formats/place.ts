// internal
import { DatasetError } from '../dataset-error.js';
import type { ReaderOptions } from './reader-options.js';

/** The function and the file that errors name. */
export interface Place {
  readonly subject: string;
  readonly file: string;
  /** Maximum number of bytes that the file may unpack to. */
  readonly maxBytes: number;
}

/** The place that a public reader's options name. */
export const placeOf = (subject: string, options: ReaderOptions): Place => ({
  subject,
  file: options.file ?? 'the file',
  maxBytes: options.maxBytes ?? 2 ** 31,
});

/** An error at a byte of the file. */
export const damaged = (
  { subject, file }: Place,
  expected: string,
  received: unknown,
  offset?: number,
  rest: { readonly hint?: string; readonly cause?: unknown; readonly where?: string } = {},
): DatasetError => new DatasetError(subject, { expected, received, file, offset, ...rest });

/** A count of bytes in an error message. */
export const countBytes = (count: number): string => `${count} byte${count === 1 ? '' : 's'}`;
