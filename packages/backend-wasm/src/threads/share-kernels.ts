// internal
import type { KernelExports } from '../generated/exports.js';
import type { Heap } from '../heap.js';
import { shareConvolutions } from './share-convolutions.js';
import { shareElementWise } from './share-element-wise.js';
import { shareOptimizers } from './share-optimizers.js';
import { shareProducts } from './share-products.js';
import { shareRecurrent } from './share-recurrent.js';
import { shareReductions } from './share-reductions.js';
import { shareRows } from './share-rows.js';
import { shareStrided } from './share-strided.js';
import type { ThreadPool } from './thread-pool.js';

/**
 * The module's functions, of which large calls are shared by the pool's threads where it pays. Results are the same bits
 * for any number of threads: threads take parts of the results, or of sums that are cut in places that depend on the shapes alone.
 */
export const shareKernels = (alone: KernelExports, pool: ThreadPool, heap: Heap): KernelExports => ({
  ...alone,
  ...shareConvolutions(alone, pool, heap),
  ...shareElementWise(alone, pool),
  ...shareOptimizers(alone, pool, heap),
  ...shareProducts(alone, pool),
  ...shareRecurrent(alone, pool),
  ...shareReductions(alone, pool, heap),
  ...shareRows(alone, pool),
  ...shareStrided(alone, pool, heap),
});
