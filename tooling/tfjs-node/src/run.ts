import { spawnSync } from 'node:child_process';

/** Runs a program to its end, its output on the terminal; one that fails ends everything. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): void {
  const { status, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status === 0) return;
  const reason = error ? error.message : `it ended with ${status}`;
  throw new Error(`[tfjs-node] ${program} ${args.join(' ')} failed in ${cwd}: ${reason}`);
}
