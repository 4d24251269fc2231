import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSafetensors, decodeTrainingCheckpoint } from '@neurona/checkpoints';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleProgram } from '../testing/bundle-program.js';

const kills = 50;
let root: string;
let script: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'neurona-resume-'));
  script = await bundleProgram(new URL('../testing/interrupted-training.ts', import.meta.url), root);
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ending {
  readonly wasKilled: boolean;
  /** Between the start of training and the end. */
  readonly trainingMs: number;
  /** Steps of an epoch after which it went on; undefined where it began anew. */
  readonly resumedAt: number | undefined;
}

/** Runs the training until it ends, or until it is killed some time after a moment. */
async function run(
  folder: string,
  kill?: { readonly from: 'spawn' | 'ready' | 'write'; readonly afterMs: number },
): Promise<Ending> {
  const child: ChildProcess = spawn(process.execPath, [script, folder, join(folder, 'result.safetensors')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let readyAt: number | undefined;
  let resumedAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isAimed = false; // whether the next write is the last
  const arm = (): void => {
    timer = setTimeout(() => {
      if (kill?.from === 'write') isAimed = true;
      else child.kill('SIGKILL');
    }, kill?.afterMs);
  };
  if (kill?.from === 'spawn') arm();
  const watcher = watch(folder, (_event, name) => {
    if (isAimed && name?.endsWith('.tmp')) child.kill('SIGKILL');
  });
  child.stdout!.once('data', (text: Buffer) => {
    const step = /^resumed (\d+)/.exec(text.toString())?.[1];
    if (step !== undefined) resumedAt = Number(step);
    readyAt = performance.now();
    if (kill && kill.from !== 'spawn') arm();
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
  clearTimeout(timer);
  watcher.close();
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The training ended with code ${code}.`);
  return {
    wasKilled: signal === 'SIGKILL',
    trainingMs: readyAt === undefined ? 0 : performance.now() - readyAt,
    resumedAt,
  };
}

it(`ends bit for bit the same when it is killed at ${kills} random moments, and leaves whole files`, async () => {
  const undisturbed = join(root, 'undisturbed');
  await mkdir(undisturbed);
  const { trainingMs } = await run(undisturbed);
  const expected = await readFile(join(undisturbed, 'result.safetensors'));
  const { numbers } = JSON.parse(decodeSafetensors(expected).metadata.history!) as { numbers: object[] };
  expect(numbers.length).toBeGreaterThanOrEqual(4);
  const startedAt = performance.now();
  const seen = { kills: 0, insideWrites: 0, resumed: 0, insideEpochs: 0, files: 0, trainings: 0 };
  while (seen.kills < kills) {
    const folder = join(root, `run-${seen.trainings}`);
    await mkdir(folder);
    const known = new Set<string>(); // temporary files that earlier kills left
    for (let attempt = 0; ; attempt++) {
      // As the program starts, as it trains, or at the first write after some time; at last it may come to its end.
      const from = (['spawn', 'ready', 'ready', 'write', 'write'] as const)[Math.floor(Math.random() * 5)]!;
      const afterMs = Math.random() * (from === 'spawn' ? 300 : trainingMs / 3);
      const { wasKilled, resumedAt } = await run(folder, attempt < 20 ? { from, afterMs } : undefined);
      if (resumedAt !== undefined) seen.resumed++;
      if (resumedAt !== undefined && resumedAt > 0) seen.insideEpochs++;
      if (!wasKilled) break;
      seen.kills++;
      const names = await readdir(folder);
      const unfinished = names.filter((name) => name.endsWith('.tmp') && !known.has(name));
      if (unfinished.length > 0) seen.insideWrites++;
      for (const name of unfinished) known.add(name);
      for (const name of names.filter((name) => name.startsWith('step-') || name.startsWith('best.'))) {
        const parts = decodeTrainingCheckpoint(await readFile(join(folder, name)), name);
        expect(Object.keys(parts)).toContain('optimizers');
        seen.files++;
      }
    }
    seen.trainings++;
    expect(Buffer.compare(await readFile(join(folder, 'result.safetensors')), expected)).toBe(0);
    const checkpoints = (await readdir(folder)).filter((name) => /^\.?step-/.test(name));
    expect(checkpoints.length).toBeLessThanOrEqual(2); // of older ones and unfinished ones nothing is left
    await rm(folder, { recursive: true });
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${seen.trainings} trainings were killed ${seen.kills} times, ${seen.insideWrites} of them inside a write; ${seen.files} files were whole; ${seen.resumed} times they were resumed, ${seen.insideEpochs} of them inside an epoch (${seconds} s).`,
  );
  expect(seen.insideEpochs).toBeGreaterThan(0);
});
