// internal
import type { Memory } from './buffer-pool.js';
import type { Layout, Program } from './pipelines.js';

/** Maximum number that is cached. */
const most = 4096;

interface Entry {
  readonly layout: Layout;
  readonly memories: readonly Memory[];
  readonly group: GPUBindGroup;
  /** Another one of the same hash. */
  readonly next: Entry | undefined;
}

/** Bind groups, cached by layout and memory: each training step uses those of the one before. */
export class BindGroups {
  readonly #entries = new Map<number, Entry>();
  #count = 0;

  constructor(
    readonly device: GPUDevice,
    /** Where params are. */
    readonly params: GPUBuffer,
  ) {}

  get({ layout }: Program, memories: readonly Memory[]): GPUBindGroup {
    let hash = layout.id;
    for (const memory of memories) hash = (Math.imul(hash, 0x01000193) ^ memory.id) | 0;
    const first = this.#entries.get(hash);
    for (let entry = first; entry; entry = entry.next)
      if (entry.layout === layout && isSame(entry.memories, memories)) return entry.group;
    if (++this.#count > most) this.forget();
    const group = this.create(layout, memories);
    this.#entries.set(hash, { layout, memories, group, next: this.#entries.get(hash) });
    return group;
  }

  /** Clears the cache, as bind groups keep memory alive. */
  forget(): void {
    this.#entries.clear();
    this.#count = 0;
  }

  private create(layout: Layout, memories: readonly Memory[]): GPUBindGroup {
    const entries: GPUBindGroupEntry[] = memories.map(({ gpu }, binding) => ({
      binding,
      resource: { buffer: gpu },
    }));
    if (layout.paramBytes > 0) {
      const resource = { buffer: this.params, offset: 0, size: layout.paramBytes };
      entries.push({ binding: memories.length, resource });
    }
    return this.device.createBindGroup({ layout: layout.bindings, entries });
  }
}

const isSame = (a: readonly Memory[], b: readonly Memory[]): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
