// internal
/** Bytes that are read in pieces. */
export interface ByteSource {
  /** Path, address or name, for messages. */
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `start` to before `stop`, which lie within the size; in `into`, of that length, where a source can put them there. */
  read(start: number, stop: number, into?: Uint8Array): Promise<Uint8Array>;
  /** Closes the file. */
  close(): Promise<void>;
}

/** Bytes in pieces, so that a file need not be in memory as a whole. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
