import type { KindOptions } from './kinds.js';

/** The folder that a thing belongs to, from `--family`. */
export function familyOf(kind: string, { family }: KindOptions): string {
  if (family !== undefined && /^[a-z][a-z0-9-]*$/.test(family)) return family;
  throw new Error(
    `[pnpm new] expected --family with the name of a folder, got ${family ?? 'none'} (${kind}).`,
  );
}
