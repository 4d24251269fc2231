import { describe, expect, it } from 'vitest';
import { isLaunched, startCommands, threadsOf } from './distributed.js';

describe('trainings by several processes', () => {
  it('are told how to be started, with the arguments of the command', () => {
    const text = startCommands(['train', 'my recipe.json', '--distributed', 'mpi'], 'npx neurona');
    expect(text).toMatch(/^ {2}mpirun -n \d+ npx neurona train 'my recipe.json' --distributed mpi$/m);
    expect(text).toMatch(/^ {2}srun .* npx neurona train 'my recipe.json' --distributed mpi$/m);
  });

  it('are recognised by what mpirun and srun set', () => {
    expect(isLaunched({})).toBe(false);
    expect(isLaunched({ SLURM_PROCID: '0' })).toBe(false); // set in job scripts too
    expect(isLaunched({ OMPI_COMM_WORLD_SIZE: '2' })).toBe(true);
    expect(isLaunched({ PMIX_RANK: '0' })).toBe(true);
  });

  it('have their part of the threads', () => {
    expect(threadsOf({ OMPI_COMM_WORLD_LOCAL_SIZE: '1000' })).toBe(1);
    expect(threadsOf({ OMPI_COMM_WORLD_LOCAL_SIZE: '1' })).toBe(threadsOf({}));
  });
});
