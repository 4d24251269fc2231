import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveFile, startServer, type TestServer } from '../testing/file-server.js';
import { download } from './download.js';

const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const sha256 = createHash('sha256').update(content).digest('hex');

let cache = '';
let server: TestServer;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'neurona-checksum-'));
  vi.stubEnv('NEURONA_DATA', '');
  server = await startServer((request, response) => serveFile(request, response, { bytes: content }));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(cache, { recursive: true, force: true });
});

describe('download', () => {
  it('records the checksum of a file that has none published, and compares it after', async () => {
    const { url, requests } = server;
    const source = { name: 'set/file.bin', urls: [url] };
    const { path } = await download(source, { cache });
    const note = JSON.parse(await readFile(join(cache, '.checked/set/file.bin'), 'utf8'));
    expect(note.checksum).toEqual({ sha256, sizeBytes: content.length });
    await utimes(path!, new Date(), new Date(Date.now() - 60_000)); // the same bytes
    await download(source, { cache });
    expect(requests.length).toBe(1);
    await writeFile(
      path!,
      content.map((byte) => 255 - byte),
    );
    const file = await download(source, { cache });
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    expect(requests.length).toBe(2);
  });

  it('compares the first digits of a SHA-256 where no more are known', async () => {
    const { url } = server;
    const source = { name: 'set/file.bin', urls: [url], sha256: sha256.slice(0, 8) };
    expect((await download(source, { cache })).sizeBytes).toBe(content.length);
    const other = { name: 'set/other.bin', urls: [url], sha256: '0123abcd' };
    await expect(download(other, { cache })).rejects.toThrow(
      `${sha256} instead of SHA-256 0123abcd from ${url}`,
    );
  });
});
