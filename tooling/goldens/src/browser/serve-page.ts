import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
const html =
  '<!doctype html><meta charset="utf-8"><title>goldens</title><script type="module" src="/page.js"></script>';

/** A server on the loopback interface, of the bundled page and, under /goldens/, the golden files. */
export async function servePage(bundle: string, goldens: string): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const file = path.startsWith('/goldens/')
      ? join(goldens, path.slice('/goldens'.length))
      : join(bundle, path);
    try {
      const body = path === '/' ? html : await readFile(file);
      response.writeHead(200, {
        'content-type': path === '/' ? 'text/html' : (types[extname(path)] ?? 'application/octet-stream'),
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
