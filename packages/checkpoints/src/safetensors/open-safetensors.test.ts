import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { type HostArray, hostArray } from '@neurona/datasets';
import { Linear } from '@neurona/layers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { serveFiles } from '../testing/range-server.js';
import { loadWeights } from '../weights/load-weights.js';
import { saveWeights } from '../weights/save-weights.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { loadSafetensors, openSafetensors } from './open-safetensors.js';
import { saveSafetensors } from './save-safetensors.js';

/** An array whose values are text, which is soon compared. */
const text = ({ values, shape, dtype }: HostArray) => ({
  shape,
  dtype,
  values: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
});

const texts = (arrays: Record<string, HostArray>) =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, text(array)]));

const large = Float32Array.from({ length: 60_000 }, (_, i) => i);
const arrays: Record<string, HostArray> = {
  large: hostArray(large, [300, 200]),
  small: hostArray(Int32Array.of(1, 2, 3)),
  flags: hostArray(Uint8Array.of(1, 0)),
};
const bytes = encodeSafetensors(arrays, { note: 'text' });

let folder: string;
beforeEach(async () => {
  await useBackend(cpu());
  folder = mkdtempSync(join(tmpdir(), 'neurona-safetensors-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const sources: Record<string, () => string | URL | Blob | Uint8Array | ArrayBuffer> = {
  'a path': () => join(folder, 'a.safetensors'),
  'a file address': () => pathToFileURL(join(folder, 'a.safetensors')),
  'a blob': () => new Blob([bytes as Uint8Array<ArrayBuffer>]),
  'a blob address': () => URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>])),
  bytes: () => bytes,
  'a buffer': () => bytes.slice().buffer,
};

describe('openSafetensors', () => {
  it.each(Object.keys(sources))('reads tensors and rows of %s', async (kind) => {
    writeFileSync(join(folder, 'a.safetensors'), bytes);
    await using file = await openSafetensors(sources[kind]!());
    expect(file.names).toEqual(['large', 'small', 'flags']);
    expect(file.metadata).toEqual({ note: 'text' });
    expect(file.info('large')).toEqual({
      stored: 'F32',
      dtype: 'float32',
      shape: [300, 200],
      sizeBytes: 240_000,
    });
    expect(file.info('toString')).toBeUndefined();
    expect(await file.read('small')).toEqual(arrays.small);
    const rows = await file.read('large', { rows: [7, 9] });
    expect(rows).toEqual(hostArray(large.slice(1400, 1800), [2, 200]));
    expect(await file.read('large', { rows: [300, 300] })).toEqual(hostArray(new Float32Array(0), [0, 200]));
    expect(texts(await file.readAll())).toEqual(texts(arrays));
  });

  it('refuses tensors and rows that are not there', async () => {
    const file = await openSafetensors(
      encodeSafetensors({ ...arrays, scalar: hostArray(new Float32Array(1), []) }),
    );
    await expect(file.read('other')).rejects.toThrow(
      '[openSafetensors] expected the key of a tensor in the file, got other (4 tensors in bytes in memory).',
    );
    await expect(file.read('large', { rows: [2, 301] })).rejects.toThrow(
      'expected rows from 0 to 300, got [2, 301] (large)',
    );
    await expect(file.read('large', { rows: [2, 1] })).rejects.toThrow('expected rows from 0 to 300');
    await expect(file.read('scalar', { rows: [0, 1] })).rejects.toThrow(
      'expected no rows, as the tensor is a scalar',
    );
  });

  it('downloads the pieces that are asked for', async () => {
    await using server = await serveFiles({ files: () => bytes });
    const file = await openSafetensors(`${server.url}/a.safetensors`);
    expect(await file.read('large', { rows: [299, 300] })).toEqual(hostArray(large.slice(-200), [1, 200]));
    expect(await file.read('large', { rows: [0, 1] })).toEqual(hostArray(large.slice(0, 200), [1, 200]));
    const at = bytes.length - 240_000 - 14 + 299 * 800;
    expect(server.requests).toEqual([
      'GET /a.safetensors bytes=0-65535',
      `GET /a.safetensors bytes=${at}-${at + 799}`,
    ]);
  });

  it('manages with servers that give no pieces, or hide the size', async () => {
    await using whole = await serveFiles({ files: () => bytes, ranges: false });
    expect(texts(await loadSafetensors(new URL(`${whole.url}/a.safetensors`)))).toEqual(texts(arrays));
    expect(whole.requests).toHaveLength(1);
    await using shy = await serveFiles({ files: () => bytes, tellsSize: false });
    expect(texts(await loadSafetensors(`${shy.url}/a.safetensors`))).toEqual(texts(arrays));
    expect(shy.requests[1]).toBe('HEAD /a.safetensors');
  });

  it('asks again for a piece where the network fails, and says so at last', async () => {
    let broken = [2, 3];
    await using server = await serveFiles({ files: () => bytes, breaks: (i) => broken.includes(i) });
    const file = await openSafetensors(`${server.url}/a.safetensors`);
    expect(await file.read('large')).toEqual(arrays.large);
    expect(server.requests).toHaveLength(4);
    broken = [5, 6, 7];
    const failed = await file.read('large').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(CheckpointError);
    expect(String(failed)).toContain(`(3 attempts, ${server.url}/a.safetensors)`);
    expect(server.requests).toHaveLength(7);
  });

  it('says when a file on a server is missing, empty, damaged or changes', async () => {
    let now: Uint8Array | undefined;
    await using server = await serveFiles({ files: () => now });
    const open = () => openSafetensors(`${server.url}/a.safetensors`);
    await expect(open()).rejects.toThrow('expected the file, got status 404 Not Found (');
    now = new Uint8Array(0);
    await expect(open()).rejects.toThrow('expected a safetensors file of at least 8 bytes, got 0');
    now = bytes.subarray(0, -1);
    await expect(open()).rejects.toThrow('The file is cut short.');
    now = bytes;
    const file = await open();
    now = Uint8Array.from([...bytes.subarray(0, -1), 77]);
    await expect(file.read('large')).rejects.toThrow('The file has changed since it was opened.');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(openSafetensors(`${server.url}/a`, { signal })).rejects.toThrow('enough');
    await expect(openSafetensors('http://127.0.0.1:9/a')).rejects.toThrow(CheckpointError);
  });

  it('says when a file is missing, or cut while it is open', async () => {
    const path = join(folder, 'a.safetensors');
    await expect(openSafetensors(path)).rejects.toThrow(
      '[openSafetensors] expected a file that can be read, got ENOENT',
    );
    await expect(openSafetensors(folder)).rejects.toThrow('a file that can be read, got a folder');
    await expect(openSafetensors(7 as never)).rejects.toThrow(
      'expected a path, an address, a file or bytes, got 7',
    );
    writeFileSync(path, bytes);
    await using file = await openSafetensors(path);
    truncateSync(path, 1000);
    await expect(file.read('large')).rejects.toThrow('expected 240000 bytes, got 7');
  });

  it('refuses headers above a limit of one’s own', async () => {
    await expect(openSafetensors(bytes, { maxHeaderBytes: 64 })).rejects.toThrow(
      'expected a header of at most 64 bytes',
    );
  });
});

describe('saveSafetensors', () => {
  it('writes one file, and shards with an index where there is more', async () => {
    const path = join(folder, 'model.safetensors');
    expect(await saveSafetensors(path, arrays, { metadata: { note: 'x' } })).toEqual([path]);
    expect(texts(await loadSafetensors(path))).toEqual(texts(arrays));
    const files = await saveSafetensors(join(folder, 'parts.safetensors'), arrays, {
      maxShardBytes: 1000,
      metadata: { note: 'x' },
    });
    expect(files.map((file) => file.replace(/.*[/\\]/, ''))).toEqual([
      'parts-00001-of-00002.safetensors',
      'parts-00002-of-00002.safetensors',
      'parts.safetensors.index.json',
    ]);
    const index = JSON.parse(readFileSync(files[2]!, 'utf8'));
    expect(index.metadata).toEqual({ note: 'x', total_size: 240_014 });
    expect(index.weight_map.small).toBe('parts-00002-of-00002.safetensors');
    await using file = await openSafetensors(files[2]!);
    expect(texts(await file.readAll())).toEqual(texts(arrays));
    expect(file.info('small')!.shape).toEqual([3]);
    expect(file.metadata.note).toBe('x');
    await expect(file.read('other')).rejects.toThrow('expected the key of a tensor');
    await using server = await serveFiles({
      files: (name) => readFileSync(join(folder, name.replace(/\?.*/, ''))),
    });
    expect(texts(await loadSafetensors(`${server.url}/parts.safetensors.index.json?download=true`))).toEqual(
      texts(arrays),
    );
    expect(server.requests.at(-1)).toMatch(/^GET \/parts-0000\d-of-00002\.safetensors\?download=true/);
    const back = await loadSafetensors(
      (await saveSafetensors(join(folder, 'half'), arrays, { floats: 'F16', maxShardBytes: 200_000 })).at(
        -1,
      )!,
    );
    expect(back.small).toEqual(arrays.small);
  });

  it('takes the values as they are when it is called', async () => {
    const model = new Linear(2, 2);
    const before = await model.weight.data();
    const saving = saveWeights(join(folder, 'w.safetensors'), model);
    model.weight.set([
      [9, 9],
      [9, 9],
    ]);
    const [path] = await saving;
    expect((await loadSafetensors(path!)).weight!.values).toEqual(before);
    await loadWeights(model, path!);
    expect(await model.weight.data()).toEqual(before);
  });

  it('writes for PyTorch, and reads that back as PyTorch’s', async () => {
    const [model, other] = [new Linear(3, 2), new Linear(3, 2)];
    const [path] = await saveWeights(join(folder, 'w.safetensors'), model, {
      layout: 'torch',
      metadata: { by: 'us' },
    });
    await using file = await openSafetensors(path!);
    expect(file.metadata).toEqual({ by: 'us', format: 'pt' });
    expect(file.info('weight')!.shape).toEqual([2, 3]);
    await loadWeights(other, file);
    expect(await other.weight.data()).toEqual(await model.weight.data());
  });

  it('leaves nothing behind when it can not write', async () => {
    const path = join(folder, 'w.safetensors');
    await expect(saveSafetensors(path, { __metadata__: arrays.small! })).rejects.toThrow(
      'expected another key',
    );
    await expect(saveSafetensors(path, arrays, { maxShardBytes: 0 })).rejects.toThrow(
      'expected maxShardBytes > 0',
    );
    await expect(
      saveSafetensors(path, arrays, { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('an index of shards', () => {
  it('opens the files that a function returns, of an index that somebody picked', async () => {
    const shard = (name: string): Blob =>
      new Blob([
        encodeSafetensors({ [name]: hostArray(new Float32Array(2), [2]) }) as Uint8Array<ArrayBuffer>,
      ]);
    const index = new Blob([JSON.stringify({ weight_map: { a: '1.safetensors', b: '2.safetensors' } })]);
    const asked: string[] = [];
    const openShard = (name: string): Blob => {
      asked.push(name);
      return shard(name === '1.safetensors' ? 'a' : 'b');
    };
    await using file = await openSafetensors(index, { openShard });
    expect([asked, file.names, (await file.read('b')).shape]).toEqual([
      ['1.safetensors', '2.safetensors'],
      ['a', 'b'],
      [2],
    ]);
    await expect(openSafetensors(index, { openShard: () => shard('c') })).rejects.toThrow(
      'expected the tensor',
    );
    await expect(openSafetensors(index, { openShard: 'a' as never })).rejects.toThrow(
      '[openSafetensors] expected openShard',
    );
  });

  it.each([
    ['not json', 'expected an index of JSON'],
    ['[]', 'expected an index with a weight_map, got none'],
    ['{"weight_map": []}', 'expected an index with a weight_map'],
    ['{"weight_map": {"a": 1}}', 'expected the name of a safetensors file beside the index, got 1 (a'],
    ['{"weight_map": {"a": "../a.safetensors"}}', 'beside the index, got ../a.safetensors'],
    ['{"weight_map": {"a": "C:\\\\a.safetensors"}}', 'beside the index'],
    ['{"weight_map": {"a": "none.safetensors"}}', 'expected a file that can be read'],
    ['{"weight_map": {"a": "a.safetensors"}}', 'says is there, got none (a'],
  ])('that says %s is refused', async (text, message) => {
    writeFileSync(join(folder, 'a.safetensors'), bytes);
    const index = join(folder, 'x.json');
    writeFileSync(index, text);
    await expect(openSafetensors(index)).rejects.toThrow(CheckpointError);
    await expect(openSafetensors(index)).rejects.toThrow(message);
    await expect(openSafetensors(index, { maxHeaderBytes: 1 })).rejects.toThrow(
      'expected an index of at most 1 bytes',
    );
  });
});
