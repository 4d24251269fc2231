// internal
import type { DownloadProgress } from './download-source.js';

/** Shows how far a download is. */
export interface ProgressDisplay {
  update(progress: DownloadProgress): void;
  /** Takes it away. */
  stop(): void;
}
