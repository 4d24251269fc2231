import type { Options } from 'tsup';

/**
 * Shared build: ESM, CommonJS and types. What it returns is for tsup alone.
 * @param options - tsup's own; `typesOf` names the entries that have types, default all of them.
 */
export declare const lib: (options?: Options & { readonly typesOf?: Options['entry'] }) => object;
