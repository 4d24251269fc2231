// internal
import { DatasetError } from '../dataset-error.js';
import { type Checksum, checksumOf } from './checksum.js';
import type { DownloadSource } from './download-source.js';
import { failureMessage } from './failure-message.js';
import { fetchRest, type KnownVersion, Refusal } from './fetch-rest.js';
import type { Part } from './part.js';
import { type RequestLimits, totalLimit } from './time-limit.js';

/** What {@link transfer} needs beside source and part. */
export interface TransferOptions extends RequestLimits {
  readonly headers: Readonly<Record<string, string>>;
  /** Called with the number of bytes downloaded. */
  onBytes(loadedBytes: number, totalBytes: number | undefined): void;
  /** What to do if no server has it. */
  readonly hint: string;
}

/** How often in a row a server may fail without sending a new byte. */
const maxFailures = 3;
/** How often a connection may be cut. */
const maxAttempts = 100;
const firstPauseMs = 250;

/**
 * Completes a part from one mirror after another, resuming where a connection was cut. At the end the checksum has been
 * verified, or an error says why each mirror failed.
 */
export async function transfer(source: DownloadSource, part: Part, limits: TransferOptions): Promise<void> {
  using limit = totalLimit('download', limits, (ms) => tooSlow(source, ms));
  const options = { ...limits, signal: limit.signal };
  const failures: string[] = [];
  if (source.sizeBytes !== undefined && part.sizeBytes > source.sizeBytes) await part.clear();
  if (!checksumOf(source)) await part.clear(); // nothing would tell whether it belongs to the same file
  for (const url of source.urls) {
    const failure = await fromMirror(url, source, part, options);
    if (failure === undefined) return;
    failures.push(`${failure} from ${url}`);
    if (!checksumOf(source)) await part.clear();
  }
  throw new DatasetError('download', {
    expected:
      source.urls.length === 1
        ? 'a file from its server'
        : `a file from one of ${source.urls.length} servers`,
    received: failures.join('; ') || 'no address',
    file: source.name,
    hint: options.hint,
  });
}

const tooSlow = ({ name }: DownloadSource, limitMs: number): DatasetError =>
  new DatasetError('download', {
    expected: `the whole file within ${limitMs / 1000} s`,
    received: 'a part of it',
    file: name,
    hint: 'Call it again to resume, or raise totalTimeoutMs.',
  });

/** Tries one mirror until the part is whole; says what failed if it can't be had. */
async function fromMirror(
  url: string,
  source: DownloadSource,
  part: Part,
  options: TransferOptions,
): Promise<string | undefined> {
  let failures = 0;
  let farthest = part.sizeBytes;
  let problem = '';
  const known: KnownVersion = { version: undefined };
  for (let attempt = 0; attempt < maxAttempts && failures < maxFailures; attempt++) {
    if (failures > 0) await pause(firstPauseMs * 2 ** (failures - 1), options.signal);
    if (!checksumOf(source) && known.version === undefined) await part.clear(); // it may be another file by now
    const before = part.sizeBytes;
    try {
      const checksum = await checksumOfPart(source, part);
      if (before === 0 || before !== source.sizeBytes) {
        await fetchRest({ ...options, url, source, known }, part, (chunk) => checksum?.update(chunk));
      }
      const difference = checksum?.difference();
      if (!difference) return undefined;
      await part.clear();
      problem = `${difference.received} instead of ${difference.expected}`;
      if (before === 0) return problem; // all of it came from here
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof DatasetError) throw error; // the disk's
      problem = failureMessage(error);
      if (error instanceof Refusal && !error.mayPass) return problem;
    }
    failures = part.sizeBytes > farthest ? 0 : failures + 1;
    farthest = Math.max(farthest, part.sizeBytes);
  }
  return problem;
}

async function checksumOfPart(source: DownloadSource, part: Part): Promise<Checksum | undefined> {
  const checksum = checksumOf(source);
  if (checksum && part.sizeBytes > 0) for await (const chunk of part.read()) checksum.update(chunk);
  return checksum;
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
