// internal: locks of folders, in Node.js; in a browser they are the browser's
import { randomBytes } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LockResult } from './byte-source.js';
import { makeFolder } from './make-folder.js';

/** `.lock-<machine>-<process>-<hex digits>`: each process makes one of its own, so that none has to be taken from another. */
const pattern = /^\.lock-(.+)-(\d+)-[0-9a-f]{12}$/;
const attempts = 3;
const longestPauseMs = 100;

/**
 * Takes a folder, or says who has it. A process first makes its file and then looks for others: of two that come at once, one sees the other's
 * or both do. Then both step back and try again after a while.
 */
export async function lock(folder: string): Promise<LockResult> {
  await makeFolder(folder);
  const machine = encodeURIComponent(hostname());
  for (let attempt = 1; ; attempt++) {
    const path = join(folder, `.lock-${machine}-${process.pid}-${randomBytes(6).toString('hex')}`);
    await (await open(path, 'wx')).close();
    const release = (): Promise<void> => rm(path, { force: true });
    let holder: LockResult | undefined;
    try {
      holder = await otherHolder(folder, path, machine);
      if (!holder) return { release };
    } catch (error) {
      await release();
      throw error;
    }
    await release();
    if (attempt === attempts) return holder;
    await wait(Math.random() * longestPauseMs);
  }
}

/** Whoever else has the folder; files of processes that have ended are removed. */
async function otherHolder(folder: string, own: string, machine: string): Promise<LockResult | undefined> {
  for (const name of await readdir(folder)) {
    const [, where, pid] = pattern.exec(name) ?? [];
    const path = join(folder, name);
    if (where === undefined || path === own) continue;
    const isHere = where === machine;
    if (isHere && !(await isRunning(Number(pid), path))) {
      await rm(path, { force: true });
      continue;
    }
    const place = isHere ? '' : ` on ${decodeURIComponent(where)}`;
    return {
      holder: Number(pid) === process.pid && isHere ? 'this program' : `the process ${pid}${place}`,
      hint: isHere ? '' : ` If it has ended, remove ${path}.`,
    };
  }
  return undefined;
}

/** Whether a process of this machine is still the one that made a file. */
async function isRunning(pid: number, path: string): Promise<boolean> {
  try {
    process.kill(pid, 0); // asks, ends nothing
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; // EPERM: someone else's
  }
  const made = await stat(path).catch(() => undefined); // gone meanwhile
  return made !== undefined && made.mtimeMs > Date.now() - uptime() * 1000; // else from before the machine started
}
