import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of files for a test. */
export interface FileServer {
  readonly url: string;
  /** What was asked for: method, path and range. */
  readonly requests: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a server differs from a good one. */
export interface FileServerOptions {
  /** Whether it gives pieces, default true. */
  readonly ranges?: boolean;
  /** Whether it says how long files are when it gives pieces, default true. */
  readonly tellsSize?: boolean;
  /** Whether it breaks the connection off in the middle of this request, counted from 1; default never. */
  breaks?(request: number): boolean;
  /** Bytes of a file, asked for at each request. */
  files(path: string): Uint8Array | undefined;
}

/** Serves files on this machine, by pieces as servers of weights do. */
export async function serveFiles({
  ranges = true,
  tellsSize = true,
  breaks = () => false,
  files,
}: FileServerOptions): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const { method, url, headers } = request;
    requests.push([method, url, headers.range].filter(Boolean).join(' '));
    const bytes = files(url!.slice(1));
    if (!bytes) return response.writeHead(404).end();
    const range = ranges ? /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') : null;
    const tag = `"${bytes.length}-${bytes[bytes.length - 1]}"`;
    if (!range) {
      return response
        .writeHead(200, { 'Content-Length': bytes.length, ETag: tag })
        .end(method === 'HEAD' ? '' : bytes);
    }
    const [start, stop] = [Number(range[1]), Math.min(Number(range[2]) + 1, bytes.length)];
    if (start >= bytes.length) return response.writeHead(416).end();
    const total = tellsSize ? String(bytes.length) : '*';
    response.writeHead(206, { 'Content-Range': `bytes ${start}-${stop - 1}/${total}`, ETag: tag });
    if (!breaks(requests.length)) return response.end(bytes.subarray(start, stop));
    return response.write(bytes.subarray(start, stop - 1), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
