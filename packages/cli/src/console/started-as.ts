// internal: how this program is started, for messages that tell what to type next
import { delimiter, dirname } from 'node:path';

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
 * @param script - Path of the program as it was started.
 */
export function startedAs(env: Environment, script = ''): string {
  const manager = /^\w+/.exec(env.npm_config_user_agent ?? '')?.[0];
  if (manager !== undefined) return starters[manager] ?? 'npx neurona';
  const isLocal = /[\\/]node_modules[\\/]\.bin[\\/]/.test(script);
  const folders = (env.PATH ?? '').split(delimiter);
  return isLocal && !folders.includes(dirname(script)) ? 'npx neurona' : 'neurona';
}

/** What one types to start this program again. */
export const neurona = startedAs(process.env, process.argv[1]);
