// internal
import type { Backend, DeviceArray, TypedArray } from '@neurona/backend';

/** One buffer on a device, shared by the tensors and graph nodes that hold it; freed with the last reference. */
export class Storage {
  /** Rises when the values change in place, so that a graph that saved them can tell. */
  version = 0;
  /** The values as they were at a version, where JavaScript's memory holds them. */
  host: { readonly values: TypedArray; readonly version: number } | undefined;
  #holders = 1;

  constructor(
    readonly backend: Backend,
    readonly array: DeviceArray,
  ) {}

  retain(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    if (--this.#holders === 0 && !this.backend.isDisposed) this.backend.free(this.array);
  }
}
