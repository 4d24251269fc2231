import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import logits from '../../fixtures/lora/logits.json' with { type: 'json' };
import { GPT2 } from '../gpt2.js';
import { loadLora } from '../lora/adapter-files.js';
import { trainWordPiece } from '../tokenizer/train-tokenizer.js';
import { fromPretrained } from './from-pretrained.js';

const fixtures = fileURLToPath(new URL('../../fixtures/lora/gpt2', import.meta.url));
const commit = '7'.repeat(40);

/** What the repositories of a small hub hold. */
const repositories: Record<string, Record<string, Uint8Array>> = {};

/** The hub's API and its files; weights lie in large file storage, at another address. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = decodeURIComponent(request.url ?? '');
  const json = (value: unknown): void => void response.end(JSON.stringify(value));
  const [, kind, repository = '', rest = ''] =
    /^\/(api\/models|storage)?\/?(org\/\w+)\/(.*)$/.exec(url) ?? [];
  const files = repositories[repository];
  if (!files) return void response.writeHead(404).end();
  if (rest === 'revision/main') return json({ sha: commit });
  if (rest === `paths-info/${commit}`) {
    const { paths } = JSON.parse(await text(request)) as { readonly paths: readonly string[] };
    return json(paths.flatMap((path) => (files[path] ? [factsOf(path, files[path])] : [])));
  }
  const name = rest.replace(`resolve/${commit}/`, '');
  const bytes = files[name];
  if (!bytes) return void response.writeHead(404).end();
  if (name.endsWith('.safetensors') && kind !== 'storage')
    return void response.writeHead(302, { location: `/storage/${repository}/${name}` }).end();
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
}

function factsOf(path: string, bytes: Uint8Array): object {
  const hash = (kind: string, head = '') => createHash(kind).update(head).update(bytes).digest('hex');
  const facts = { type: 'file', path, size: bytes.length };
  return path.endsWith('.safetensors')
    ? { ...facts, oid: 'f'.repeat(40), lfs: { oid: hash('sha256'), size: bytes.length, pointerSize: 130 } }
    : { ...facts, oid: hash('sha1', `blob ${bytes.length}\0`) };
}

const readFolder = async (folder: string): Promise<Record<string, Uint8Array>> => {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const files = await Promise.all(
    entries.map(async ({ name }) => [name, await readFile(join(folder, name))] as const),
  );
  return Object.fromEntries(files);
};

describe('the hub', () => {
  let hub: Server;
  let options: { readonly endpoint: string; readonly cache: string };

  beforeAll(async () => {
    await useBackend(wasm());
    const tokenizer = trainWordPiece('a a b', { vocabSize: 7, minFrequency: 9 });
    repositories['org/tiny'] = {
      ...(await readFolder(fixtures)),
      'tokenizer.json': new TextEncoder().encode(JSON.stringify(tokenizer.json)),
    };
    repositories['org/adapters'] = await readFolder(join(fixtures, 'adapters'));
    hub = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    const cache = await mkdtemp(join(tmpdir(), 'hub-'));
    options = { endpoint: `http://127.0.0.1:${(hub.address() as AddressInfo).port}`, cache };
  });

  afterAll(async () => {
    await new Promise((resolve) => hub.close(resolve));
    await rm(options.cache, { recursive: true });
  });

  it('gives a model with its tokenizer, and adapters for it, with the logits of PEFT', async () => {
    const loaded: number[] = [];
    const { model, tokenizer } = await fromPretrained('org/tiny', {
      ...options,
      onProgress: ({ loadedBytes }) => loaded.push(loadedBytes),
    });
    expect(model).toBeInstanceOf(GPT2);
    expect([...tokenizer!.encode('a b')]).toEqual([2, 5, 6, 3]);
    expect(Math.max(...loaded)).toBe(repositories['org/tiny']!['model.safetensors']!.length);
    const adapted = await loadLora(model as GPT2, 'org/adapters', options);
    const rows = [
      [1, 2, 3, 4, 5, 6],
      [8, 7, 0, 1, 1, 2],
    ];
    expectClose(await adapted.forward(tensor(rows, { dtype: 'int32' })).data(), logits.gpt2);
    model.dispose();
  });

  it('has no such model, or not all of it', async () => {
    await expect(fromPretrained('org/other', options)).rejects.toThrow('HTTP 404');
    await expect(fromPretrained('org/adapters', options)).rejects.toThrow('the file config.json');
  });
});
