// internal
import { Module } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** Modules in sequence, by name. */
export class NamedSequential extends Module {
  static override readonly kind: string = 'Sequential';

  constructor(readonly items: Readonly<Record<string, Module>>) {
    super();
  }

  override entries(): Iterable<readonly [string, unknown]> {
    return Object.entries(this.items);
  }

  override forward(x: Tensor): Tensor {
    return Object.values(this.items).reduce((y, item) => item.forward(y), x);
  }
}
