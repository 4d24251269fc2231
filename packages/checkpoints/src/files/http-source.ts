// internal: files behind an address, read in pieces where the server can do that (HTTP Range)
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from './byte-source.js';
import { memorySource } from './memory-source.js';
import type { ReadOptions } from './read-options.js';

/** Fetched at once when a file is opened: most headers lie in here. */
const firstBytes = 64 * 1024;

const maxAttempts = 3; // for a piece
const firstPauseMs = 200; // doubled from attempt to attempt

/** Opens an address; where the server gives no ranges, the file is downloaded as a whole. */
export async function openHttp(subject: string, url: string, { signal }: ReadOptions): Promise<ByteSource> {
  // No other header than Range: browsers would ask servers of other origins for leave first, and many don't give it.
  const get = (range: string | undefined): Promise<Response> =>
    fetch(url, { headers: range ? { Range: range } : {}, ...(signal ? { signal } : {}) });
  const response = await get(/^http/.test(url) ? `bytes=0-${firstBytes - 1}` : undefined);
  // A range beyond the end of an empty file can't be satisfied.
  if (response.status === 416) return memorySource(url, new Uint8Array(0));
  checkStatus(subject, url, response);
  const head = new Uint8Array(await response.arrayBuffer());
  const size = response.status === 206 ? await totalSize(subject, url, response, signal) : head.length;
  if (size === head.length) return memorySource(url, head);
  const tag = response.headers.get('ETag');
  return {
    name: url,
    size,
    async read(start, stop) {
      if (stop <= head.length) return head.subarray(start, stop);
      if (start === stop) return new Uint8Array(0);
      return retried(subject, url, signal, async () => {
        const part = await get(`bytes=${start}-${stop - 1}`);
        checkStatus(subject, url, part);
        if (part.status === 206 && part.headers.get('ETag') === tag)
          return new Uint8Array(await part.arrayBuffer());
        await part.body?.cancel();
        throw new CheckpointError(subject, {
          expected: 'a piece of the file that was opened',
          received: part.status === 206 ? 'one of another' : `status ${part.status}`,
          file: url,
          hint: 'The file has changed since it was opened.',
        });
      });
    },
    close: async () => {},
  };
}

/** Reads a piece, again after a while where the network fails; what the server says is final. */
async function retried<Piece>(
  subject: string,
  url: string,
  signal: AbortSignal | undefined,
  read: () => Promise<Piece>,
): Promise<Piece> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof CheckpointError) throw error;
      if (attempt === maxAttempts) {
        throw new CheckpointError(subject, {
          expected: 'a piece of the file that was opened',
          received: error,
          where: `${maxAttempts} attempts`,
          file: url,
          hint: 'The network or the server fails: try again later.',
          cause: error,
        });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (attempt - 1)));
    signal?.throwIfAborted();
  }
}

/** The size of the whole file; servers of other origins may hide the header that says it. */
async function totalSize(
  subject: string,
  url: string,
  response: Response,
  signal: AbortSignal | undefined,
): Promise<number> {
  const total = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1];
  if (total !== undefined) return Number(total);
  const head = await fetch(url, { method: 'HEAD', ...(signal ? { signal } : {}) });
  checkStatus(subject, url, head);
  const length = head.headers.get('Content-Length');
  if (length !== null && /^\d+$/.test(length)) return Number(length);
  throw new CheckpointError(subject, {
    expected: 'a server that says how long the file is',
    received: 'neither Content-Range nor Content-Length',
    file: url,
  });
}

function checkStatus(subject: string, url: string, response: Response): void {
  if (response.ok) return;
  throw new CheckpointError(subject, {
    expected: 'the file',
    received: `status ${response.status} ${response.statusText}`.trim(),
    file: url,
  });
}
