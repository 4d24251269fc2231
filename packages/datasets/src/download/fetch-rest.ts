// internal
import { countBytes } from '../formats/place.js';
import { checksumOf } from './checksum.js';
import { parseContentRange } from './content-range.js';
import type { DownloadSource } from './download-source.js';
import type { Part } from './part.js';
import { silenceLimit, type TimeLimit } from './time-limit.js';
import type { TransferOptions } from './transfer.js';

/** A server that doesn't return the file. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Whether a retry may help. */
    readonly mayPass: boolean,
  ) {
    super(message);
  }
}

/** Which version of the file the part's bytes are of, as the server named it. */
export interface KnownVersion {
  version: string | undefined;
}

/** One request to one server. */
export interface RestRequest extends TransferOptions {
  readonly url: string;
  readonly source: DownloadSource;
  /** Set to the version that the server returns. */
  readonly known: KnownVersion;
}

/**
 * Fetches the bytes that a part lacks and appends them. If the server can't send a range, bytes that are there already are
 * skipped. If the part doesn't match the server's file, it is cleared, and a retry may help.
 */
export async function fetchRest(
  request: RestRequest,
  part: Part,
  onChunk: (chunk: Uint8Array) => void,
): Promise<void> {
  using limit = silenceLimit('download', request, (ms) => new Error(`no answer for ${ms / 1000} s`));
  const { signal } = limit;
  try {
    const response = await fetch(request.url, { headers: headersFor(request, part.sizeBytes), signal });
    try {
      const answer = await understand(response, request, part);
      await receive(response, part, { ...answer, limit, onChunk, request });
    } catch (error) {
      await response.body?.cancel().catch(() => {});
      throw error;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error; // some browsers have the reason only here
  }
}

function headersFor({ headers, known, source }: RestRequest, have: number): Record<string, string> {
  const all: Record<string, string> = { ...headers, 'accept-encoding': 'identity' };
  if (have > 0) {
    all.range = `bytes=${have}-`;
    // with a checksum it isn't needed, and a browser must ask other sites before it may send it
    if (known.version !== undefined && !checksumOf(source)) all['if-range'] = known.version;
  }
  return all;
}

/** What an answer means for the part. */
interface Answer {
  /** Bytes to pass over, as they are there already. */
  readonly skip: number;
  /** Bytes of the whole file, where known. */
  readonly totalBytes: number | undefined;
  /** Bytes of the part after this answer, where known. */
  readonly stopBytes: number | undefined;
}

async function understand(response: Response, { source, known }: RestRequest, part: Part): Promise<Answer> {
  const { status } = response;
  const version = versionOf(response);
  const have = part.sizeBytes;
  if (status === 416) {
    await part.clear(); // it is longer than the server's file
    throw new Refusal('no bytes after those that were there', true);
  }
  if (status !== 200 && status !== 206) {
    const mayPass = status === 408 || status === 429 || status >= 500;
    throw new Refusal(`HTTP ${status} ${response.statusText}`.trim(), mayPass);
  }
  const isChecked = checksumOf(source) !== undefined;
  // without a checksum, a range of unknown version may be of another file
  const changed =
    known.version !== undefined && version !== known.version && !(isChecked && version === undefined);
  known.version = version;
  if (changed && have > 0) {
    await part.clear();
    throw new Refusal('another version of the file', true);
  }
  if (status === 206) {
    const text = response.headers.get('content-range');
    // other sites hide the range from browsers: the checksum tells
    if (text === null && isChecked) return { skip: 0, totalBytes: source.sizeBytes, stopBytes: undefined };
    const range = parseContentRange(text);
    const totalBytes = source.sizeBytes ?? range?.size ?? range?.stop;
    if (range?.start === have && (range.size ?? totalBytes) === totalBytes) {
      return { skip: 0, totalBytes, stopBytes: range.stop };
    }
    await part.clear();
    const given = range
      ? `bytes ${range.start} to ${range.stop - 1} of ${range.size ?? 'unknown'}`
      : 'no range';
    throw new Refusal(`${given} instead of bytes from ${have} on`, true);
  }
  const length = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
  const totalBytes = length === null ? undefined : Number(length);
  if (source.sizeBytes !== undefined && totalBytes !== undefined && totalBytes !== source.sizeBytes) {
    throw new Refusal(`${countBytes(totalBytes)} instead of ${source.sizeBytes}`, false);
  }
  const all = source.sizeBytes ?? totalBytes;
  return { skip: part.sizeBytes, totalBytes: all, stopBytes: all };
}

/** The tag of a version for range requests; weak tags can't be used. */
function versionOf(response: Response): string | undefined {
  const tag = response.headers.get('etag');
  return tag && !tag.startsWith('W/') ? tag : undefined;
}

interface Receiving extends Answer {
  readonly request: RestRequest;
  readonly limit: TimeLimit;
  onChunk(chunk: Uint8Array): void;
}

async function receive(response: Response, part: Part, receiving: Receiving): Promise<void> {
  const { totalBytes, stopBytes = totalBytes, limit, onChunk, request } = receiving;
  const reader = response.body?.getReader();
  let skip = receiving.skip;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    limit.received(value.length);
    const chunk = value.subarray(Math.min(skip, value.length));
    skip -= value.length - chunk.length;
    if (chunk.length === 0) continue;
    if (stopBytes !== undefined && part.sizeBytes + chunk.length > stopBytes) {
      await reader?.cancel().catch(() => {});
      await part.clear();
      throw new Refusal(`more than ${countBytes(stopBytes)}`, false);
    }
    await part.append(chunk);
    onChunk(chunk);
    request.onBytes(part.sizeBytes, totalBytes);
  }
  if (totalBytes !== undefined && part.sizeBytes < totalBytes) {
    throw new Refusal(`${countBytes(part.sizeBytes)} instead of ${totalBytes}`, true);
  }
}
