// internal
import type { DownloadedFile } from './download-source.js';

/** A file of the cache. */
export interface CachedFile extends DownloadedFile {
  /** When it was changed last, in milliseconds; undefined where nobody else can change it, as in a browser. */
  readonly changedMs?: number;
}

/** The bytes of a file that have arrived so far. One download at a time has it. */
export interface Part {
  readonly sizeBytes: number;
  /** These bytes, a piece at a time. */
  read(): AsyncIterable<Uint8Array>;
  append(chunk: Uint8Array): Promise<void>;
  /** Forgets all bytes. */
  clear(): Promise<void>;
  /** Makes it the whole file, for all to see. */
  finish(): Promise<CachedFile>;
  /** Lets go of it without finishing; its bytes are there for the next download. */
  release(): Promise<void>;
}
