import { checkArgument } from '@neurona/backend';
import type { Tensor } from '@neurona/tensor';
import { type AnyModule, checkModule } from './module.js';

type Holder = Record<string, unknown>;

/** Calls a function while tensors in a module's fields are replaced by others. */
export function withTensors<T>(
  module: AnyModule,
  replacements: ReadonlyMap<Tensor, Tensor>,
  body: () => T,
): T {
  checkModule('withTensors', module);
  checkArgument('withTensors', 'replacements', replacements, 'record', 'Pass a Map.');
  checkArgument('withTensors', 'body', body, 'function');
  const swap = (pairs: ReadonlyMap<unknown, Tensor>): void => {
    for (const [, owner] of module.namedModules()) swapIn(owner as unknown as Holder, pairs);
  };
  swap(replacements);
  try {
    return body();
  } finally {
    swap(new Map(Array.from(replacements, ([tensor, replacement]) => [replacement, tensor])));
  }
}

function swapIn(holder: Holder, pairs: ReadonlyMap<unknown, Tensor>): void {
  for (const [name, value] of Object.entries(holder)) {
    const replacement = pairs.get(value);
    if (replacement) holder[name] = replacement;
    else swapItems(value, pairs);
  }
}

/** The same in arrays, maps and sets; the order of a set stays. */
function swapItems(value: unknown, pairs: ReadonlyMap<unknown, Tensor>): void {
  if (Array.isArray(value)) {
    swapIn(value as unknown as Holder, pairs);
  } else if (value instanceof Map) {
    for (const [key, item] of value) {
      const replacement = pairs.get(item);
      if (replacement) value.set(key, replacement);
      else swapItems(item, pairs);
    }
  } else if (value instanceof Set) {
    const items = [...value];
    value.clear();
    for (const item of items) {
      value.add(pairs.get(item) ?? item);
      swapItems(item, pairs);
    }
  }
}
