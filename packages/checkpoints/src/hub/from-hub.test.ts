import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { DatasetError, hostArray } from '@neurona/datasets';
import { Linear } from '@neurona/layers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { encodeSafetensors } from '../safetensors/encode-safetensors.js';
import { fixture } from '../testing/fixtures.js';
import { loadWeights } from '../weights/load-weights.js';
import { fromHub } from './from-hub.js';

const commit = 'a'.repeat(40);
const weight = hostArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
const bias = hostArray(Float32Array.of(7, 8));
const weightMap = { weight: 'one.safetensors', bias: 'two.safetensors' };

const files: Record<string, Uint8Array> = {
  'model.safetensors': encodeSafetensors({ weight, bias }, { format: 'pt' }),
  'parts/model.safetensors.index.json': new TextEncoder().encode(JSON.stringify({ weight_map: weightMap })),
  'parts/one.safetensors': encodeSafetensors({ weight }, { format: 'pt' }),
  'parts/two.safetensors': encodeSafetensors({ bias }, { format: 'pt' }),
  'pytorch_model.bin': fixture('dtypes.pt'),
  'config.txt': new TextEncoder().encode('{"weights": false}'),
};

/** A hub with one repository, `us/linear`. */
async function serveHub() {
  const damaged = new Set<string>();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = decodeURIComponent(request.url!);
    if (url.startsWith('/api/models/us/linear/revision/'))
      return response.end(JSON.stringify({ sha: commit }));
    if (url.startsWith('/api/models/us/linear/paths-info/')) {
      const [path] = JSON.parse(Buffer.concat(parts).toString()).paths;
      const bytes = files[path];
      const oid = bytes && createHash('sha256').update(bytes).digest('hex');
      return response.end(
        JSON.stringify(bytes ? [{ type: 'file', path, size: bytes.length, lfs: { oid } }] : []),
      );
    }
    const path = url.replace(`/us/linear/resolve/${commit}/`, '');
    const bytes = files[path];
    if (!bytes) return response.writeHead(404).end();
    return response.end(damaged.has(path) ? Uint8Array.from(bytes).fill(0, -1) : bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, damaged, close };
}

let cache: string;
let hub: Awaited<ReturnType<typeof serveHub>>;
beforeEach(async () => {
  await useBackend(cpu());
  cache = mkdtempSync(join(tmpdir(), 'neurona-hub-'));
  hub = await serveHub();
});
afterEach(async () => {
  await hub.close();
  rmSync(cache, { recursive: true });
});

it('loads weights, shows how far it is, and keeps them for when there is no connection', async () => {
  const { endpoint } = hub;
  const seen: number[] = [];
  const onProgress = ({ loadedBytes }: { loadedBytes: number }): void => void seen.push(loadedBytes);
  const model = new Linear(3, 2);
  await using file = await fromHub('us/linear', undefined, { endpoint, cache, onProgress });
  expect((await loadWeights(model, file)).loaded).toEqual(['weight', 'bias']);
  expect(await model.weight.data()).toEqual(Float32Array.of(1, 4, 2, 5, 3, 6));
  expect(seen.at(-1)).toBe(files['model.safetensors']!.length);
  await hub.close();
  await using again = await fromHub('us/linear', 'model.safetensors', { endpoint, cache });
  expect(await again.read('bias')).toEqual(bias);
});

it('brings the files that an index names, and those of torch.save', async () => {
  const { endpoint } = hub;
  await using parts = await fromHub('us/linear', 'parts/model.safetensors.index.json', { endpoint, cache });
  expect(await parts.readAll()).toEqual({ weight, bias });
  await using torch = await fromHub('us/linear', 'pytorch_model.bin', { endpoint, cache });
  expect(torch.names).toContain('BF16');
});

it('refuses what differs from its checksum, is missing, or holds no weights', async () => {
  const { endpoint, damaged } = hub;
  const open = (file: string) => fromHub('us/linear', file, { endpoint, cache });
  damaged.add('model.safetensors');
  await expect(open('model.safetensors')).rejects.toThrow(DatasetError);
  damaged.clear();
  await expect(open('none.safetensors')).rejects.toThrow(DatasetError);
  await expect(open('config.txt')).rejects.toThrow(CheckpointError);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(fromHub('us/linear', 'model.safetensors', { endpoint, cache, signal })).rejects.toThrow(
    'enough',
  );
});
