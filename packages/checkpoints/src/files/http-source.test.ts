import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import type { ByteSource } from './byte-source.js';
import { openHttp } from './http-source.js';

const content = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7 + (i >> 8)) % 251);
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers as told, and its address. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`;
}

/** Which bytes a request asks for; all without a range. */
function asked({ headers }: IncomingMessage): readonly [start: number, stop: number] {
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  return range ? [Number(range[1]), Math.min(Number(range[2]) + 1, content.length)] : [0, content.length];
}

const open = (url: string, limits = {}): Promise<ByteSource> => openHttp('openSafetensors', url, limits);

/** What becomes of reading bytes 80000 to 80099 where the first request for a piece is answered in the right way. */
async function pieceOf(header: string | undefined, shift: number): Promise<Uint8Array | Error> {
  const url = await serve((request, response) => {
    const [start, stop] = asked(request);
    const isFirst = start === 0;
    const range = isFirst ? `bytes 0-${stop - 1}/${content.length}` : header;
    const moved = isFirst ? 0 : shift;
    if (range !== undefined) response.setHeader('Content-Range', range);
    response.writeHead(206).end(content.subarray(start + moved, stop + moved));
  });
  return open(url)
    .then((source) => source.read(80_000, 80_100))
    .catch((error: Error) => error);
}

describe('a file behind an address', () => {
  it('is read by pieces that are the ones asked for', async () => {
    expect(await pieceOf('bytes 80000-80099/100000', 0)).toEqual(content.slice(80_000, 80_100));
    expect(await pieceOf('bytes 80000-80099/*', 0)).toEqual(content.slice(80_000, 80_100));
  });

  it.each([
    ['another Content-Range', 'bytes 80100-80199/100000', 'got bytes 80100-80199/100000'],
    ['no Content-Range', undefined, 'got a piece without Content-Range'],
    ['a Content-Range that makes no sense', 'bytes 80099-80000/100000', 'got bytes 80099-80000/100000'],
    ['the range of a file of another size', 'bytes 80000-80099/200000', 'got one of another'],
  ])('is refused where a piece has %s', async (_, header, message) => {
    const error = await pieceOf(header, 100);
    expect(error).toBeInstanceOf(CheckpointError);
    expect(String(error)).toContain(message);
  });

  it('is refused where its first bytes are said to be others', async () => {
    const url = await serve((request, response) => {
      const [start, stop] = asked(request);
      response.writeHead(206, { 'Content-Range': `bytes 100-${stop + 99}/100000` });
      response.end(content.subarray(start, stop));
    });
    await expect(open(url)).rejects.toThrow(
      '[openSafetensors] expected the requested range of the file, got 65536 bytes said to be bytes 100-65635/100000 ',
    );
  });

  it('is downloaded as a whole where the server doesn’t say which bytes it sends', async () => {
    const url = await serve((request, response) => {
      const isPiece = request.headers.range !== undefined;
      response
        .writeHead(isPiece ? 206 : 200)
        .end(content.subarray(isPiece ? 5 : 0, 65_541 + 100_000 * Number(!isPiece)));
    });
    const source = await open(url);
    expect(source.size).toBe(content.length);
    expect(await source.read(0, 100)).toEqual(content.slice(0, 100));
  });

  it('has changed where its date of change has, if there is no tag', async () => {
    let date = 'Mon, 01 Jan 2024 00:00:00 GMT';
    const url = await serve((request, response) => {
      const [start, stop] = asked(request);
      const range = `bytes ${start}-${stop - 1}/${content.length}`;
      response.writeHead(206, { 'Content-Range': range, 'Last-Modified': date });
      response.end(content.subarray(start, stop));
    });
    const source = await open(url);
    date = 'Mon, 01 Jan 2024 00:00:01 GMT';
    await expect(source.read(80_000, 80_001)).rejects.toThrow('The file has changed since it was opened.');
  });

  it('is given up where the server falls silent after the head of its answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 0-65535/100000' });
      response.write(content.subarray(0, 8));
    });
    await expect(open(url, { timeoutMs: 200 })).rejects.toThrow('no answer for 0.2 s');
  });

  it('is given up where a piece drips, and as a whole after the time for all', async () => {
    const url = await serve((request, response) => {
      const [start, stop] = asked(request);
      response.writeHead(206, { 'Content-Range': `bytes ${start}-${stop - 1}/${content.length}` });
      if (start === 0) return response.end(content.subarray(start, stop));
      const timer = setInterval(() => response.write(content.subarray(0, 1)), 5);
      return response.on('close', () => clearInterval(timer));
    });
    const dripping = await open(url, { timeoutMs: 500 });
    await expect(dripping.read(80_000, 90_000)).rejects.toThrow('no answer for 0.5 s');
    const limited = await open(url, { totalTimeoutMs: 1500 });
    await expect(limited.read(80_000, 90_000)).rejects.toThrow(
      `[openSafetensors] expected all bytes within 1.5 s, got a part of them (${url}). Raise totalTimeoutMs`,
    );
    await expect(open(url, { timeoutMs: 0 })).rejects.toThrow('expected timeoutMs > 0, got 0');
  });
});
