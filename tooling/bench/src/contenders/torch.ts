import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentClock } from '../clock.js';
import { measurePeak } from '../floor.js';
import { channelsFirst } from '../workloads/channels-first.js';
import type { Start, Workload } from '../workloads/workload.js';
import type { Contender, Sample } from './contender.js';
import { describeRate } from './torch-environment.js';
import { pythonWithTorch, startTorch } from './torch-process.js';

const script = createRequire(import.meta.url).resolve('@neurona/bench/torch-steps.py');

/**
 * PyTorch on one thread of the CPU or more, in a process of its own that times itself. The interpreter is the one that the variable
 * NEURONA_PYTHON names, else `python3`.
 * @throws An error that says why, if there is no Python with PyTorch.
 */
export async function torch(workload: Workload, start: Start, threads: number): Promise<Contender> {
  const python = pythonWithTorch();
  const folder = await mkdtemp(join(tmpdir(), 'neurona-bench-'));
  await writeStart(folder, workload, channelsFirst(workload, start));
  const process = startTorch(python, [script, folder, currentClock(), String(threads)], threads);
  const close = async (): Promise<void> => {
    await process.end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { device, gflops } = JSON.parse(await process.nextLine()) as { device: string; gflops: number };
    return {
      name: 'PyTorch',
      device: `${device}, ${describeRate(gflops, measurePeak())}`,
      async run(steps) {
        return JSON.parse(await process.ask(`${steps}`)) as Sample;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
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
      bias: bias && entry(bias.values, bias.shape),
    })),
    batches: batches.map(({ inputs, targets }) => ({
      inputs: entry(inputs.values, inputs.shape),
      targets: entry(targets, [targets.length]),
    })),
  };
  await writeFile(join(folder, 'workload.json'), JSON.stringify(description));
  await writeFile(join(folder, 'data.bin'), Buffer.concat(parts));
}
