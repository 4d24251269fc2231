import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleWorker } from '../testing/bundle-worker.js';
import { serveFile, startServer, type TestServer } from '../testing/file-server.js';
import { hubFile } from './hub-file.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const small = encode('{"vocab_size": 50257}');
const large = encode('weights');
const commits = ['1', '2'].map((digit) => digit.repeat(40));

let cache = '';
let hub: TestServer;
let head = 0;
let served = small;

/** A hub with one model, `org/model`, that has a small file and one in large file storage. */
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'neurona-hub-'));
  vi.stubEnv('NEURONA_DATA', cache);
  head = 0;
  served = small;
  hub = await startServer((request, response) => {
    const { url = '', headers } = request;
    const json = (value: unknown): void => void response.end(JSON.stringify(value));
    if (url.startsWith('/api/models/org/gated') && headers.authorization !== 'Bearer secret') {
      response.writeHead(401).end();
    } else if (/^\/api\/\w+\/org\/\w+\/revision\/main$/.test(url)) json({ sha: commits[head] });
    else if (url.includes('/paths-info/'))
      void bodyOf(request).then((body) => json(facts(JSON.parse(body).paths[0])));
    else if (url.endsWith('/config.json')) serveFile(request, response, { bytes: served });
    else if (url.endsWith('/onnx/model%201.bin')) {
      response.writeHead(302, { location: `${hub.url}/storage` }).end();
    } else if (url === '/storage') serveFile(request, response, { bytes: large });
    else response.writeHead(404).end();
  });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await hub.close();
  await rm(cache, { recursive: true });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function facts(path: string): unknown[] {
  const git = createHash('sha1').update(`blob ${small.length}\0`).update(small).digest('hex');
  const oid = createHash('sha256').update(large).digest('hex');
  if (path === 'config.json') return [{ type: 'file', path, size: small.length, oid: git }];
  const lfs = { oid, size: large.length, pointerSize: 130 };
  return path === 'onnx/model 1.bin'
    ? [{ type: 'file', path, size: large.length, oid: 'f'.repeat(40), lfs }]
    : [];
}

describe('hubFile', () => {
  it('fetches the version that the branch is at, once', async () => {
    const options = { cache, endpoint: hub.url };
    const file = await hubFile('org/model', 'config.json', options);
    expect(file.path).toBe(join(cache, `hub/models/org/model/${commits[0]}/config.json`));
    expect(await file.bytes()).toEqual(Buffer.from(small));
    expect((await hubFile('org/model', 'config.json', options)).path).toBe(file.path);
    head = 1;
    expect((await hubFile('org/model', 'config.json', options)).path).toContain(commits[1]);
    expect(hub.requests).toEqual([
      'GET /api/models/org/model/revision/main',
      `POST /api/models/org/model/paths-info/${commits[0]}`,
      `GET /org/model/resolve/${commits[0]}/config.json`,
      'GET /api/models/org/model/revision/main',
      'GET /api/models/org/model/revision/main',
      `POST /api/models/org/model/paths-info/${commits[1]}`,
      `GET /org/model/resolve/${commits[1]}/config.json`,
    ]);
  });

  it('fetches a file again that has changed in the cache', async () => {
    const options = { cache, endpoint: hub.url };
    const { path } = await hubFile('org/model', 'config.json', options);
    await writeFile(path!, encode('{"vocab_size": 50258}'));
    await utimes(path!, new Date(), new Date(Date.now() - 60_000));
    const file = await hubFile('org/model', 'config.json', options);
    expect(await file.bytes()).toEqual(Buffer.from(small));
    expect(hub.requests.filter((request) => request.includes('/resolve/')).length).toBe(2);
  });

  it('fetches a file for several processes at once', async () => {
    const script = await bundleWorker(new URL('../testing/hub.process.ts', import.meta.url));
    const run = () => promisify(execFile)(process.execPath, [script, hub.url, cache]);
    const outputs = await Promise.all([run(), run(), run(), run()]);
    for (const { stdout } of outputs) expect(stdout).toBe('{"vocab_size": 50257}\n');
    expect(await readdir(join(cache, `hub/models/org/model/${commits[0]}`))).toEqual(['config.json']);
    expect(await readdir(join(cache, 'hub/models/org/model/refs'))).toEqual(['main']);
  });

  it('follows to large file storage and compares its SHA-256; a commit need not be looked up', async () => {
    const options = { cache, endpoint: hub.url, revision: commits[0]!, type: 'dataset' } as const;
    const file = await hubFile('org/data', 'onnx/model 1.bin', options);
    expect(await file.bytes()).toEqual(Buffer.from(large));
    expect(hub.requests).toEqual([
      `POST /api/datasets/org/data/paths-info/${commits[0]}`,
      `GET /datasets/org/data/resolve/${commits[0]}/onnx/model%201.bin`,
      'GET /storage',
    ]);
  });

  it('looks nothing up for a commit and a SHA-256 that are known, and compares with them', async () => {
    const sha256 = createHash('sha256').update(large).digest('hex');
    const options = { cache, endpoint: hub.url, revision: commits[0]! };
    const file = await hubFile('org/model', 'onnx/model 1.bin', { ...options, sha256 });
    expect(await file.bytes()).toEqual(Buffer.from(large));
    await hubFile('org/model', 'onnx/model 1.bin', { ...options, sha256, sizeBytes: large.length });
    const requests = [`GET /org/model/resolve/${commits[0]}/onnx/model%201.bin`, 'GET /storage'];
    expect(hub.requests).toEqual(requests);
    const other = '0'.repeat(64); // the cached file isn't that one
    await expect(hubFile('org/model', 'onnx/model 1.bin', { ...options, sha256: other })).rejects.toThrow(
      `instead of SHA-256 ${other}`,
    );
    await expect(
      hubFile('org/model', 'onnx/model 1.bin', { ...options, sha256, sizeBytes: 99 }),
    ).rejects.toThrow('99');
    expect(hub.requests.every((request) => !request.includes('/api/'))).toBe(true);
  });

  it('uses the version last seen without a connection', async () => {
    const options = { cache, endpoint: hub.url };
    const { path } = await hubFile('org/model', 'config.json', options);
    await hub.close();
    expect((await hubFile('org/model', 'config.json', options)).path).toBe(path);
    await expect(hubFile('org/model', 'other.json', options)).rejects.toThrow(
      `[hubFile] expected an answer from ${hub.url}, got fetch failed (ECONNREFUSED) (org/model). Check the connection; or pass a folder that has the file in the option folder.`,
    );
  });

  it('refuses bytes that differ from what the repository lists', async () => {
    served = encode('{"vocab_size": 50258}');
    await expect(hubFile('org/model', 'config.json', { cache, endpoint: hub.url })).rejects.toThrow(
      'instead of Git SHA-1',
    );
  });

  it('says what is missing: the file, the repository, a token', async () => {
    const options = { cache, endpoint: hub.url };
    await expect(hubFile('org/model', 'none.json', options)).rejects.toThrow(
      `[hubFile] expected the file none.json, got none (org/model/none.json, commit ${commits[0]}). The page of the repository lists its files.`,
    );
    await expect(hubFile('org/none/', 'a', options)).rejects.toThrow('a repository as openai-community/gpt2');
    await expect(hubFile('org/model', 'config.json', { ...options, revision: 'v9' })).rejects.toThrow(
      '[hubFile] expected a model of the hub, got HTTP 404 Not Found (org/model). Check its name and revision; for a private or gated one accept its terms and pass a token.',
    );
    await expect(hubFile('org/gated', 'config.json', options)).rejects.toThrow('got HTTP 401 Unauthorized');
    const file = await hubFile('org/gated', 'config.json', { ...options, token: 'secret' });
    expect(file.sizeBytes).toBe(small.length);
  });

  it('takes files from a folder', async () => {
    await mkdir(join(cache, 'org/model'), { recursive: true });
    await writeFile(join(cache, 'org/model/config.json'), small);
    expect((await hubFile('org/model', 'config.json', { folder: cache })).path).toBe(
      join(cache, 'org/model/config.json'),
    );
    const own = { folder: join(cache, 'org/model') };
    expect((await hubFile('.', 'config.json', own)).path).toBe(join(cache, 'org/model/config.json'));
    await expect(hubFile('.', 'other.json', own)).rejects.toThrow(
      `expected other.json in the folder ${own.folder}, got none (other.json). Put the file there, or name another folder.`,
    );
    expect(hub.requests).toEqual([]);
  });

  it.each(['', '.', '..', 'a/../b', 'a b', 'https://example.com/a'])(
    'refuses "%s" as a repository',
    async (name) => {
      await expect(hubFile(name, 'a', { endpoint: hub.url })).rejects.toThrow(
        '[hubFile] expected a repository as',
      );
    },
  );
});
