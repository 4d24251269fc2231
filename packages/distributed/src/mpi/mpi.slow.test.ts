import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { webgpu } from '@neurona/backend-webgpu';
import { lockFolder } from '@neurona/checkpoints';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const hasMPI = canRun();
const without = hasMPI
  ? ''
  : ': skipped, as there is no mpirun of Open MPI (Debian: apt install openmpi-bin libopenmpi3)';

function canRun(): boolean {
  try {
    return execFileSync('mpirun', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).includes('Open MPI');
  } catch {
    return false;
  }
}

const gpu = await webgpu({ software: true }).probe();
const withoutGPU = gpu.available ? '' : `: skipped, as ${gpu.reason}`;

let root: string;
let program: string;

beforeAll(async () => {
  root = await mkdtemp(join(fileURLToPath(new URL('../../node_modules', import.meta.url)), '.mpi-')); // from where koffi is found
  program = join(root, 'train.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../testing/train-digits.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['@neurona/source'],
    external: ['cli-progress'],
    logLevel: 'error',
  });
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ending {
  readonly code: number;
  readonly seconds: number;
  /** What all ranks and mpirun printed. */
  readonly text: string;
  readonly stdout: string;
}

/** Runs the program by several processes. */
function run(size: number, ...args: string[]): Promise<Ending> {
  const started = performance.now();
  const root = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' }; // as in containers
  return new Promise((resolve) => {
    execFile(
      'mpirun',
      ['-n', String(size), '--oversubscribe', process.execPath, program, ...args],
      { env: { ...process.env, ...root, NO_COLOR: '1' }, timeout: 300_000 },
      (error, stdout, stderr) =>
        resolve({
          code: error ? Number(error.code ?? 1) : 0,
          seconds: (performance.now() - started) / 1000,
          text: `${stdout}\n${stderr}`,
          stdout,
        }),
    );
  });
}

interface Result {
  readonly epochs: readonly Readonly<Record<string, number>>[];
  readonly weights: readonly number[];
}

async function train(size: number, ...args: string[]): Promise<Result & Ending> {
  const out = join(root, `result-${size}.json`);
  const ending = await run(size, '--out', out, ...args);
  expect(ending.code, ending.text).toBe(0);
  return { ...ending, ...(JSON.parse(await readFile(out, 'utf8')) as Result) };
}

/** The largest differences of losses and weights. */
function distance(a: Result, b: Result): { readonly loss: number; readonly weight: number } {
  const most = (values: readonly number[]): number => values.reduce((x, y) => Math.max(x, y), 0);
  expect(a.epochs.length).toBe(b.epochs.length);
  return {
    loss: most(
      a.epochs.flatMap((epoch, i) =>
        [epoch.loss! - b.epochs[i]!.loss!, epoch.valLoss! - b.epochs[i]!.valLoss!].map(Math.abs),
      ),
    ),
    weight: most(a.weights.map((x, i) => Math.abs(x - b.weights[i]!))),
  };
}

describe.skipIf(!hasMPI)(`processes of MPI${without}`, () => {
  let alone: Result;
  beforeAll(async () => {
    alone = await train(1);
  });

  it.each([2, 4])(
    '%i, each with its share of every batch, train as one does, over 50 steps',
    async (size) => {
      const together = await train(size);
      const { loss, weight } = distance(together, alone);
      console.log(
        `${size} ranks: losses differ by ${loss.toExponential(1)}, weights by ${weight.toExponential(1)}`,
      );
      expect(loss).toBeLessThan(1e-6);
      expect(weight).toBeLessThan(1e-6);
      expect(together.stdout.match(/^epoch 1\/5/gm)).toHaveLength(1); // rank 0 alone prints
    },
  );

  it.skipIf(!gpu.available)(`take a device of webgpu each, and train as one does${withoutGPU}`, async () => {
    const { loss, weight } = distance(await train(2, '--webgpu'), await train(1, '--webgpu'));
    console.log(
      `on webgpu: losses differ by ${loss.toExponential(1)}, weights by ${weight.toExponential(1)}`,
    );
    expect(loss).toBeLessThan(1e-6);
    expect(weight).toBeLessThan(1e-6);
  });

  it('share the mean and variance of batch normalisation', async () => {
    const { loss, weight } = distance(await train(2, '--norm'), await train(1, '--norm'));
    console.log(
      `with batch normalisation: losses differ by ${loss.toExponential(1)}, weights by ${weight.toExponential(1)}`,
    );
    expect(loss).toBeLessThan(1e-5); // measured 9.5e-7
    expect(weight).toBeLessThan(1e-5);
  });

  it('that lose one end with an error that names it, and go on from the last checkpoint with another number', async () => {
    const folder = join(root, 'checkpoints');
    const { code, seconds, text } = await run(2, '--folder', folder, '--wrong', 'killed');
    expect(code).not.toBe(0);
    expect(seconds).toBeLessThan(60);
    expect(text).toMatch(/process rank 1 .* exited on signal 9/);
    expect((await readdir(folder)).filter((name) => name.startsWith('step-')).at(-1)).toBe(
      'step-000000030.safetensors',
    );
    const free = () => lockFolder('test', folder).then((release) => release().then(() => 'free'), String);
    await expect.poll(free, { timeout: 60_000 }).toBe('free'); // mpirun may end before the ranks that it ends
    const resumed = await train(3, '--folder', folder);
    const losses = resumed.epochs.map(({ loss }, i) => Math.abs(loss! - alone.epochs[i]!.loss!));
    losses[2] = 0; // of the epoch that was cut off, the file has the losses of rank 0's share
    expect(Math.max(...losses)).toBeLessThan(1e-6);
    expect(distance(resumed, alone).weight).toBeLessThan(1e-6);
  });

  it('of which one fails all hear of it', async () => {
    const { code, text } = await run(3, '--wrong', 'throws');
    expect(code).not.toBe(0);
    expect(text).toContain('Error: the disk is full');
    expect(text).toContain(
      'GroupError: [mpi] expected every rank to go on, got a failure of rank 2: the disk is full',
    );
  });

  it.each([
    [
      'model',
      'the same tensor 0.weight of the model on every rank, got [3, 3, 1, 4] of float32 on rank 0 and [3, 3, 1, 5] of float32 on rank 1',
    ],
    [
      'shape',
      'the same shape of field 0 of the data on every rank, got [8, 8, 1] of float32 on rank 0 and [4, 16, 1] of float32 on rank 1',
    ],
  ])('with another %s end at once, and say which', async (wrong, message) => {
    const { code, text } = await run(2, '--wrong', wrong);
    expect(code).not.toBe(0);
    expect(text).toContain(`GroupError: [fit] expected ${message}`);
  });
});
