// internal
import type { DownloadProgress } from './download-source.js';

/** Shows the progress of a download. */
export interface ProgressDisplay {
  update(progress: DownloadProgress): void;
  /** Takes it away. */
  stop(): void;
}
