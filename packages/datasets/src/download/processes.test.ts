import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleWorker } from '../testing/bundle-worker.js';
import { serveFile, startServer, type TestServer } from '../testing/file-server.js';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 11) % 251);
const sha256 = createHash('sha256').update(content).digest('hex');

let script = '';
let folder = '';
let server: TestServer;
let slow = false;

beforeAll(async () => {
  script = await bundleWorker(new URL('../testing/download.process.ts', import.meta.url));
  server = await startServer((request, response) => {
    if (!slow) return serveFile(request, response, { bytes: content });
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 100_000));
    setTimeout(() => response.end(content.subarray(100_000)), 400);
  });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-processes-'));
  return () => rm(folder, { recursive: true });
});

afterAll(() => server.close());

const start = (): ChildProcess =>
  spawn(process.execPath, [script, server.url, folder, sha256], {
    env: { ...process.env, NEURONA_DATA: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

describe('processes that download the same file', () => {
  it('get it whole, all at the same time', async () => {
    slow = true;
    const codes = await Promise.all(
      [start(), start(), start()].map(async (child) => (await once(child, 'exit'))[0]),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(await readdir(join(folder, 'set'))).toEqual(['file.bin']);
    expect(Buffer.compare(await readFile(join(folder, 'set/file.bin')), content)).toBe(0);
  });

  it('go on with what a killed one has left', async () => {
    slow = true;
    const killed = start();
    for await (const line of killed.stdout!) if (String(line).includes('100000')) break;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const [left] = await readdir(join(folder, 'set'));
    expect(left).toMatch(/^file\.bin\.\d+\.[0-9a-f]{8}\.part$/);
    slow = false;
    const asked = server.requests.length;
    expect(await once(start(), 'exit')).toEqual([0, null]);
    expect(server.requests.slice(asked)).toEqual(['GET / bytes=100000-']);
    expect(Buffer.compare(await readFile(join(folder, 'set/file.bin')), content)).toBe(0);
    expect(await readdir(join(folder, 'set'))).toEqual(['file.bin']);
  });
});
