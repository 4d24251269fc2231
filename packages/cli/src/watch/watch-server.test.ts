import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInRecipe } from '../recipes/recipe-file.js';
import { RunFolder } from '../runs/run-folder.js';
import { changeSettings } from '../settings/settings.js';
import { serveRuns, type WatchServer } from './watch-server.js';
import { differingSettings, watchedRuns } from './watched-runs.js';

let folder: string;
let server: WatchServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-cli-watch-'));
  await makeRun('digits-1', 0.003, [0.9, 0.5]);
  await makeRun('digits-2', 0.1, [2, 1]);
  server = await serveRuns(folder, 0);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A run whose training was cut off while a line of its log was written. */
async function makeRun(name: string, learningRate: number, losses: readonly number[]): Promise<void> {
  const recipe = builtInRecipe('digits');
  const settings = changeSettings(recipe.task.settings, recipe.settings, [
    `optimizer.learningRate=${learningRate}`,
  ]);
  const run = await RunFolder.create(folder, 'unused', join(folder, name));
  await run.begin({ ...recipe, settings }, { recipe: 'digits', state: 'stopped', facts: {}, device: 'wasm' });
  const log = await run.openLog();
  for (const [epoch, loss] of losses.entries())
    log.add({ at: 0, type: 'epoch', epoch, epochs: 9, numbers: { loss } });
  await log.close();
  await writeFile(join(folder, name, 'log.jsonl'), '{"type": "epoch", "epo', { flag: 'a' });
}

const get = (
  address: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    request(address, { headers }, (response) => {
      let body = '';
      response.on('data', (data) => {
        body += data;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    })
      .on('error', reject)
      .end();
  });

const at = (path: string): string => {
  const url = new URL(server.address);
  url.pathname = path.split('?')[0]!;
  for (const [name, value] of new URLSearchParams(path.split('?')[1])) url.searchParams.set(name, value);
  return url.href;
};

describe('the page of watch', () => {
  it('shows runs side by side, and the settings that differ', async () => {
    const { status, body } = await get(server.address);
    expect(status).toBe(200);
    expect(body).toContain('<svg');
    expect(body).toContain('digits-1');
    expect(body).toContain('optimizer.learningRate');
    expect(body).not.toContain('training.epochs');
    expect(body).not.toContain('Content-Security-Policy'); // a second one, by which its script wouldn't run
    const runs = await watchedRuns(folder);
    const names = runs.map(({ name }) => name);
    expect(names.toSorted()).toEqual(['digits-1', 'digits-2']);
    expect(runs.find(({ name }) => name === 'digits-2')!.epochs).toEqual([{ loss: 2 }, { loss: 1 }]);
    expect(differingSettings(runs)).toEqual([
      ['optimizer.learningRate', ...names.map((name) => (name === 'digits-1' ? '0.003' : '0.1'))],
    ]);
  });

  it('is for those who have its token and come by its own name', async () => {
    expect(new URL(server.address).hostname).toBe('127.0.0.1');
    const { origin, host } = new URL(server.address);
    expect((await get(`${origin}/`)).status).toBe(403);
    expect((await get(`${origin}/?token=${'0'.repeat(32)}`)).status).toBe(403);
    expect((await get(`${origin}/?token=${encodeURIComponent('ñ'.repeat(32))}`)).status).toBe(403);
    expect((await get(server.address, { host: 'evil.example' })).status).toBe(403);
    expect((await get(server.address, { host })).status).toBe(200);
  });

  it('shows files of runs alone, and none through a link', async () => {
    expect((await get(at('/report?run=digits-1'))).status).toBe(404);
    await writeFile(join(folder, 'digits-1', 'report.html'), '<h1>fine</h1>');
    expect(await get(at('/report?run=digits-1'))).toEqual({ status: 200, body: '<h1>fine</h1>' });
    await writeFile(join(folder, 'secret.html'), 'secret');
    await symlink(join(folder, 'secret.html'), join(folder, 'digits-2', 'report.html'));
    expect((await get(at('/report?run=digits-2'))).status).toBe(404);
    for (const run of ['..', '../secret.html', 'digits-1/../..', '%2e%2e'])
      expect((await get(at(`/report?run=${encodeURIComponent(run)}`))).status).toBe(404);
  });

  it('leaves out folders that are no whole runs', async () => {
    await mkdir(join(folder, 'begun'));
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'run.json'), '{"format": 1, "recipe": "digits", "sta');
    expect((await watchedRuns(folder)).map(({ name }) => name).toSorted()).toEqual(['digits-1', 'digits-2']);
  });
});

describe('the folder of a run', () => {
  it('is not left through links', async () => {
    const run = await RunFolder.open(join(folder, 'digits-1'));
    await rm(join(folder, 'digits-1', 'log.jsonl'));
    await symlink(join(folder, 'secret.html'), join(folder, 'digits-1', 'log.jsonl'));
    await expect(run.openLog()).rejects.toThrow();
    await symlink(folder, join(folder, 'digits-1', 'checkpoints'));
    await expect(run.checkFolders()).rejects.toThrow('should be a folder, and is a link or a file');
  });
});
