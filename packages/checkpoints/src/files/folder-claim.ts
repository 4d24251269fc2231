// internal: who writes into a folder, in Node.js; in a browser see folder-claim.browser.ts
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolder } from './make-folder.js';

/** Who holds a folder: this caller, who returns it by `release`, or another one. */
export type FolderClaim = { readonly release: () => Promise<void> } | { readonly holder: string };

/** A process, distinguished from another one with the same number. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When it began, in seconds. */
  readonly started: number;
}

const clockSlack = 2; // seconds by which two readings of a start may differ
const started = Math.round(Date.now() / 1000 - process.uptime());
const held = new Set<string>(); // by this thread

/** Claims a folder by a file in it, unless a process that is alive has done so. */
export async function claimFolder(folder: string): Promise<FolderClaim> {
  await makeFolder(folder);
  const path = join(await realpath(folder), '.lock');
  const own: Holder = { pid: process.pid, host: hostname(), started };
  for (;;) {
    if (held.has(path)) return { holder: 'this program' };
    try {
      await writeFile(path, JSON.stringify(own), { flag: 'wx' });
      held.add(path);
      return { release: () => release(path) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const text = await contentOf(path);
    const holder = parsed(text);
    if (holder && (await isAlive(holder))) return { holder: `process ${holder.pid} on ${holder.host}` };
    if (text !== undefined) await removeLeft(path, text);
  }
}

async function release(path: string): Promise<void> {
  held.delete(path);
  await rm(path, { force: true });
}

/** What the file says; whoever has just made it gets the time to write it. */
async function contentOf(path: string): Promise<string | undefined> {
  for (let attempt = 0; ; attempt++) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== '' || attempt === 10) return text;
    await wait(20);
  }
}

function parsed(text: string | undefined): Holder | undefined {
  try {
    const { pid, host, started } = JSON.parse(text ?? '') as Partial<Holder>;
    return Number.isInteger(pid) && typeof host === 'string' && typeof started === 'number'
      ? { pid: pid!, host, started }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process runs; of those of another machine nobody knows. */
async function isAlive({ pid, host, started: then }: Holder): Promise<boolean> {
  if (host !== hostname()) return true;
  if (then < Date.now() / 1000 - uptime() - clockSlack) return false; // the machine has started since
  if (pid === process.pid) return Math.abs(then - started) <= clockSlack; // else an earlier one of that number
  try {
    process.kill(pid, 0);
    return !(await hasEnded(pid));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process has ended, and only its parent has not asked for it yet: in a container it may stay so. Known on Linux. */
async function hasEnded(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /^[ZX]/.test(status.slice(status.lastIndexOf(')') + 2)); // a name may have parentheses too
}

/** Removes the file of a dead process, unless another file took its place. */
async function removeLeft(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // another was quicker
    throw error;
  }
  if ((await readFile(aside, 'utf8')) === text) await rm(aside, { force: true });
  else await rename(aside, path);
}
