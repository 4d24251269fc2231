// internal: Python with PyTorch, for tests
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export const python = process.env.NEURONA_PYTHON ?? '/usr/bin/python3';

/** Runs a program on one thread. */
export const run = (
  program: string,
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  promisify(execFile)(program, args, { env: { ...process.env, OMP_NUM_THREADS: '1' }, maxBuffer: 1e8 });

/** Why tests are skipped that need modules of Python; undefined where they are there. */
export async function missingModules(...names: readonly string[]): Promise<string | undefined> {
  const reason = await run(python, ['-c', `import ${names.join(', ')}`]).then(
    () => undefined,
    () => `no ${names.join(' and ')} in ${python}; NEURONA_PYTHON names another interpreter`,
  );
  if (reason) console.warn(`Skipped: ${reason}.`);
  return reason;
}

/** Starts a program in two processes; the outputs go into files, and the first one's is shown. */
export const torchrun: readonly string[] =
  '-m torch.distributed.run --standalone --nproc_per_node=2 -r 1 -t 1'.split(' ');
