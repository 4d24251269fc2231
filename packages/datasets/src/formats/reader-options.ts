/** Settings that all readers share. */
import type { OptionTable } from '@neurona/backend';
export interface ReaderOptions {
  /** What errors call the file, default "the file". */
  readonly file?: string;
  /** Maximum number of bytes that a packed file may unpack to, default 2 GiB. */
  readonly maxBytes?: number;
}

/** @internal */
export const readerOptions: OptionTable<ReaderOptions> = { file: 'the file', maxBytes: 2 ** 31 };
