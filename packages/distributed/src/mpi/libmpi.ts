// internal: finding MPI's library, and the calls of it that are used
import { GroupError } from '@neurona/backend';
import { loadKoffi, type NativeLibrary } from './koffi.js';

/** A handle of Open MPI: the address of one of its objects. */
export type Handle = unknown;

/** The calls of MPI. Arrays are passed by address and must stay where they are: their buffers are not on JavaScript's heap. */
export interface MPICalls {
  initialized(flag: Int32Array): number;
  initThread(argc: null, argv: null, required: number, provided: Int32Array): number;
  finalize(): number;
  commRank(comm: Handle, rank: Int32Array): number;
  commSize(comm: Handle, size: Int32Array): number;
  commSetErrhandler(comm: Handle, handler: Handle): number;
  errorString(code: number, text: Uint8Array, length: Int32Array): number;
  iallreduce(
    send: number,
    receive: Memory,
    count: number,
    type: Handle,
    op: Handle,
    comm: Handle,
    request: Request,
  ): number;
  ibcast(buffer: Memory, count: number, type: Handle, root: number, comm: Handle, request: Request): number;
  iallgather(
    send: Memory,
    count: number,
    type: Handle,
    receive: Memory,
    each: number,
    same: Handle,
    comm: Handle,
    request: Request,
  ): number;
  ibarrier(comm: Handle, request: Request): number;
  test(request: Request, flag: Int32Array, status: null): number;
  isend(
    buffer: Memory,
    count: number,
    type: Handle,
    to: number,
    tag: number,
    comm: Handle,
    request: Request,
  ): number;
  iprobe(from: number, tag: number, comm: Handle, flag: Int32Array, status: Int32Array): number;
  recv(
    buffer: Memory,
    count: number,
    type: Handle,
    from: number,
    tag: number,
    comm: Handle,
    status: null,
  ): number;
}

type Memory = ArrayBufferView;

/** Where MPI writes the handle of a request. */
export type Request = BigUint64Array;

/** MPI as this process has it. */
export interface MPILibrary {
  readonly calls: MPICalls;
  /** `Open MPI v4.1.4`. */
  readonly version: string;
  /** Objects that are symbols of the library. */
  readonly world: Handle;
  readonly errorsReturn: Handle;
  readonly types: Readonly<Record<'float' | 'double' | 'int' | 'byte', Handle>>;
  readonly ops: Readonly<Record<'sum' | 'max' | 'min', Handle>>;
}

/** Names of Open MPI's library, newest first: version 5 and 4 have the same binary interface. */
const libraryNames: Readonly<Record<string, readonly string[]>> = {
  linux: ['libmpi.so.40', 'libmpi.so', '/usr/lib64/openmpi/lib/libmpi.so.40'],
  darwin: ['libmpi.dylib', '/opt/homebrew/lib/libmpi.dylib', '/usr/local/lib/libmpi.dylib'],
};
/** Those of MPICH and what is built on it. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  linux: ['libmpich.so.12', 'libmpi.so.12'],
  darwin: ['libmpich.dylib'],
};

const install =
  'Install Open MPI (Debian: apt install openmpi-bin libopenmpi3; macOS: brew install open-mpi; clusters: module load openmpi)';

/**
 * Finds Open MPI.
 * @param path - A library to take instead of those that the system finds.
 * @throws {@link GroupError} if koffi or Open MPI is missing, or the library is another MPI's.
 */
export async function findLibrary(path: string | undefined): Promise<MPILibrary> {
  const koffi = await loadKoffi();
  const open = (name: string): NativeLibrary | undefined => {
    try {
      return koffi.load(name);
    } catch {
      return undefined;
    }
  };
  const names = path === undefined ? (libraryNames[process.platform] ?? []) : [path];
  for (const name of names) {
    const library = open(name);
    if (library) return describe(library, name);
  }
  for (const name of path === undefined ? (otherNames[process.platform] ?? []) : []) {
    const library = open(name);
    if (library) throw otherMPI(versionOf(library), name);
  }
  throw new GroupError('mpi', {
    expected: "Open MPI's library",
    received: names.length === 0 ? `none on ${process.platform}` : `no ${names.join(', ')}`,
    hint: `${install}, or name its library: mpi({ library: '/path/to/libmpi.so' }).`,
  });
}

const otherMPI = (version: string, name: string): GroupError =>
  new GroupError('mpi', {
    expected: "Open MPI's library",
    received: version,
    where: name,
    hint: `${install}; start the program by its mpirun.`,
  });

function describe(library: NativeLibrary, name: string): MPILibrary {
  const version = versionOf(library);
  const symbol = (of: string): Handle => {
    try {
      return library.symbol(of, 'void');
    } catch {
      throw otherMPI(version, name);
    }
  };
  return {
    world: symbol('ompi_mpi_comm_world'), // first, as it shows whose library it is
    version,
    calls: callsOf(library),
    errorsReturn: symbol('ompi_mpi_errors_return'),
    types: {
      float: symbol('ompi_mpi_float'),
      double: symbol('ompi_mpi_double'),
      int: symbol('ompi_mpi_int'),
      byte: symbol('ompi_mpi_byte'),
    },
    ops: { sum: symbol('ompi_mpi_op_sum'), max: symbol('ompi_mpi_op_max'), min: symbol('ompi_mpi_op_min') },
  };
}

/** What the library says it is, its first words: `Open MPI v4.1.4`, `MPICH Version: 4.0.2`. */
function versionOf(library: NativeLibrary): string {
  try {
    const text = new Uint8Array(new ArrayBuffer(8192));
    const length = new Int32Array(new ArrayBuffer(4));
    library.func('int MPI_Get_library_version(void *text, void *length)')(text, length);
    const line = new TextDecoder().decode(text.subarray(0, length[0])).split(/[\n,\0]/)[0]!;
    return line.replaceAll(/\s+/g, ' ').trim();
  } catch {
    return 'a library that is no MPI';
  }
}

const callsOf = (library: NativeLibrary): MPICalls => ({
  initialized: library.func('int MPI_Initialized(void *flag)'),
  initThread: library.func('int MPI_Init_thread(void *argc, void *argv, int required, void *provided)'),
  finalize: library.func('int MPI_Finalize()'),
  commRank: library.func('int MPI_Comm_rank(void *comm, void *rank)'),
  commSize: library.func('int MPI_Comm_size(void *comm, void *size)'),
  commSetErrhandler: library.func('int MPI_Comm_set_errhandler(void *comm, void *handler)'),
  errorString: library.func('int MPI_Error_string(int code, void *text, void *length)'),
  iallreduce: library.func(
    'int MPI_Iallreduce(intptr_t send, void *receive, int count, void *type, void *op, void *comm, void *request)',
  ),
  ibcast: library.func(
    'int MPI_Ibcast(void *buffer, int count, void *type, int root, void *comm, void *request)',
  ),
  iallgather: library.func(
    'int MPI_Iallgather(void *send, int count, void *type, void *receive, int each, void *same, void *comm, void *request)',
  ),
  ibarrier: library.func('int MPI_Ibarrier(void *comm, void *request)'),
  test: library.func('int MPI_Test(void *request, void *flag, void *status)'),
  isend: library.func(
    'int MPI_Isend(void *buffer, int count, void *type, int to, int tag, void *comm, void *request)',
  ),
  iprobe: library.func('int MPI_Iprobe(int from, int tag, void *comm, void *flag, void *status)'),
  recv: library.func(
    'int MPI_Recv(void *buffer, int count, void *type, int from, int tag, void *comm, void *status)',
  ),
});
