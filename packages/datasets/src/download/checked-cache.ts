// internal: cached files that have not changed since the download
import { findInCache, piecesOf, readNote, removeFromCache, writeNote } from '#storage';
import { checksumOf, sha256Of } from './checksum.js';
import type { DownloadSource } from './download-source.js';
import type { CachedFile } from './part.js';

/** What is known of a cached file whose checksum was verified, or was recorded as none was published. */
interface Note {
  /** The checksum, and what it is one of. */
  readonly checksum: ChecksumFacts;
  readonly sizeBytes: number;
  /** When the file was changed last, in milliseconds. */
  readonly changedMs: number;
}

type ChecksumFacts = Pick<DownloadSource, 'sizeBytes' | 'sha256' | 'md5' | 'gitSha1'>;

/**
 * A file of the cache, if it is the right one. Its checksum is compared when its size or time of change aren't those with which
 * it was compared last; a file that differs is removed.
 * @param facts - What is known of the file, by default from the download.
 */
export async function findChecked(
  cache: string | undefined,
  name: string,
  facts?: ChecksumFacts,
  signal?: AbortSignal,
): Promise<CachedFile | undefined> {
  const file = await findInCache(cache, name);
  if (!file) return undefined;
  const note = await readChecked(cache, name);
  const wanted = facts && hasChecksum(facts) ? facts : { ...facts, ...note?.checksum };
  const hasSize = wanted.sizeBytes === undefined || wanted.sizeBytes === file.sizeBytes;
  if (hasSize && (await isRight(file, name, wanted, note, signal))) {
    if (!isNoted(file, wanted, note)) await noteChecked(cache, name, wanted, file);
    return file;
  }
  await removeFromCache(cache, name);
  return undefined;
}

const hasChecksum = ({ sha256, md5, gitSha1 }: ChecksumFacts): boolean => Boolean(sha256 || md5 || gitSha1);

/** Remembers that a file of the cache has its checksum. Where none was published, that of the file is recorded. */
export async function noteChecked(
  cache: string | undefined,
  name: string,
  facts: ChecksumFacts,
  file: CachedFile,
): Promise<void> {
  if (file.changedMs === undefined) return;
  const { sizeBytes, sha256, md5, gitSha1 } = facts;
  const checksum = hasChecksum(facts)
    ? { sizeBytes, sha256, md5, gitSha1 }
    : { sizeBytes: file.sizeBytes, sha256: await sha256Of(piecesOf(file)) };
  const note: Note = { checksum, sizeBytes: file.sizeBytes, changedMs: file.changedMs };
  await writeNote(cache, noteOf(name), JSON.stringify(note));
}

async function isRight(
  file: CachedFile,
  name: string,
  wanted: ChecksumFacts,
  note: Note | undefined,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const checksum = checksumOf({ name, urls: [], ...wanted });
  if (!checksum || isNoted(file, wanted, note)) return true;
  for await (const piece of piecesOf(file)) {
    signal?.throwIfAborted();
    checksum.update(piece);
  }
  return checksum.difference() === undefined;
}

/** Whether the file is as it was when its checksum was compared. What a browser keeps nobody else changes. */
function isNoted(file: CachedFile, { sha256, md5, gitSha1 }: ChecksumFacts, note: Note | undefined): boolean {
  if (file.changedMs === undefined) return true;
  if (note?.sizeBytes !== file.sizeBytes || note.changedMs !== file.changedMs) return false;
  const { checksum } = note;
  return checksum.sha256 === sha256 && checksum.md5 === md5 && checksum.gitSha1 === gitSha1;
}

/** Notes lie in a folder of their own, under the names of the files. */
const noteOf = (name: string): string => `.checked/${name}`;

async function readChecked(cache: string | undefined, name: string): Promise<Note | undefined> {
  try {
    const note = JSON.parse((await readNote(cache, noteOf(name))) ?? 'null') as Partial<Note> | null;
    return note && typeof note.checksum === 'object' && note.checksum !== null ? (note as Note) : undefined;
  } catch {
    return undefined; // none, or one that is damaged
  }
}
