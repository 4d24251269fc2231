import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { lockFolder } from './folder-lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-lock-'));
  return () => rm(folder, { recursive: true });
});

const machine = encodeURIComponent(hostname());
const lockOf = (pid: number, where = machine): string => join(folder, `.lock-${where}-${pid}-0123456789ab`);

describe('lockFolder', () => {
  it('lets one in at a time', async () => {
    const first = await lockFolder('train', folder);
    const second = lockFolder('train', folder);
    await expect(second).rejects.toThrow(CheckpointError);
    await expect(second).rejects.toThrow(
      `[train] expected a folder that no other training writes to, got one of this program (${folder}). Wait until that has ended, or take another folder.`,
    );
    await first.release();
    expect(await readdir(folder)).toEqual([]);
    await using third = await lockFolder('train', join(folder, 'not/yet/there'));
    expect(third).toBeDefined();
  });

  it('lets at most one in of many that come at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder('train', folder)));
    const held = tries.filter((one) => one.status === 'fulfilled');
    expect(held.length).toBeLessThanOrEqual(1);
    for (const one of held) await one.value.release();
    await (await lockFolder('train', folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('sees another process, until that has ended', async () => {
    const child = spawn(process.execPath, ['--eval', 'setTimeout(() => {}, 60_000)']);
    await once(child, 'spawn');
    await writeFile(lockOf(child.pid!), '');
    await expect(lockFolder('train', folder)).rejects.toThrow(`got one of the process ${child.pid} (`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await lockFolder('train', folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes over a process of before the machine started, and says of one elsewhere what to do', async () => {
    await writeFile(lockOf(process.ppid), '');
    await utimes(lockOf(process.ppid), new Date(0), new Date(0));
    await (await lockFolder('train', folder)).release();
    await writeFile(lockOf(7, 'other%2Fhost'), '');
    await expect(lockFolder('train', folder)).rejects.toThrow(
      `got one of the process 7 on other/host (${folder}). Wait until that has ended, or take another folder. If it has ended, remove ${lockOf(7, 'other%2Fhost')}.`,
    );
  });

  it('says that a folder can not be written to', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(lockFolder('train', join(folder, 'file/runs'))).rejects.toThrow(
      '[train] expected a folder that no other training writes to, got ENOTDIR',
    );
  });
});
