/** Settings that all readers share. */
export interface ReaderOptions {
  /** What errors call the file, default "the file". */
  readonly file?: string;
  /** Most bytes that a packed file may unpack to, default 2 GiB. */
  readonly maxBytes?: number;
}
