// internal: which names of tensors mean the same

/**
 * A name without case, underscores and dots before numbers, by which names match that are not written as expected: published files of
 * DenseNet have `norm.1`, where the module has `norm1`.
 */
const loose = (name: string): string =>
  name
    .replaceAll('_', '')
    .toLowerCase()
    .replace(/([a-z])\.(?=\d)/g, '$1');

/** Finds the keys of a file by the names that tensors should have. */
export class NameMatcher {
  readonly #keys: ReadonlySet<string>;
  readonly #byLooseName = new Map<string, string | undefined>();

  constructor(keys: Iterable<string>) {
    this.#keys = new Set(keys);
    for (const key of this.#keys) {
      const name = loose(key);
      this.#byLooseName.set(name, this.#byLooseName.has(name) ? undefined : key); // two of one name: none matches
    }
  }

  /** The key for a tensor: as it is named in PyTorch's case, in ours, or the only one that is loosely the same. */
  find(torchName: string, ourName: string): string | undefined {
    if (this.#keys.has(torchName)) return torchName;
    if (this.#keys.has(ourName)) return ourName;
    return this.#byLooseName.get(loose(torchName));
  }
}

const wrappers = ['module.', '_orig_mod.']; // of DistributedDataParallel and torch.compile

/** What wrappers of a model put before each key of its state dictionary. */
export function wrapperPrefix(keys: readonly string[]): string {
  let prefix = '';
  for (;;) {
    const found = wrappers.find((wrapper) => keys.every((key) => key.startsWith(prefix + wrapper)));
    if (!found || keys.length === 0) return prefix;
    prefix += found;
  }
}
