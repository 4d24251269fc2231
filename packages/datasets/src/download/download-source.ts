import type { OptionTable } from '@neurona/backend';
import type { RequestLimits } from './time-limit.js';

/** How far a download is. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly name: string;
  /** Bytes that are here, those of an earlier, interrupted download included. */
  readonly loadedBytes: number;
  /** Bytes in all, where known. */
  readonly totalBytes: number | undefined;
}

/** A file on servers. */
export interface DownloadSource {
  /** Its name in the cache and in the user's folder, with folders: `mnist/t10k-labels-idx1-ubyte.gz`. */
  readonly name: string;
  /** Addresses of the same file, in the order in which to try them. */
  readonly urls: readonly string[];
  /** Its size, where known. */
  readonly sizeBytes?: number | undefined;
  /** Its SHA-256 in hexadecimal or the first digits of it, where known. */
  readonly sha256?: string | undefined;
  /** Its MD5 in hexadecimal, for files of which no SHA-256 was published. */
  readonly md5?: string | undefined;
  /** Its name as a Git object, which is a SHA-1 over size and content; needs `sizeBytes`. */
  readonly gitSha1?: string | undefined;
}

/** Settings of {@link download} and of the data sets that use it. Aborted by its signal or a limit, it resumes the next time. */
export interface DownloadOptions extends RequestLimits {
  /**
   * A folder that has the files: they are read from there, and nothing is downloaded. Default the environment variable
   * `NEURONA_DATA`, if it is set. In a browser an address under which the files are served.
   */
  readonly folder?: string;
  /**
   * Folder in which downloads are cached, default the environment variable `NEURONA_CACHE`, else the user's cache folder. In a
   * browser the name of the Cache Storage, default "neurona".
   */
  readonly cache?: string;
  /** Called with the progress; default a bar on a terminal for downloads that take longer than a second. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** @internal */
export const downloadOptions: OptionTable<DownloadOptions> = {
  folder: '',
  cache: '',
  signal: undefined,
  onProgress: undefined,
  timeoutMs: 30_000,
  totalTimeoutMs: 600_000,
};

/** A file on this machine. */
export interface DownloadedFile {
  /** Its path, or its address in a browser. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Its path in the file system, in Node.js. */
  readonly path?: string;
  /** All of its bytes. */
  bytes(): Promise<Uint8Array>;
}
