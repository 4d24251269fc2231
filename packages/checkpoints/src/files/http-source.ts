// internal: files behind an address, read in pieces where the server can do that (HTTP Range)
import {
  type ContentRange,
  parseContentRange,
  silenceLimit,
  type TimeLimit,
  totalLimit,
} from '@neurona/datasets';
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from './byte-source.js';
import { memorySource } from './memory-source.js';
import type { ReadOptions } from './read-options.js';

/** Fetched at once when a file is opened: most headers lie in here. */
const firstBytes = 64 * 1024;

const maxAttempts = 3; // for a piece
const firstPauseMs = 200; // doubled from attempt to attempt

/** An address, and the settings of reading it. */
interface Address extends ReadOptions {
  readonly subject: string;
  readonly url: string;
}

/** What a server sent. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** Opens an address; where the server supports no ranges, the file is downloaded as a whole. */
export async function openHttp(subject: string, url: string, options: ReadOptions): Promise<ByteSource> {
  const address = { ...options, subject, url };
  const { answer, size } = await within(address, open);
  const { bytes: head, headers } = answer;
  if (size === head.length) return memorySource(url, head);
  const version = versionOf(headers);
  return {
    name: url,
    size,
    async read(start, stop) {
      if (stop <= head.length) return head.subarray(start, stop);
      if (start === stop) return new Uint8Array(0);
      return within(address, (limited) => readPiece(limited, { start, stop, size }, version));
    },
    close: async () => {},
  };
}

/** Requests the first bytes of a file, and its size. */
async function open(address: Address): Promise<{ answer: Answer; size: number }> {
  const canGivePieces = /^http/.test(address.url);
  const answer = await ask(address, canGivePieces ? { start: 0, stop: firstBytes } : undefined);
  // A range beyond the end of an empty file can't be satisfied.
  if (answer.status === 416) return { answer, size: 0 };
  if (answer.status !== 206) return { answer, size: answer.bytes.length };
  const header = answer.headers.get('Content-Range');
  const range = parseContentRange(header);
  if (range?.start === 0 && range.stop === answer.bytes.length) {
    return { answer, size: range.size ?? (await sizeByHead(address)) };
  }
  if (header !== null) throw wrongPiece(address, `${answer.bytes.length} bytes said to be ${header}`);
  const whole = await ask(address, undefined); // which bytes of the file those are, nobody knows
  if (whole.status === 206) throw wrongPiece(address, 'a piece without Content-Range');
  return { answer: whole, size: whole.bytes.length };
}

/** Reads a piece, with retries where the network fails; an answer of the server is final. */
async function readPiece(
  address: Address,
  wanted: ContentRange,
  version: string | null,
): Promise<Uint8Array> {
  const { subject, url, signal } = address;
  for (let attempt = 1; ; attempt++) {
    try {
      const { status, headers, bytes } = await ask(address, wanted);
      if (status !== 206) throw changed(address, `status ${status}`);
      const header = headers.get('Content-Range');
      const range = parseContentRange(header);
      const isOther = versionOf(headers) !== version || (range?.size ?? wanted.size) !== wanted.size;
      if (isOther) throw changed(address, 'one of another');
      const isRight = range?.start === wanted.start && range.stop === wanted.stop;
      if (!isRight) throw wrongPiece(address, header ?? 'a piece without Content-Range');
      if (bytes.length === wanted.stop - wanted.start) return bytes;
      throw new Error(`${bytes.length} bytes instead of ${wanted.stop - wanted.start}`);
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

/** Requests some bytes, or all, and waits for them unless the server is silent for too long. */
async function ask(address: Address, piece: { start: number; stop: number } | undefined): Promise<Answer> {
  const { subject, url } = address;
  using limit = silenceLimit(subject, address, (ms) => new Error(`no answer for ${ms / 1000} s`));
  const { signal } = limit;
  try {
    // No other header than Range: browsers would send a preflight request to other origins, which many servers refuse.
    const headers = piece && { Range: `bytes=${piece.start}-${piece.stop - 1}` };
    const response = await fetch(url, { signal, ...(headers && { headers }) });
    const { status, headers: told } = response;
    if (!response.ok) {
      await response.body?.cancel();
      if (status === 416) return { status, headers: told, bytes: new Uint8Array(0) };
      throw refused(address, response);
    }
    const most = status === 206 && piece ? piece.stop - piece.start : Number.POSITIVE_INFINITY;
    return { status, headers: told, bytes: await receive(response, most, limit) };
  } catch (error) {
    throw signal.aborted ? signal.reason : error; // some browsers have the reason only here
  }
}

/** The bytes of an answer, which must not be longer than requested. */
async function receive(response: Response, most: number, limit: TimeLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    limit.received(value.length);
    size += value.length;
    if (size > most) {
      await reader?.cancel();
      throw new Error(`more than the ${most} bytes that were asked for`);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Does work within the limit of time for the whole call. */
async function within<Result>(
  address: Address,
  work: (limited: Address) => Promise<Result>,
): Promise<Result> {
  const { subject, url } = address;
  using limit = totalLimit(subject, address, (ms) => {
    return new CheckpointError(subject, {
      expected: `all bytes within ${ms / 1000} s`,
      received: 'a part of them',
      file: url,
      hint: 'Raise totalTimeoutMs, or download the file first, with download.',
    });
  });
  return await work({ ...address, signal: limit.signal });
}

/** The size of the whole file, where the answer with its first bytes doesn't say it. */
async function sizeByHead(address: Address): Promise<number> {
  const { subject, url } = address;
  using limit = silenceLimit(subject, address, (ms) => new Error(`no answer for ${ms / 1000} s`));
  const response = await fetch(url, { method: 'HEAD', signal: limit.signal });
  if (!response.ok) throw refused(address, response);
  const length = response.headers.get('Content-Length');
  if (length !== null && /^\d+$/.test(length)) return Number(length);
  throw new CheckpointError(subject, {
    expected: 'a server that says how long the file is',
    received: 'neither Content-Range nor Content-Length',
    file: url,
  });
}

/** What tells one version of a file from another; browsers see the tag of servers of other origins only where those allow it. */
const versionOf = (headers: Headers): string | null => headers.get('ETag') ?? headers.get('Last-Modified');

const refused = ({ subject, url }: Address, { status, statusText }: Response): CheckpointError =>
  new CheckpointError(subject, {
    expected: 'the file',
    received: `status ${status} ${statusText}`.trim(),
    file: url,
  });

const changed = ({ subject, url }: Address, received: string): CheckpointError =>
  new CheckpointError(subject, {
    expected: 'a piece of the file that was opened',
    received,
    file: url,
    hint: 'The file has changed since it was opened.',
  });

const wrongPiece = ({ subject, url }: Address, received: string): CheckpointError =>
  new CheckpointError(subject, {
    expected: 'the requested range of the file',
    received,
    file: url,
    hint: 'The server answers range requests wrongly: download the whole file, or use another server.',
  });
