// internal
import type { DownloadedFile } from './download-source.js';

/** A file of the cache. */
export interface CachedFile extends DownloadedFile {
  /** When it was changed last, in milliseconds; undefined where nobody else can change it, as in a browser. */
  readonly changedMs?: number;
}

/** The bytes of a file downloaded so far. Only one download at a time holds it. */
export interface Part {
  readonly sizeBytes: number;
  /** These bytes, a piece at a time. */
  read(): AsyncIterable<Uint8Array>;
  append(chunk: Uint8Array): Promise<void>;
  /** Forgets all bytes. */
  clear(): Promise<void>;
  /** Makes it the complete file in the cache. */
  finish(): Promise<CachedFile>;
  /** Releases it unfinished; its bytes stay for the next download. */
  release(): Promise<void>;
}
