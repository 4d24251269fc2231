import type { HostArray } from '../host-array.js';

/** What a CIFAR file holds. */
export interface CifarImages {
  /** float32 `[N, 32, 32, 3]` in [0, 1]. */
  readonly images: HostArray;
  /** int32 `[N]`, one for each byte before the pixels. */
  readonly labels: readonly HostArray[];
}
