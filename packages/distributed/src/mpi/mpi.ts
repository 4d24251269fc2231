import { checkOptions, GroupError, type OptionTable, type ProcessGroup } from '@neurona/backend';
import manifest from '../../package.json' with { type: 'json' };
import { findLibrary } from './libmpi.js';
import { MPIGroup } from './mpi-group.js';

/** Settings of {@link mpi}. */
export interface MPIOptions {
  /** Path of Open MPI's library, default the one that the system finds. */
  readonly library?: string;
}

const mpiOptions: OptionTable<MPIOptions> = { library: '' };

let joined: Promise<MPIGroup> | undefined; // MPI can be started once in a process

/**
 * Joins the group of all processes that `mpirun` or `srun` started: those of MPI's communicator of the world. A program that was
 * started by itself is a group of one. Needs Open MPI 4 or 5 and the package koffi.
 *
 * MPI runs in this thread by nonblocking calls that are polled, so it needs no support for threads and the event loop turns
 * meanwhile. A process that ends without an error leaves the group by itself; one that fails ends those of the others.
 * @returns The group; the same one if it was joined before.
 * @throws {@link GroupError} if koffi or Open MPI is missing, the library is another MPI's, such as MPICH, or ranks have other
 * versions of this package.
 * @example
 * // mpirun -n 4 node train.js
 * import { mpi } from '@neurona/distributed';
 * const group = await mpi();
 * await group.allReduce(Float32Array.of(group.rank)); // the sum of all ranks: [6]
 */
export function mpi(options: MPIOptions = {}): Promise<ProcessGroup> {
  const { library } = checkOptions('mpi', options, mpiOptions);
  joined ??= join(library);
  return joined;
}

async function join(path: string | undefined): Promise<MPIGroup> {
  try {
    const group = new MPIGroup(await findLibrary(path));
    await checkVersions(group);
    return group;
  } catch (error) {
    joined = undefined; // may be installed meanwhile
    throw error;
  }
}

async function checkVersions(group: ProcessGroup): Promise<void> {
  const words = new TextEncoder().encode(manifest.version.padEnd(32));
  const all = await group.allGather(words);
  const versions = all.map((bytes) => new TextDecoder().decode(bytes).trim());
  const other = versions.findIndex((version) => version !== versions[0]);
  if (other < 0) return;
  throw new GroupError('mpi', {
    expected: 'the same version of neurona on every rank',
    received: `${versions[0]} on rank 0 and ${versions[other]} on rank ${other}`,
    hint: 'Install from the same lockfile on every machine.',
  });
}
