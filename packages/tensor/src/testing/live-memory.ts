import { type Backend, currentBackend, type MemoryInfo } from '@neurona/backend';
import { onTestFinished } from 'vitest';
import { freeConstants } from '../convert.js';
import { pauseCollecting } from '../memory/collector.js';

let isHolding = false;

/**
 * Lets the garbage collector free no tensor until the running test ends. So counts of memory don't depend on when it finds what
 * was dropped before, and what a test forgets to free counts as forgotten.
 */
export function holdGarbage(): void {
  if (isHolding) return;
  const resume = pauseCollecting();
  isHolding = true;
  onTestFinished(() => {
    isHolding = false;
    resume();
  });
}

/**
 * The buffers and bytes on a backend, to be compared within a test: without the scalars that are remembered, and undisturbed by
 * the garbage collector (see {@link holdGarbage}).
 * @example
 * const before = liveMemory();
 * scoped(() => tensor([1, 2]).square()).dispose();
 * expect(liveMemory()).toEqual(before);
 */
export function liveMemory(backend: Backend = currentBackend()): MemoryInfo {
  holdGarbage();
  freeConstants(backend);
  return backend.memory();
}
