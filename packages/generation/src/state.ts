// internal: states of models, tensors alone or in arrays, records and maps
import { isTensor, noGrad, own, scoped, type Tensor } from '@neurona/tensor';

/** Every tensor of a state. */
function* tensorsOf(state: unknown): Generator<Tensor> {
  if (isTensor(state)) yield state;
  else if (typeof state === 'object' && state !== null && !ArrayBuffer.isView(state)) {
    for (const item of state instanceof Map ? state.values() : Object.values(state)) yield* tensorsOf(item);
  }
}

/** Frees a state but for tensors that another one holds too. */
export function freeState(state: unknown, kept?: unknown): void {
  const shared = new Set(tensorsOf(kept));
  for (const tensor of tensorsOf(state)) if (!shared.has(tensor)) tensor.dispose();
}

/** Computes tensors without recording, and takes what is returned out of all scopes. */
export function computed<T>(body: () => T): T {
  const result = noGrad(() => scoped(body));
  for (const tensor of tensorsOf(result)) own(tensor);
  return result;
}
