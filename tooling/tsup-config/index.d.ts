import type { Options } from 'tsup';

export declare const lib: (options?: Options) => Options | Options[] | ((overrides: Options) => unknown);
