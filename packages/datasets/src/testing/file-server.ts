// internal
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How {@link serveFile} answers a request for a file. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly etag?: string;
  /** Whether a rest can be asked for, default true. */
  readonly ranges?: boolean;
  /** The connection is cut after so many bytes of an answer, default never. */
  readonly cutAfter?: number;
  /** Size that the answer claims, default the true one. */
  readonly claimedBytes?: number;
  /** Whether the answer says how long it is, default true. */
  readonly sized?: boolean;
}

/** A server on this machine for one test. */
export interface TestServer {
  readonly url: string;
  /** Requests so far: method, path, and the header range. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a server on this machine. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers a request with a file, or the rest of it that was asked for. */
export function serveFile(request: IncomingMessage, response: ServerResponse, file: ServedFile): void {
  const { bytes, etag, ranges = true, cutAfter, sized = true } = file;
  const condition = request.headers['if-range'];
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const isRest = ranges && start > 0 && (condition === undefined || condition === etag);
  if (etag) response.setHeader('etag', etag);
  if (isRest && start >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const body = isRest ? bytes.subarray(start) : bytes;
  if (isRest) response.setHeader('content-range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
  if (sized) response.setHeader('content-length', file.claimedBytes ?? body.length);
  response.writeHead(isRest ? 206 : 200);
  if (cutAfter === undefined || cutAfter >= body.length) response.end(body);
  else response.write(body.subarray(0, cutAfter), () => response.socket?.end()); // all that was written arrives, and then the end
}
