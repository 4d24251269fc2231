// internal
import { countBytes } from '../formats/place.js';
import { checksumOf } from './checksum.js';
import type { DownloadSource } from './download-source.js';
import type { Part } from './part.js';
import type { TransferOptions } from './transfer.js';

/** A server that doesn't give the file. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Whether asking again may help. */
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
  /** Is set to the version that the server gives. */
  readonly known: KnownVersion;
}

/**
 * Fetches the bytes that a part lacks and appends them. Where the server can't send a rest, what is there already is passed over. Where
 * the part doesn't belong to what the server has, it is cleared, and asking again may help.
 */
export async function fetchRest(
  request: RestRequest,
  part: Part,
  onChunk: (chunk: Uint8Array) => void,
): Promise<void> {
  const { signal, timeoutMs, source } = request;
  const silence = new AbortController();
  const tooLong = new Error(`no answer for ${timeoutMs / 1000} s`);
  let timer = setTimeout(() => silence.abort(tooLong), timeoutMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(tooLong), timeoutMs);
  };
  try {
    const response = await fetch(request.url, {
      headers: headersFor(request, part.sizeBytes),
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    });
    heard();
    try {
      const { skip, totalBytes } = await understand(response, request, part);
      await receive(response, part, {
        skip,
        totalBytes: source.sizeBytes ?? totalBytes,
        heard,
        onChunk,
        request,
      });
    } catch (error) {
      await response.body?.cancel().catch(() => {});
      throw error;
    }
  } finally {
    clearTimeout(timer);
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

/** What an answer means for the part: how many bytes to pass over, and how many there are in all. */
async function understand(
  response: Response,
  { source, known }: RestRequest,
  part: Part,
): Promise<{ skip: number; totalBytes: number | undefined }> {
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
  const changed = version !== known.version && version !== undefined && known.version !== undefined;
  known.version = version;
  if (changed && have > 0) {
    await part.clear();
    throw new Refusal('another version of the file', true);
  }
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    if (range && Number(range[1]) !== have) {
      await part.clear();
      throw new Refusal(`bytes from ${range[1]} on instead of ${have}`, true);
    }
    const total = range?.[2] === '*' ? undefined : Number(range?.[2] ?? Number.NaN);
    return { skip: 0, totalBytes: Number.isNaN(total) ? undefined : total };
  }
  const length = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
  const totalBytes = length === null ? undefined : Number(length);
  if (source.sizeBytes !== undefined && totalBytes !== undefined && totalBytes !== source.sizeBytes) {
    throw new Refusal(`${countBytes(totalBytes)} instead of ${source.sizeBytes}`, false);
  }
  return { skip: part.sizeBytes, totalBytes };
}

/** The name of a version with which a rest can be asked for; weak ones can't. */
function versionOf(response: Response): string | undefined {
  const tag = response.headers.get('etag');
  return tag && !tag.startsWith('W/') ? tag : undefined;
}

interface Receiving {
  readonly skip: number;
  readonly totalBytes: number | undefined;
  readonly request: RestRequest;
  heard(): void;
  onChunk(chunk: Uint8Array): void;
}

async function receive(response: Response, part: Part, receiving: Receiving): Promise<void> {
  const { totalBytes, heard, onChunk, request } = receiving;
  const reader = response.body?.getReader();
  let skip = receiving.skip;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    heard();
    const chunk = value.subarray(Math.min(skip, value.length));
    skip -= value.length - chunk.length;
    if (chunk.length === 0) continue;
    if (totalBytes !== undefined && part.sizeBytes + chunk.length > totalBytes) {
      await reader?.cancel().catch(() => {});
      await part.clear();
      throw new Refusal(`more than ${countBytes(totalBytes)}`, false);
    }
    await part.append(chunk);
    onChunk(chunk);
    request.onBytes(part.sizeBytes, totalBytes);
  }
  if (totalBytes !== undefined && part.sizeBytes < totalBytes) {
    throw new Refusal(`${countBytes(part.sizeBytes)} instead of ${totalBytes}`, true);
  }
}
