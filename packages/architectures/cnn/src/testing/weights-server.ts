import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that answers as the hub and as a server of files do. */
export interface WeightsServer {
  readonly url: string;
  /** Requests so far: method, path, and the header range. */
  readonly requests: string[];
  /** Files by path: `timm/resnet18.tv_in1k/model.safetensors` is the hub's, `models/resnet18.pth` another server's. */
  readonly files: Map<string, Uint8Array>;
  /** The connection of the next answer is cut after so many bytes. */
  cutNextAfter: number | undefined;
  close(): Promise<void>;
}

const commit = 'c'.repeat(40);

/** Starts it. */
export async function startWeightsServer(): Promise<WeightsServer> {
  const files = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`);
    void answer(request, response, running);
  });
  const running: WeightsServer = {
    url: '',
    requests,
    files,
    cutNextAfter: undefined,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(running, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  server: WeightsServer,
): Promise<void> {
  const url = request.url!.slice(1);
  const [, repository, question] = /^api\/models\/([\w.-]+\/[\w.-]+)\/(revision|paths-info)/.exec(url) ?? [];
  const isKnown = [...server.files.keys()].some((path) => path.startsWith(`${repository}/`));
  if (question && !isKnown) response.writeHead(404).end();
  else if (question === 'revision') response.end(JSON.stringify({ sha: commit }));
  else if (question) {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [path] = (JSON.parse(body) as { readonly paths: readonly string[] }).paths;
    const bytes = server.files.get(`${repository}/${path}`);
    response.end(JSON.stringify(bytes ? [factsOf(path!, bytes)] : []));
  } else serve(request, response, server, url.replace(/\/resolve\/[0-9a-f]{40}/, ''));
}

const factsOf = (path: string, bytes: Uint8Array): object => {
  const oid = createHash('sha256').update(bytes).digest('hex');
  return {
    type: 'file',
    path,
    size: bytes.length,
    oid: 'f'.repeat(40),
    lfs: { oid, size: bytes.length, pointerSize: 130 },
  };
};

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  server: WeightsServer,
  path: string,
): void {
  const bytes = server.files.get(path);
  if (!bytes) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const body = bytes.subarray(start);
  response.setHeader('content-length', body.length);
  if (start > 0) response.setHeader('content-range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
  response.writeHead(start > 0 ? 206 : 200);
  const cut = server.cutNextAfter;
  server.cutNextAfter = undefined;
  if (cut === undefined) response.end(body);
  else response.write(body.subarray(0, cut), () => response.socket?.end());
}
