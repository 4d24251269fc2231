// internal: the command `watch`
import { stat } from 'node:fs/promises';
import { untilInterrupted } from '../console/interrupt.js';
import { neurona } from '../console/started-as.js';
import { style } from '../console/style.js';
import { UsageError } from '../console/usage-error.js';
import { serveRuns } from '../watch/watch-server.js';

/** What `neurona watch` was told. */
export interface WatchOptions {
  readonly port: string;
  readonly json?: boolean;
}

/** Serves a page with the runs of a folder until Ctrl-C. */
export async function watch(folder: string, { port, json }: WatchOptions): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new UsageError(
      `There is no folder ${folder}. Train something first, as "${neurona} train digits", or name another folder.`,
    );
  }
  const number = Number(port);
  if (!Number.isSafeInteger(number) || number < 0 || number > 65535 || port.trim() === '')
    throw new UsageError(`--port should be an integer from 0 to 65535, not "${port}".`);
  const server = await serveRuns(folder, number).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    throw new UsageError(`The port ${port} is taken or not allowed. Leave --port out to take a free one.`);
  });
  try {
    await untilInterrupted(
      (signal) => {
        if (json) console.log(JSON.stringify({ address: server.address }));
        else
          console.log(`Open in a browser on this machine:  ${style.bold(server.address)}\nCtrl-C ends it.`);
        return new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        );
      },
      () => {},
    );
  } finally {
    await server.close();
  }
}
