import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatasetError } from '../dataset-error.js';
import { serveFile, startServer, type TestServer } from '../testing/file-server.js';
import { download } from './download.js';
import type { DownloadProgress, DownloadSource } from './download-source.js';

const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const sha256 = createHash('sha256').update(content).digest('hex');

let cache = '';
let servers: TestServer[] = [];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'neurona-download-'));
  vi.stubEnv('NEURONA_DATA', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
  await rm(cache, { recursive: true, force: true });
});

async function server(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const started = await startServer(answer);
  servers.push(started);
  return started;
}

const sourceAt = (...urls: string[]): DownloadSource => ({
  name: 'set/file.bin',
  urls,
  sizeBytes: content.length,
  sha256,
});

const errorOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('nothing was thrown'),
    (error: Error) => error,
  );

describe('download', () => {
  it('keeps the file, so that it is there without a connection the next time', async () => {
    const { url, requests, close } = await server((request, response) =>
      serveFile(request, response, { bytes: content }),
    );
    const progress: DownloadProgress[] = [];
    const file = await download(sourceAt(`${url}/a`), { cache, onProgress: (step) => progress.push(step) });
    expect([file.path, file.sizeBytes]).toEqual([join(cache, 'set/file.bin'), content.length]);
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    expect(progress.at(-1)).toEqual({ name: 'set/file.bin', loadedBytes: 200_000, totalBytes: 200_000 });
    await close();
    expect((await download(sourceAt(`${url}/a`), { cache })).path).toBe(file.path);
    expect(requests).toEqual(['GET /a']);
    expect(await readdir(join(cache, 'set'))).toEqual(['file.bin']);
  });

  it('takes the cache folder from NEURONA_CACHE', async () => {
    vi.stubEnv('NEURONA_CACHE', join(cache, 'mine'));
    const { url } = await server((request, response) => serveFile(request, response, { bytes: content }));
    expect((await download(sourceAt(url))).path).toBe(join(cache, 'mine/set/file.bin'));
  });

  it('goes on where the connection was cut', async () => {
    const cuts = [70_001, 1, 99_000]; // bytes until each
    const { url, requests } = await server((request, response) => {
      const cutAfter = cuts.shift();
      serveFile(request, response, { bytes: content, ...(cutAfter !== undefined && { cutAfter }) });
    });
    const file = await download(sourceAt(`${url}/a`), { cache });
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    // What had come in but was not read yet when the connection broke is asked for again.
    const starts = requests.map((request) => Number(/bytes=(\d+)-$/.exec(request)?.[1] ?? 0));
    expect(starts.length).toBe(4);
    expect(starts[0]).toBe(0);
    for (const [i, cut] of [70_001, 1, 99_000].entries()) {
      expect(starts[i + 1]).toBeGreaterThanOrEqual(starts[i]!);
      expect(starts[i + 1]).toBeLessThanOrEqual(starts[i]! + cut);
    }
    expect(starts[3]).toBeGreaterThan(0);
  });

  it('arrives through many cuts at random places, with and without checksum, ranges and sizes', async () => {
    let state = 12345;
    const random = (limit: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % limit;
    };
    for (let round = 0; round < 24; round++) {
      const ranges = round % 2 === 0;
      let left = ranges ? 6 : 2;
      let already = 0;
      const { url } = await server((request, response) => {
        // a server without ranges sends all again: cut it later each time, so that something new arrives
        already = ranges ? 0 : already + random(60_000) + 1;
        const cut = left-- > 0 ? { cutAfter: ranges ? random(40_000) + 1 : already } : {};
        serveFile(request, response, { bytes: content, ranges, etag: '"1"', sized: round % 3 > 0, ...cut });
      });
      const { name, urls, ...known } = { ...sourceAt(url), name: `set/${round}` };
      const source: DownloadSource = round % 4 < 2 ? { name, urls, ...known } : { name, urls };
      const file = await download(source, { cache });
      expect(Buffer.compare(await file.bytes(), content), `round ${round}`).toBe(0);
    }
  });

  it('begins anew when the file on the server has changed meanwhile', async () => {
    const old = content.map((byte) => byte ^ 1);
    let asked = 0;
    const { url, requests } = await server((request, response) => {
      const first = asked++ === 0;
      const file = first
        ? { bytes: old, etag: '"old"', cutAfter: 50_000 }
        : { bytes: content, etag: '"new"' };
      serveFile(request, response, file);
    });
    const file = await download({ name: 'set/a', urls: [url] }, { cache }); // no checksum would tell
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    expect(requests).toEqual(['GET /', 'GET / bytes=50000-', 'GET /']);
  });

  it('goes on with what an ended process has left, and leaves alone what a living one has', async () => {
    const { url, requests } = await server((request, response) =>
      serveFile(request, response, { bytes: content }),
    );
    const folder = join(cache, 'set');
    await mkdir(folder);
    const living = join(folder, `file.bin.${process.ppid}.01234567.part`);
    await writeFile(living, content.subarray(0, 1000));
    await writeFile(join(folder, 'file.bin.0.89abcdef.part'), content.subarray(0, 5000));
    await writeFile(join(folder, 'file.bin.0.99abcdef.part'), content.subarray(0, 5000)); // one is enough
    await download(sourceAt(`${url}/a`), { cache });
    expect(requests).toEqual(['GET /a bytes=5000-']);
    expect((await readdir(folder)).toSorted()).toEqual([
      'file.bin',
      `file.bin.${process.ppid}.01234567.part`,
    ]);
    // after ten minutes without a byte it belongs to nobody
    await rm(join(folder, 'file.bin'));
    await utimes(living, new Date(), new Date(Date.now() - 11 * 60_000));
    await download(sourceAt(`${url}/a`), { cache });
    expect(requests.at(-1)).toBe('GET /a bytes=1000-');
    expect(await readdir(folder)).toEqual(['file.bin']);
  });

  it('begins anew when what was left does not belong to the file', async () => {
    const { url, requests } = await server((request, response) =>
      serveFile(request, response, { bytes: content }),
    );
    await mkdir(join(cache, 'set'));
    await writeFile(join(cache, 'set/file.bin.0.89abcdef.part'), new Uint8Array(5000));
    const file = await download(sourceAt(`${url}/a`), { cache });
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    expect(requests).toEqual(['GET /a bytes=5000-', 'GET /a']);
  });

  it('goes from mirror to mirror: one lacks it, one claims another size, one sends other bytes', async () => {
    const { url, requests } = await server((request, response) => {
      if (request.url === '/lacks') response.writeHead(404).end('no');
      else if (request.url === '/size') serveFile(request, response, { bytes: content.subarray(1) });
      else if (request.url === '/bytes')
        serveFile(request, response, { bytes: content.map((byte) => byte ^ 1) });
      else serveFile(request, response, { bytes: content });
    });
    const mirrors = ['lacks', 'size', 'bytes', 'right'].map((path) => `${url}/${path}`);
    const file = await download(sourceAt(...mirrors), { cache });
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    expect(requests).toEqual(['GET /lacks', 'GET /size', 'GET /bytes', 'GET /right']);
    const error = await errorOf(download({ ...sourceAt(...mirrors.slice(0, 3)), name: 'other' }, { cache }));
    expect(error).toBeInstanceOf(DatasetError);
    const wrong = createHash('sha256')
      .update(content.map((byte) => byte ^ 1))
      .digest('hex');
    expect(error.message).toBe(
      `[download] expected a file from one of 3 servers, got HTTP 404 Not Found from ${url}/lacks; ` +
        `199999 bytes instead of 200000 from ${url}/size; ${wrong} instead of SHA-256 ${sha256} from ${url}/bytes (other). ` +
        `Check the connection; or put the file at ${join(cache, 'other')} by hand, or into a folder that NEURONA_DATA names.`,
    );
    expect((await readdir(cache)).sort()).toEqual(['.checked', 'set']);
  });

  it('refuses more bytes than there may be', async () => {
    const more = new Uint8Array(300_000);
    const { url } = await server((request, response) =>
      serveFile(request, response, { bytes: more, sized: false }),
    );
    expect((await errorOf(download(sourceAt(url), { cache }))).message).toContain(
      'got more than 200000 bytes from',
    );
    expect(await readdir(join(cache, 'set'))).toEqual([]);
  });

  it('asks a server again that is busy, and gives up on one that is gone', async () => {
    let busy = 1;
    const { url, requests } = await server((request, response) => {
      if (busy-- > 0) response.writeHead(503).end();
      else serveFile(request, response, { bytes: content });
    });
    await download(sourceAt(`${url}/a`), { cache });
    expect(requests).toEqual(['GET /a', 'GET /a']);
    const gone = await startServer(() => {});
    await gone.close();
    const error = await errorOf(download({ ...sourceAt(gone.url), name: 'b' }, { cache }));
    expect(error.message).toContain(
      '[download] expected a file from its server, got fetch failed (ECONNREFUSED) from',
    );
  });

  it('gives up on a server that falls silent', async () => {
    const { url } = await server((_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 10));
    });
    const error = await errorOf(download({ name: 'a', urls: [url] }, { cache, timeoutMs: 300 }));
    expect(error.message).toContain('no answer for 0.3 s');
  });

  it('gives up on a server that drips, and on one that takes too long in all', async () => {
    const { url } = await server((_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      const timer = setInterval(() => response.write(content.subarray(0, 1)), 5);
      response.on('close', () => clearInterval(timer));
    });
    const slow = errorOf(download({ name: 'a', urls: [url] }, { cache, timeoutMs: 300 }));
    expect((await slow).message).toContain('no answer for 0.3 s');
    const limited = errorOf(download({ name: 'b', urls: [url, url] }, { cache, totalTimeoutMs: 150 }));
    expect((await limited).message).toBe(
      '[download] expected the whole file within 0.15 s, got a part of it (b). Call it again to resume, or raise totalTimeoutMs.',
    );
    expect(await limited).toBeInstanceOf(DatasetError);
  });

  it.each([
    ['another range', 'bytes 40000-199999/200000'],
    ['no range', undefined],
    ['a rest of a file of another size', 'bytes 50000-199998/199999'],
  ])('takes no rest for another: %s', async (_, range) => {
    const { url, requests } = await server((request, response) => {
      if (!request.headers.range) {
        const cut = requests.length === 1 ? { cutAfter: 50_000 } : {};
        return serveFile(request, response, { bytes: content, etag: '"1"', ...cut });
      }
      response.setHeader('etag', '"1"');
      if (range) response.setHeader('content-range', range);
      return response.writeHead(206).end(content.subarray(40_000, 190_000));
    });
    const file = await download({ name: 'set/a', urls: [url], sizeBytes: content.length }, { cache }); // no checksum would tell
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    expect(requests).toEqual(['GET /', expect.stringMatching(/^GET \/ bytes=\d+-$/), 'GET /']);
  });

  it('ends with its signal and keeps what has arrived', async () => {
    const { url, requests } = await server((request, response) => {
      if (request.headers.range) serveFile(request, response, { bytes: content });
      else response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 40_000));
    });
    const controller = new AbortController();
    const onProgress = ({ loadedBytes }: DownloadProgress): void => {
      if (loadedBytes === 40_000) controller.abort(new Error('enough'));
    };
    const error = await errorOf(
      download(sourceAt(`${url}/a`), { cache, signal: controller.signal, onProgress }),
    );
    expect(error.message).toBe('enough');
    await download(sourceAt(`${url}/a`), { cache });
    expect(requests).toEqual(['GET /a', 'GET /a bytes=40000-']);
    expect(await errorOf(download(sourceAt(url), { cache, signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    });
  });

  it('fetches a file once for several who ask at the same time', async () => {
    const { url, requests } = await server((request, response) =>
      serveFile(request, response, { bytes: content }),
    );
    const files = await Promise.all(Array.from({ length: 5 }, () => download(sourceAt(url), { cache })));
    expect(new Set(files.map(({ path }) => path)).size).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it('compares the checksum of a file of the cache that has changed since, and fetches it again if it differs', async () => {
    const { url, requests } = await server((request, response) =>
      serveFile(request, response, { bytes: content }),
    );
    const { path } = await download(sourceAt(url), { cache });
    const damaged = Uint8Array.from(content);
    damaged[1000]! ^= 1;
    await writeFile(path!, damaged);
    await utimes(path!, new Date(), new Date(Date.now() - 60_000));
    const file = await download(sourceAt(url), { cache });
    expect(Buffer.compare(await file.bytes(), content)).toBe(0);
    expect(requests.length).toBe(2);
    // one that was only touched is compared, and kept
    await utimes(path!, new Date(), new Date(Date.now() - 30_000));
    await download(sourceAt(url), { cache });
    expect(requests.length).toBe(2);
    // as is one that was put there by hand, or whose note is damaged
    for (const note of ['{}', 'null', '{"checksum":7}', 'no']) {
      await writeFile(join(cache, '.checked/set/file.bin'), note);
      await download(sourceAt(url), { cache });
    }
    expect(requests.length).toBe(2);
    await writeFile(join(cache, 'set/other.bin'), damaged);
    await download({ ...sourceAt(url), name: 'set/other.bin' }, { cache });
    expect(requests.length).toBe(3);
  });

  it('replaces a file of the cache that has another size', async () => {
    const { url } = await server((request, response) => serveFile(request, response, { bytes: content }));
    await mkdir(join(cache, 'set'));
    await writeFile(join(cache, 'set/file.bin'), 'cut');
    expect((await (await download(sourceAt(url), { cache })).bytes()).length).toBe(content.length);
  });

  it('compares MD5 and names of Git objects where nothing else is known', async () => {
    const { url } = await server((request, response) => serveFile(request, response, { bytes: content }));
    const md5 = createHash('md5').update(content).digest('hex');
    const gitSha1 = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    await download({ name: 'md5', urls: [url], md5 }, { cache });
    await download({ name: 'git', urls: [url], sizeBytes: content.length, gitSha1 }, { cache });
    for (const wrong of [
      { md5: sha256.slice(32) },
      { sizeBytes: content.length, gitSha1: sha256.slice(24) },
    ]) {
      await expect(download({ name: 'wrong', urls: [url], ...wrong }, { cache })).rejects.toThrow(
        DatasetError,
      );
    }
  });

  it('says what to do where the cache can not be written', async () => {
    await writeFile(join(cache, 'set'), 'a file where the folder should be');
    const error = await errorOf(download(sourceAt('http://127.0.0.1:1'), { cache }));
    expect(error.message).toMatch(
      /^\[download\] expected a cache folder that can be written, got E.* Name another in the option cache or in NEURONA_CACHE\.$/,
    );
  });

  // Only Linux has a /proc, below which no folder can be made.
  it.runIf(process.platform === 'linux')('says so at once of a cache below /proc', async () => {
    const error = await errorOf(download(sourceAt('http://127.0.0.1:1'), { cache: '/proc/neurona' }));
    expect(error.message).toContain('[download] expected a cache folder that can be written, got ENOENT');
  });

  it('takes files from a folder that NEURONA_DATA names, and downloads nothing then', async () => {
    vi.stubEnv('NEURONA_DATA', cache);
    await writeFile(join(cache, 'file.bin.gz'), 'packed');
    const { url, requests } = await server((_, response) => response.writeHead(500).end());
    expect((await download(sourceAt(url))).path).toBe(join(cache, 'file.bin.gz'));
    await mkdir(join(cache, 'set'));
    await writeFile(join(cache, 'set/file.bin'), 'plain');
    expect((await download(sourceAt(url))).path).toBe(join(cache, 'set/file.bin'));
    await expect(download({ ...sourceAt(url), name: 'none' })).rejects.toThrow(
      '[download] expected none in the folder',
    );
    expect(requests).toEqual([]);
  });

  it('refuses names that leave the folder', async () => {
    for (const name of ['../a', 'a//b', '/a', 'a/..', 'a\\b']) {
      await expect(download({ name, urls: [] }, { cache })).rejects.toThrow(
        `[download] expected a name that stays within its folder, as mnist/t10k-labels-idx1-ubyte.gz, got ${name}.`,
      );
    }
    expect(await readFile(join(cache, 'a')).catch(() => 'none')).toBe('none');
  });
});
