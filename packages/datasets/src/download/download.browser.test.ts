import { bytesToHex } from '@noble/hashes/utils.js';
import { afterEach, describe, expect, it } from 'vitest';
import { download } from './download.js';

const cache = 'neurona-test';
const url = new URL('/README.md', location.href).href; // the test server's own

async function served(): Promise<{ sha256: string; bytes: Uint8Array }> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return { bytes, sha256: bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) };
}

describe('download in a browser', () => {
  afterEach(() => caches.delete(cache));

  it('keeps the file in Cache Storage and takes it from there the next time', async () => {
    const { bytes, sha256 } = await served();
    const source = { name: 'set/readme.txt', sha256, sizeBytes: bytes.length };
    const progress: number[] = [];
    const file = await download(
      { ...source, urls: ['/missing.bin', url] },
      { cache, onProgress: ({ loadedBytes }) => progress.push(loadedBytes) },
    );
    expect(await file.bytes()).toEqual(bytes);
    expect([file.path, progress.at(-1)]).toEqual([undefined, bytes.length]);
    const again = await download({ ...source, urls: ['http://127.0.0.1:1/'] }, { cache });
    expect(await again.bytes()).toEqual(bytes);
    expect(await (await caches.open(cache)).keys()).toHaveLength(1);
  });

  it('keeps nothing that differs from its checksum', async () => {
    const source = { name: 'set/readme.txt', urls: [url], sha256: '0'.repeat(64) };
    await expect(download(source, { cache })).rejects.toThrow('instead of SHA-256 0000');
    expect(await (await caches.open(cache)).keys()).toHaveLength(0);
  });

  it('takes files from under an address instead', async () => {
    const file = await download({ name: 'set/README.md', urls: [] }, { folder: '/' });
    expect(await file.bytes()).toEqual((await served()).bytes);
    await expect(download({ name: 'set/none.bin', urls: [] }, { folder: '/none' })).rejects.toThrow(
      '[download] expected set/none.bin in the folder /none, got none',
    );
  });
});
