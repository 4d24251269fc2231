import { GroupError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { mpi } from '../index.js';

describe('mpi without Open MPI', () => {
  it('says what to install where the library is missing', async () => {
    const joining = mpi({ library: '/nowhere/libmpi.so' });
    await expect(joining).rejects.toBeInstanceOf(GroupError);
    await expect(joining).rejects.toThrow(
      "[mpi] expected Open MPI's library, got no /nowhere/libmpi.so. Install Open MPI (Debian: apt install openmpi-bin libopenmpi3; macOS: brew install open-mpi; clusters: module load openmpi), or name its library: mpi({ library: '/path/to/libmpi.so' }).",
    );
  });

  const elsewhere = process.platform === 'linux' ? '' : ' (skipped: libm.so.6 is a library of Linux)';
  it.skipIf(elsewhere !== '')(`names a library that is none of MPI${elsewhere}`, async () => {
    await expect(mpi({ library: 'libm.so.6' })).rejects.toThrow(
      "[mpi] expected Open MPI's library, got a library that is no MPI (libm.so.6). Install Open MPI",
    );
  });

  it('refuses options that there are not', () => {
    expect(() => mpi({ path: 'libmpi.so' } as never)).toThrow('[mpi] expected');
  });
});
