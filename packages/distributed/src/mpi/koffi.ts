// internal
import { GroupError } from '@neurona/backend';

/** What is used of koffi, which calls functions of native libraries. */
interface Koffi {
  load(path: string): NativeLibrary;
}

/** A native library. */
export interface NativeLibrary {
  // biome-ignore lint/suspicious/noExplicitAny: the prototype says what it takes
  func(prototype: string): (...args: any[]) => number;
  symbol(name: string, type: string): unknown;
}

/**
 * Loads koffi, which users install beside this package.
 * @throws {@link GroupError} if it isn't there, or doesn't load.
 */
export async function loadKoffi(): Promise<Koffi> {
  const name = 'koffi'; // kept from bundlers, which would look for it in a web app
  try {
    const module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as Koffi & {
      readonly default?: Koffi;
    };
    return module.default ?? module;
  } catch (cause) {
    const isMissing =
      (cause as { code?: string }).code === 'ERR_MODULE_NOT_FOUND' || /cannot find/i.test(String(cause));
    throw new GroupError('mpi', {
      expected: "the package 'koffi', which calls MPI's library",
      received: isMissing ? 'none' : cause,
      hint: 'Install it: npm install koffi.',
      cause,
    });
  }
}
