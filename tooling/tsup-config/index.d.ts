import type { Options } from 'tsup';

/** Shared build: ESM, CommonJS and types. What it returns is for tsup alone. */
export declare const lib: (options?: Options) => object;
