import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { currentClock } from '../clock.js';
import { measurePeak } from '../floor.js';
import { channelsFirst } from '../workloads/channels-first.js';
import type { Start, Workload } from '../workloads/workload.js';
import type { Contender, Sample } from './contender.js';
import { describeRate, torchEnvironment } from './torch-environment.js';

const script = createRequire(import.meta.url).resolve('@neurona/bench/torch-steps.py');

/**
 * PyTorch on one thread of the CPU, in a process of its own that times itself. The interpreter is the one that the variable
 * NEURONA_PYTHON names, else `python3`.
 * @throws An error that says why, if there is no Python with PyTorch.
 */
export async function torch(workload: Workload, start: Start): Promise<Contender> {
  const python = pythonWithTorch();
  const folder = await mkdtemp(join(tmpdir(), 'neurona-bench-'));
  await writeStart(folder, workload, channelsFirst(workload, start));
  const child = spawn(python, [script, folder, currentClock()], {
    env: torchEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) =>
      resolve(complaint.trim().split('\n').at(-1) || `${python} ended with status ${code}`),
    );
  });
  child.stdin.on('error', () => {}); // the end of the process is reported by `ended`
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done) throw new Error(await ended);
    return line.value;
  };
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { device, gflops } = JSON.parse(await nextLine()) as { device: string; gflops: number };
    return {
      name: 'PyTorch',
      device: `${device}, ${describeRate(gflops, measurePeak())}`,
      async run(steps) {
        child.stdin.write(`${steps}\n`);
        return JSON.parse(await nextLine()) as Sample;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const lookForTorch = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";

/** The first of some interpreters that knows PyTorch. */
function pythonWithTorch(): string {
  const named = process.env.NEURONA_PYTHON;
  const candidates = named ? [named] : ['python3', '/usr/bin/python3'];
  const found = candidates.find((python) => spawnSync(python, ['-c', lookForTorch]).status === 0);
  if (found) return found;
  throw new Error(`no PyTorch: ${candidates.join(' and ')} don't have torch (NEURONA_PYTHON names another)`);
}

interface Entry {
  readonly shape: readonly number[];
  readonly offset: number;
}

/** workload.json: the description with, for each array, its shape and where it starts in data.bin. */
async function writeStart(folder: string, workload: Workload, { weights, batches }: Start): Promise<void> {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const entry = (values: Float32Array | Int32Array, shape: readonly number[]): Entry => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    parts.push(bytes);
    offset += bytes.length;
    return { shape, offset: offset - bytes.length };
  };
  const description = {
    ...workload,
    weights: weights.map(({ weight, bias }) => ({
      weight: entry(weight.values, weight.shape),
      bias: entry(bias.values, bias.shape),
    })),
    batches: batches.map(({ inputs, targets }) => ({
      inputs: entry(inputs.values, inputs.shape),
      targets: entry(targets, [targets.length]),
    })),
  };
  await writeFile(join(folder, 'workload.json'), JSON.stringify(description));
  await writeFile(join(folder, 'data.bin'), Buffer.concat(parts));
}
