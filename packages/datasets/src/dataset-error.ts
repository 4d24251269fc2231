import { type ErrorParts, NeuronaError } from '@neurona/backend';

/** The parts of a {@link DatasetError}: those of every error, and the byte offset in the file. */
export interface DatasetErrorParts extends Omit<ErrorParts, 'where'> {
  /** The file, by its path, its address or the name that the caller gave. */
  readonly file?: string | undefined;
  /** Byte offset in the (unpacked) file where it stops being valid, counted from 0. */
  readonly offset?: number | undefined;
  /** Where the value came from, beside file and offset. */
  readonly where?: string | undefined;
}

/**
 * A data set that can't be loaded: a file is missing, cut short, corrupt or larger than it says, or a download failed.
 * @example
 * const error = new DatasetError('readIdx', { expected: '16 bytes', received: '3', file: 'train.idx', offset: 3 });
 * error.message; // => '[readIdx] expected 16 bytes, got 3 (train.idx, byte 3).'
 */
export class DatasetError extends NeuronaError {
  override readonly name = 'DatasetError';
  readonly code = 'ERR_DATASET';
  /** The file, where one is known. */
  readonly file: string | undefined;
  /** Byte offset in the (unpacked) file where it stops being valid, if known. */
  readonly offset: number | undefined;

  constructor(subject: string, parts: DatasetErrorParts) {
    const { file, offset } = parts;
    const byte = offset === undefined ? undefined : `byte ${offset}`;
    const where = [file, byte, parts.where].filter((part) => part !== undefined).join(', ');
    super(subject, { ...parts, where });
    this.file = file;
    this.offset = offset;
  }
}
