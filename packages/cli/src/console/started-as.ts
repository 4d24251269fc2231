// internal: how this program is started, for messages that tell what to type next
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** How package managers start a program that is installed in a folder. */
const starters: Readonly<Record<string, string>> = {
  npm: 'npx neurona',
  pnpm: 'pnpm exec neurona',
  yarn: 'yarn neurona',
  bun: 'bunx neurona',
};

/**
 * What one types to start this program again: `neurona` where a shell finds it, else by the package manager that has started it.
 * @param script - Path of the program as it was started; below `node_modules` also where it is installed for all folders.
 * @param isThere - Whether a file is there.
 */
export function startedAs(
  env: Environment,
  script = '',
  isThere: (file: string) => boolean = existsSync,
): string {
  const manager = /^\w+/.exec(env.npm_config_user_agent ?? '')?.[0];
  if (manager !== undefined) return starters[manager] ?? 'npx neurona';
  if (!/[\\/]node_modules[\\/]/.test(script)) return 'neurona';
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const isFound = folders.some((folder) =>
    ['neurona', 'neurona.cmd'].some((name) => isThere(join(folder, name))),
  );
  return isFound ? 'neurona' : 'npx neurona';
}

/** What one types to start this program again. */
export const neurona = startedAs(process.env, process.argv[1]);
