// internal
import type { GradNode } from '../autograd/grad-node.js';
import type { Storage } from './storage.js';

/** What a tensor holds, without the tensor itself: what is freed when the garbage collector finds the tensor. */
export interface Holding {
  readonly storage: Storage;
  readonly node: GradNode | undefined;
}

const registry = new FinalizationRegistry<Holding>((holding) => {
  if (found) found.push(holding);
  else free(holding);
});

/** What the garbage collector found while nothing is freed. */
let found: Holding[] | undefined;

function free({ storage, node }: Holding): void {
  storage.release();
  node?.release();
}

/** Frees what `owner` holds when `owner` is garbage-collected. */
export const collectWith = (owner: object, holding: Holding): void =>
  registry.register(owner, holding, owner);

/** Takes {@link collectWith} back: the owner was freed, or belongs to a scope now. */
export const stopCollecting = (owner: object): boolean => registry.unregister(owner);

/** Frees nothing more of what the garbage collector finds, until the returned function is called. */
export function pauseCollecting(): () => void {
  found ??= [];
  return () => {
    const late = found ?? [];
    found = undefined;
    for (const holding of late) free(holding);
  };
}
