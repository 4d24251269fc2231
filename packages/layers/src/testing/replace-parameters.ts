import type { Parameter, Tensor } from '@neurona/tensor';
import type { AnyModule } from '../module.js';

/** @internal Calls a function while a module's parameters are replaced, in their order, so that slopes lead to the replacements. */
export function withParameters<T>(module: AnyModule, replacements: readonly Tensor[], body: () => T): T {
  const parameters: readonly Parameter[] = module.parameters();
  const swap = (from: readonly unknown[], to: readonly unknown[]): void => {
    for (const [, owner] of module.namedModules()) swapIn(owner as unknown as Holder, from, to);
  };
  swap(parameters, replacements);
  try {
    return body();
  } finally {
    swap(replacements, parameters);
  }
}

type Holder = Record<string, unknown>;

function swapIn(holder: Holder, from: readonly unknown[], to: readonly unknown[]): void {
  for (const [name, value] of Object.entries(holder)) {
    const i = from.indexOf(value);
    if (i >= 0) holder[name] = to[i];
    else if (Array.isArray(value)) swapIn(value as unknown as Holder, from, to);
  }
}
