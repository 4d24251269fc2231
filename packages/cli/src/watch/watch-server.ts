// internal: the server of `watch`
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { neurona } from '../console/started-as.js';
import { RunFolder } from '../runs/run-folder.js';
import { watchPage } from './watch-page.js';
import { type WatchedRun, watchedRuns } from './watched-runs.js';

/** A page on this machine alone. */
export interface WatchServer {
  /** Its address, with the token without which nothing is shown. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the page of a folder's runs on loopback; other machines can't reach it, other programs and pages lack the token. */
export async function serveRuns(folder: string, port: number): Promise<WatchServer> {
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    answer(folder, token, hostsOf(server), request, response).catch(() =>
      send(response, 500, 'text/plain', 'It failed.'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${portOf(server)}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** What a browser may call this server: another name is a page that has its own name lead here. */
const hostsOf = (server: Server): readonly string[] => {
  const port = portOf(server);
  return [`127.0.0.1:${port}`, `localhost:${port}`];
};

async function answer(
  folder: string,
  token: string,
  hosts: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!hosts.includes(request.headers.host ?? '') || !isSame(url.searchParams.get('token') ?? '', token)) {
    return send(
      response,
      403,
      'text/plain',
      `Open the address that ${neurona} watch printed: it has a token.`,
    );
  }
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'Only GET.');
  const runs = await watchedRuns(folder);
  const run = runs.find(({ name }) => name === url.searchParams.get('run'));
  if (url.pathname === '/') {
    const nonce = randomBytes(16).toString('base64');
    const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; script-src 'nonce-${nonce}'`;
    return send(response, 200, 'text/html; charset=utf-8', watchPage(runs, token, nonce), policy);
  }
  if (url.pathname === '/report' && run?.hasReport) return await sendFile(response, run, 'report');
  if (url.pathname === '/drawing' && run && run.drawnAt > 0) return await sendFile(response, run, 'drawing');
  send(response, 404, 'text/plain', 'There is no such page.');
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** A report or a drawing, in which nothing runs and which loads nothing. */
async function sendFile(
  response: ServerResponse,
  { folder }: WatchedRun,
  kind: 'report' | 'drawing',
): Promise<void> {
  const run = await RunFolder.open(folder);
  const text = await readFile(run[kind], 'utf8');
  const type = kind === 'report' ? 'text/html; charset=utf-8' : 'image/svg+xml';
  send(response, 200, type, text, "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox");
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  policy = "default-src 'none'",
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
  });
  response.end(body);
}
