// internal
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { DownloadSource } from './download-source.js';

/** Compares a file, piece by piece, with what is known of it. */
export interface Checksum {
  update(chunk: Uint8Array): void;
  /** What differs, as "expected" and "received"; undefined where nothing does. */
  difference(): { readonly expected: string; readonly received: string } | undefined;
}

/** The checksum to compare a source with; undefined if none is known. */
export function checksumOf(source: DownloadSource): Checksum | undefined {
  if (source.sha256) return compare('SHA-256', source.sha256, sha256.create());
  if (source.gitSha1 && source.sizeBytes !== undefined) {
    const hash = sha1.create().update(utf8ToBytes(`blob ${source.sizeBytes}\0`));
    return compare('Git SHA-1', source.gitSha1, hash);
  }
  return source.md5 ? compare('MD5', source.md5, md5.create()) : undefined;
}

/** The SHA-256 of bytes in hexadecimal. */
export async function sha256Of(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = sha256.create();
  for await (const piece of pieces) hash.update(piece);
  return bytesToHex(hash.digest());
}

interface Hash {
  update(chunk: Uint8Array): unknown;
  digest(): Uint8Array;
}

function compare(name: string, expected: string, hash: Hash): Checksum {
  return {
    update: (chunk) => void hash.update(chunk),
    difference() {
      const received = bytesToHex(hash.digest());
      return received.startsWith(expected.toLowerCase())
        ? undefined
        : { expected: `${name} ${expected}`, received };
    },
  };
}
