// internal
import { resolveAxis } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';

/** All axes but one: those that a norm of each unit is taken over. */
export function axesBut(subject: string, axis: number, { ndim }: Tensor): number[] {
  const kept = resolveAxis(subject, axis, ndim);
  return Array.from({ length: ndim }, (_, i) => i).filter((i) => i !== kept);
}
