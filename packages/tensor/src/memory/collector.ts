// internal
import { type Backend, bytesPerElement, sizeOf } from '@neurona/backend';
import type { GradNode } from '../autograd/grad-node.js';
import { sharedState } from '../shared-state.js';
import { type Cohort, Cohorts } from './cohort.js';
import { forceCollection } from './early-mark.js';
import type { Storage } from './storage.js';

/** What a tensor holds, without the tensor itself: what is freed when the garbage collector finds the tensor. */
export class Holding {
  cohort: Cohort | undefined;
  #storage: Storage | undefined;
  #node: GradNode | undefined;

  constructor(storage: Storage, node: GradNode | undefined) {
    this.#storage = storage;
    this.#node = node;
  }

  /** Lets go, once. */
  free(): void {
    const [storage, node] = [this.#storage, this.#node];
    this.forget();
    storage?.release();
    node?.release();
  }

  /** Nothing is to be freed any more: the tensor did it, or belongs to a scope now. */
  forget(): void {
    this.#storage = undefined;
    this.#node = undefined;
    cohorts.leave(this);
  }
}

/** What a tensor carries while it is left to the garbage collector. */
export interface Collected {
  /** Held by the tensors of its cohort alone: gone when they are. */
  readonly mark: object;
  readonly holding: Holding;
}

const cohorts = new Cohorts();

/** What the garbage collector found while nothing is freed. */
let found: Holding[] | undefined;

// Finalizers run between jobs: exact, but never within a synchronous loop.
const registry = new FinalizationRegistry<Holding>((holding) => {
  cohorts.rest();
  if (found) found.push(holding);
  else holding.free();
});

interface Watch {
  /** Bytes on the device when a tensor was last left to the collector. */
  last: number;
  /** The fewest bytes since garbage was last collected. */
  least: number;
}

const watches = new WeakMap<Backend, Watch>();

function watchOf(backend: Backend): Watch {
  let watch = watches.get(backend);
  if (!watch) {
    watch = { last: 0, least: backend.memory().bytes };
    watches.set(backend, watch);
  }
  return watch;
}

/** Frees what `owner` holds when `owner` is garbage-collected. */
export function collectWith(owner: object, storage: Storage, node: GradNode | undefined): Collected {
  const { backend, array } = storage;
  const watch = watchOf(backend);
  const { bytes } = backend.memory();
  // What the device gained since counts too: a scalar may hold the graph of a whole model.
  const own = Math.max(sizeOf(array.shape) * bytesPerElement(array.dtype), bytes - watch.last);
  watch.last = bytes;
  const holding = new Holding(storage, node);
  const collected = { mark: cohorts.join(holding, own), holding };
  registry.register(owner, holding, collected);
  if (!sharedState.scope) relieve(backend, watch);
  else if (bytes - watch.least >= leastAllowance) due = backend;
  return collected;
}

/** Takes {@link collectWith} back: the owner was freed, or belongs to a scope now. */
export function stopCollecting(collected: Collected): void {
  collected.holding.forget();
  registry.unregister(collected);
}

/** Frees nothing more of what the garbage collector finds, until the returned function is called. */
export function pauseCollecting(): () => void {
  found ??= [];
  return () => {
    const late = found ?? [];
    found = undefined;
    for (const holding of late) holding.free();
  };
}

const leastAllowance = 2 ** 28;
const mostAllowance = 2 ** 29;

/** A backend that took much while a scope was open. */
let due: Backend | undefined;

/** Collects garbage at the end of the outermost scope, if tensors that left it make it necessary. */
export function collectIfDue(): void {
  if (!due) return;
  const backend = due;
  due = undefined;
  relieve(backend, watchOf(backend));
}

/**
 * Collects garbage when a device holds much more than it did. Engines don't count memory outside of their own heap, so that they
 * would collect far too late. Not within a scope: an operation may be at work there on values whose tensor is gone.
 */
function relieve(backend: Backend, watch: Watch): void {
  const { bytes } = backend.memory();
  watch.least = Math.min(watch.least, bytes);
  const allowance = Math.min(Math.max(watch.least, leastAllowance), mostAllowance);
  if (bytes - watch.least < allowance || found) return;
  if (forceCollection()) {
    for (const holding of cohorts.dead(allowance / 4)) holding.free();
    watch.last = watch.least = backend.memory().bytes;
  } else {
    watch.least = bytes - 0.75 * allowance; // tries again soon: a collection that had begun before finds little
  }
}
