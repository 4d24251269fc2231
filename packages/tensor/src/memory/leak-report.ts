import { describeShape } from '@neurona/backend';
import type { Tensor } from '../tensor.js';

interface Creation {
  readonly description: string;
  readonly stack: string;
}

let creations: Map<Tensor, Creation> | undefined;

/**
 * Turns tracking of live tensors on or off. While it is on, the shape of each new tensor and where it was made are recorded,
 * which is slow.
 * @example
 * debugMemory(true);
 * tensor([1, 2, 3]);
 * const lines = leakReport();
 * debugMemory(false);
 * lines.length; // => 1
 */
export function debugMemory(on: boolean): void {
  creations = on ? new Map() : undefined;
}

/**
 * Tensors made since `debugMemory(true)` that are still alive, one line each: shape, dtype and where in the code it was made,
 * equal ones counted together.
 */
export function leakReport(): string[] {
  const counts = new Map<string, number>();
  for (const { description, stack } of creations?.values() ?? []) {
    const line = `${description} made ${stack}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `${count} × ${line}`);
}

/** @internal */
export function noteCreation(tensor: Tensor): void {
  if (!creations) return;
  const frames = (new Error().stack ?? '').split('\n').slice(2);
  // The first frame outside of this package is the place that a person knows.
  const place = frames.find(
    (frame) => !/[\\/](packages|@neurona)[\\/]tensor[\\/](src|dist)[\\/](?!.*\.test\.)/.test(frame),
  );
  const description = `${tensor.dtype} ${describeShape(tensor.shape)}`;
  creations.set(tensor, { description, stack: (place ?? frames[0] ?? '').trim() });
}

/** @internal */
export const forgetCreation = (tensor: Tensor): void => {
  creations?.delete(tensor);
};
