// internal
import {
  ArgumentError,
  describeValue,
  GroupError,
  type GroupReduction,
  type ProcessGroup,
  type ReducibleArray,
} from '@neurona/backend';
import type { Handle, MPILibrary, Request } from './libmpi.js';

const inPlace = 1; // MPI_IN_PLACE
const anySource = -1; // MPI_ANY_SOURCE
const funneled = 1; // MPI_THREAD_FUNNELED: one thread calls MPI
const failureTag = 17;
const longestReason = 2048; // bytes, so that a message leaves at once
const most = 2 ** 30; // bytes in one call, whose counts are 32 bits
const eager = 5; // milliseconds for which results are asked for in each turn of the event loop, then less often

type Values = ReducibleArray | Uint8Array;

/** A call that has begun. */
interface Pending {
  readonly request: Request;
  /** Kept until it ends, as MPI writes into it. */
  readonly memory: readonly ArrayBufferView[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  readonly since: number;
}

/** The processes of MPI's world. */
export class MPIGroup implements ProcessGroup {
  readonly rank: number;
  readonly size: number;
  readonly #mpi: MPILibrary;
  readonly #flag = int32();
  readonly #pending: Pending[] = [];
  readonly #sent: unknown[] = []; // messages of failure, kept while they are on their way
  #isPolling = false;
  #failure: GroupError | undefined;
  #isClosed = false;

  constructor(mpi: MPILibrary) {
    this.#mpi = mpi;
    const { calls, world } = mpi;
    const value = int32();
    this.#check('MPI_Initialized', calls.initialized(value));
    if (value[0] === 0) this.#check('MPI_Init_thread', calls.initThread(null, null, funneled, value));
    calls.commSetErrhandler(world, mpi.errorsReturn);
    this.#check('MPI_Comm_rank', calls.commRank(world, value));
    this.rank = value[0]!;
    this.#check('MPI_Comm_size', calls.commSize(world, value));
    this.size = value[0]!;
    process.once('exit', (code) => {
      if (code === 0) this.#finalize(); // else mpirun ends the others
    });
  }

  async allReduce<V extends ReducibleArray>(values: V, reduction: GroupReduction = 'sum'): Promise<V> {
    const { ops, world, calls } = this.#mpi;
    const op = ops[reduction];
    if (op === undefined) {
      throw new ArgumentError('allReduce', { expected: 'sum, max or min', received: reduction });
    }
    const memory = outside(values);
    const type = this.#typeOf('allReduce', values);
    await Promise.all(
      parts(memory).map((part) =>
        this.#begin('MPI_Iallreduce', [part], (request) =>
          calls.iallreduce(inPlace, part, part.length, type, op, world, request),
        ),
      ),
    );
    return back(memory, values);
  }

  async broadcast<V extends Values>(values: V, root = 0): Promise<V> {
    if (!Number.isInteger(root) || root < 0 || root >= this.size) {
      throw new ArgumentError('broadcast', { expected: `a rank from 0 to ${this.size - 1}`, received: root });
    }
    const { world, calls } = this.#mpi;
    const memory = outside(values);
    const type = this.#typeOf('broadcast', values);
    await Promise.all(
      parts(memory).map((part) =>
        this.#begin('MPI_Ibcast', [part], (request) =>
          calls.ibcast(part, part.length, type, root, world, request),
        ),
      ),
    );
    return back(memory, values);
  }

  async allGather<V extends Values>(values: V): Promise<V[]> {
    const { world, calls } = this.#mpi;
    const memory = outside(values);
    const type = this.#typeOf('allGather', values);
    const all = like(values, values.length * this.size);
    let first = 0;
    const steps = parts(memory, Math.floor(most / this.size)).map(async (part) => {
      const start = first;
      first += part.length;
      const found = like(values, part.length * this.size);
      await this.#begin('MPI_Iallgather', [part, found], (request) =>
        calls.iallgather(part, part.length, type, found, part.length, type, world, request),
      );
      for (let rank = 0; rank < this.size; rank++) {
        const piece = found.subarray(rank * part.length, (rank + 1) * part.length);
        all.set(piece, rank * values.length + start);
      }
    });
    await Promise.all(steps);
    return Array.from(
      { length: this.size },
      (_, rank) => all.subarray(rank * values.length, (rank + 1) * values.length) as V,
    );
  }

  async barrier(): Promise<void> {
    const { world, calls } = this.#mpi;
    await this.#begin('MPI_Ibarrier', [], (request) => calls.ibarrier(world, request));
  }

  sumNow(values: ReducibleArray): void {
    const { ops, world, calls } = this.#mpi;
    const memory = outside(values);
    const type = this.#typeOf('sumNow', values);
    let hasEnded = false;
    let failure: unknown;
    this.#start(
      'MPI_Iallreduce',
      (request) => calls.iallreduce(inPlace, memory, memory.length, type, ops.sum, world, request),
      {
        memory: [memory],
        resolve: () => {
          hasEnded = true;
        },
        reject: (error) => {
          failure = error;
        },
      },
    );
    while (!hasEnded && failure === undefined) this.advance();
    if (failure !== undefined) throw failure;
    back(memory, values);
  }

  advance(): void {
    if (this.#isClosed) return;
    const { calls } = this.#mpi;
    for (let i = 0; i < this.#pending.length; ) {
      const { request, resolve, reject } = this.#pending[i]!;
      const code = calls.test(request, this.#flag, null);
      if (code === 0 && this.#flag[0] === 0) i++;
      else {
        this.#pending.splice(i, 1);
        if (code === 0) resolve();
        else reject(this.#error('MPI_Test', code));
      }
    }
    this.#hear();
  }

  fail(reason: unknown): void {
    if (this.#isClosed || this.#failure) return;
    const text = describeValue(reason);
    this.#failure = this.#failed(this.rank, text);
    const { calls, types, world } = this.#mpi;
    const encoded = new TextEncoder().encode(text).subarray(0, longestReason);
    const message = outside(encoded);
    for (let rank = 0; rank < this.size; rank++) {
      if (rank === this.rank) continue;
      const request = newRequest();
      calls.isend(message, message.length, types.byte, rank, failureTag, world, request);
      this.#sent.push([message, request]);
    }
    this.#rejectAll(this.#failure);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    if (!this.#failure) await this.barrier(); // by polling: the call that ends MPI blocks
    this.#finalize();
  }

  #finalize(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (!this.#failure) this.#mpi.calls.finalize();
  }

  #begin(
    name: string,
    memory: readonly ArrayBufferView[],
    call: (request: Request) => number,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#start(name, call, { memory, resolve, reject });
      void this.#poll();
    });
  }

  #start(
    name: string,
    call: (request: Request) => number,
    ending: Pick<Pending, 'memory' | 'resolve' | 'reject'>,
  ): void {
    if (this.#isClosed) {
      throw new GroupError('mpi', { expected: 'a group that was not closed', received: 'one that was' });
    }
    if (this.#failure) throw this.#failure;
    const request = newRequest();
    this.#check(name, call(request));
    this.#pending.push({ request, since: performance.now(), ...ending });
  }

  /** Asks for results in every turn of the event loop, and after a while less often, to leave the processor to others. */
  async #poll(): Promise<void> {
    if (this.#isPolling) return;
    this.#isPolling = true;
    for (;;) {
      this.advance();
      const [oldest] = this.#pending;
      if (!oldest) break;
      const isYoung = performance.now() - oldest.since < eager;
      await new Promise((resolve) => (isYoung ? setImmediate(resolve) : setTimeout(resolve, 1)));
    }
    this.#isPolling = false;
  }

  /** Looks for a message of a rank that failed. */
  #hear(): void {
    if (this.#failure || this.#pending.length === 0) return;
    const { calls, types, world } = this.#mpi;
    const status = new Int32Array(new ArrayBuffer(64)); // MPI_Status: source, tag, error, …
    if (calls.iprobe(anySource, failureTag, world, this.#flag, status) !== 0 || this.#flag[0] === 0) return;
    const text = new Uint8Array(new ArrayBuffer(longestReason));
    const source = status[0]!;
    calls.recv(text, text.length, types.byte, source, failureTag, world, null);
    const end = text.indexOf(0);
    this.#failure = this.#failed(source, new TextDecoder().decode(end < 0 ? text : text.subarray(0, end)));
    this.#rejectAll(this.#failure);
  }

  #rejectAll(error: GroupError): void {
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }

  #failed(rank: number, reason: string): GroupError {
    return new GroupError('mpi', {
      expected: 'every rank to go on',
      received: `a failure of rank ${rank}: ${reason}`,
      hint: 'Mend what failed there and start all of them again; a training goes on from its last checkpoint.',
    });
  }

  #typeOf(subject: string, values: unknown): Handle {
    const { types } = this.#mpi;
    if (values instanceof Float32Array) return types.float;
    if (values instanceof Float64Array) return types.double;
    if (values instanceof Int32Array) return types.int;
    if (values instanceof Uint8Array) return types.byte;
    throw new ArgumentError(subject, {
      expected: 'a Float32Array, Float64Array, Int32Array or Uint8Array',
      received: values,
    });
  }

  #check(name: string, code: number): void {
    if (code !== 0) throw this.#error(name, code);
  }

  #error(name: string, code: number): GroupError {
    const text = new Uint8Array(new ArrayBuffer(512));
    const length = int32();
    this.#mpi.calls.errorString(code, text, length);
    const received = new TextDecoder().decode(text.subarray(0, length[0]));
    return new GroupError('mpi', { expected: `${name} to succeed`, received, where: this.#mpi.version });
  }
}

/** A number that MPI writes: outside of JavaScript's heap, where it would be moved. */
const int32 = (): Int32Array => new Int32Array(new ArrayBuffer(4));

const newRequest = (): Request => new BigUint64Array(new ArrayBuffer(8));

function like<V extends Values>(values: V, length: number): V {
  const Kind = values.constructor as new (buffer: ArrayBuffer) => V;
  return new Kind(new ArrayBuffer(length * values.BYTES_PER_ELEMENT));
}

/** Values where MPI may write while JavaScript goes on: small arrays may lie on its heap, shared ones can grow. */
function outside<V extends Values>(values: V): V {
  if (ArrayBuffer.isView(values) && values.buffer instanceof ArrayBuffer && values.byteLength > 1024)
    return values;
  const copy = like(values, values.length);
  copy.set(values);
  return copy;
}

/** Puts results into the caller's array. */
function back<V extends Values>(memory: V, values: V): V {
  if (memory !== values) values.set(memory);
  return values;
}

/** Pieces of which each fits into one call. */
function parts<V extends Values>(values: V, bytes = most): V[] {
  const length = Math.max(1, Math.floor(bytes / values.BYTES_PER_ELEMENT));
  if (values.length <= length) return [values];
  return Array.from(
    { length: Math.ceil(values.length / length) },
    (_, i) => values.subarray(i * length, (i + 1) * length) as V,
  );
}
