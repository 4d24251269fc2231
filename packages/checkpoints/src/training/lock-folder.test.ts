import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CheckpointError, lockFolder } from '../index.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'neurona-lock-'));
});
afterAll(() => rm(root, { recursive: true }));

/** What another process that has the folder would have written into it. */
async function heldBy(name: string, changes: object): Promise<string> {
  const folder = join(root, name);
  const giveBack = await lockFolder('train', folder);
  const text = await readFile(join(folder, '.lock'), 'utf8');
  await giveBack();
  await writeFile(join(folder, '.lock'), JSON.stringify({ ...JSON.parse(text), ...changes }));
  return folder;
}

describe('lockFolder', () => {
  it('lets one training in at a time, and leaves nothing behind', async () => {
    const folder = join(root, 'one/after/another');
    for (let i = 0; i < 2; i++) {
      const giveBack = await lockFolder('train', folder);
      const second = lockFolder('train', `${folder}/`);
      await expect(second).rejects.toThrow(
        `[train] expected a folder that no other training writes into, got one that this program uses (${folder}/). Use a separate folder for each training`,
      );
      await expect(second).rejects.toBeInstanceOf(CheckpointError);
      await giveBack();
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('respects a process that runs, here or on a machine that can’t be asked', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const folder = await heldBy('alive', { pid: other.pid });
    try {
      await expect(lockFolder('train', folder)).rejects.toThrow(`got one that process ${other.pid} on `);
      const elsewhere = await heldBy('elsewhere', { host: 'another.example' });
      await expect(lockFolder('train', elsewhere)).rejects.toThrow('on another.example uses');
    } finally {
      other.kill('SIGKILL');
    }
    await once(other, 'exit');
    await (await lockFolder('train', folder))();
  });

  it.runIf(process.platform === 'linux')(
    'passes over a process that has ended and whose parent does not ask (on Linux, elsewhere nobody can tell)',
    async () => {
      const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], { detached: true });
      const becomes = (pid: number, state: string) =>
        expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8'), { timeout: 60_000 }).toContain(`) ${state}`);
      try {
        const pid = Number((await once(parent.stdout, 'data'))[0]);
        const folder = await heldBy('ended', { pid });
        parent.kill('SIGSTOP');
        await becomes(parent.pid!, 'T');
        process.kill(pid, 'SIGKILL');
        await becomes(pid, 'Z');
        await (await lockFolder('train', folder))();
      } finally {
        process.kill(-parent.pid!, 'SIGKILL'); // the group: its child too
      }
    },
    120_000,
  );

  it('passes over what a dead process left, also one of this number, or a damaged file', async () => {
    const earlier = await heldBy('earlier', { started: 1000 });
    const damaged = await heldBy('damaged', {});
    await writeFile(join(damaged, '.lock'), '{"pid":');
    const rebooted = await heldBy('rebooted', { pid: process.ppid, started: 1000 }); // now another process's number
    const empty = await heldBy('empty', {});
    await writeFile(join(empty, '.lock'), '');
    for (const folder of [earlier, rebooted, damaged, empty]) {
      const giveBack = await lockFolder('train', folder);
      await expect(lockFolder('train', folder)).rejects.toThrow(CheckpointError);
      await giveBack();
      expect(await readdir(folder)).toEqual([]);
    }
  });
});
