import type { Options } from 'tsup';

/** tsup's own options, and what differs by kind of module. */
interface LibOptions extends Options {
  /** Entries that have types; default all of them. */
  readonly typesOf?: Record<string, string>;
  /** Entries that can't be required, as those that import Vitest. */
  readonly esmOnly?: Record<string, string>;
  /** Entries that become one minified file each with everything that they import, for pages without a bundler. */
  readonly whole?: Record<string, string>;
}

/**
 * Shared build: ESM, CommonJS and types. What it returns is for tsup alone.
 * @param options - tsup's own, and {@link LibOptions}.
 */
export declare const lib: (options?: LibOptions) => object;
