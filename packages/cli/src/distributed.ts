// internal: training by several processes
import { cpus } from 'node:os';
import type { ProcessGroup } from '@neurona/backend';
import { mpi } from '@neurona/distributed';
import { neurona } from './console/started-as.js';

/** Whether mpirun or srun started this process as one of several. */
export const isLaunched = (env: Readonly<Record<string, string | undefined>> = process.env): boolean =>
  env.OMPI_COMM_WORLD_SIZE !== undefined || env.PMIX_RANK !== undefined;

/** Joins the processes that were started together; undefined for a training by one. */
export async function joinGroup(kind: 'mpi' | undefined): Promise<ProcessGroup | undefined> {
  return kind === 'mpi' ? await mpi() : undefined;
}

/** Threads for each process of this machine, so that all of them together have one for each core. */
export function threadsOf(env: Readonly<Record<string, string | undefined>> = process.env): number {
  const here = Number(env.OMPI_COMM_WORLD_LOCAL_SIZE ?? env.SLURM_NTASKS_PER_NODE);
  return Math.max(1, Math.floor(cpus().length / (here || 1)));
}

/** How to start a command by several processes. */
export function startCommands(args: readonly string[], program = neurona): string {
  const command = [program, ...args.map(quoted)].join(' ');
  return [
    'This is one process. Start several of them, one for each core or GPU:',
    `  mpirun -n ${Math.max(2, cpus().length)} ${command}`,
    'On a cluster, in a job script of SLURM:',
    `  srun --mpi=pmix --kill-on-bad-exit=1 --ntasks=32 --cpus-per-task=1 ${command}`,
    'They need Open MPI (Debian: apt install openmpi-bin libopenmpi3) and npm install koffi.',
  ].join('\n');
}

const quoted = (arg: string): string =>
  /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
