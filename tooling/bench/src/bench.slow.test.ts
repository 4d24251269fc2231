import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { type BenchOptions, type BenchSizes, runBench } from './command.js';
import {
  charactersWorkload,
  cnnWorkload,
  gptWorkload,
  lstmWorkload,
  mlpWorkload,
} from './workloads/catalogue.js';

const programs = mkdtempSync(join(tmpdir(), 'neurona-bench-'));
const tinyConfig = { vocabSize: 9, contextLength: 8, embedDim: 8, numLayers: 1, numHeads: 2 };
const tiny: BenchSizes = {
  lengths: [4],
  workloads: {
    mlp: mlpWorkload([6, 5, 3], 4),
    cnn: cnnWorkload(12, 4, 5, 2),
    lstm: lstmWorkload(5, 4, 3),
    characters: charactersWorkload(4, 3, 2, 5),
    gpt: gptWorkload(4, 8, 2, 5, 2, 2),
  },
  generation: [{ vocabSize: 5, hiddenSize: 4, numLayers: 2, texts: 2 }],
  inference: {
    config: { ...tinyConfig, feedForwardDim: 12 },
    prompt: 4,
  },
  attention: { heads: 1, headSize: 4, lengths: [96, 128] },
  loading: [
    { name: 'GPT-2', config: tinyConfig } as const,
    { name: 'Llama', config: { ...tinyConfig, feedForwardDim: 12 } } as const,
  ].map((model) => ({ model, program: join(programs, 'program.mjs') })),
  smallTurn: 0,
  stepTurn: 0,
  loaderSteps: 2,
  loaderCases: [
    { title: 'here', blurs: 1, waitMs: 1 },
    { title: 'elsewhere', blurs: 1, waitMs: 0, deviceMs: 1 },
  ],
  loaderWorker: join(programs, 'loader.worker.mjs'),
};
const all: BenchOptions = {
  only: ['small-op', 'mlp', 'cnn', 'lstm', 'characters', 'gpt'],
  peers: ['tfjs-wasm', 'tfjs-cpu', 'jax-js', 'pytorch'],
  rounds: 1,
  clock: 'wall',
};

const compile = (source: URL, outfile: string) =>
  build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['@neurona/source'],
  });

async function run(options: BenchOptions) {
  const lines: string[] = [];
  const result = await runBench(options, tiny, (text) => lines.push(text));
  return { ...result, text: lines.join('\n') };
}

describe('the benchmarks, with tiny sizes', () => {
  it('lets every contender do the same step, and says who could not and why', async () => {
    const { steps, smallOps, targets, text } = await run(all);
    const [mlp, cnn, lstm, , gpt] = steps;
    const names = mlp!.finishers.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['neurona', 'tfjs wasm', 'tfjs cpu', 'jax-js']);
    expect([...names.slice(4), ...mlp!.absent.map(({ name }) => name.replace('pytorch', 'PyTorch'))]).toEqual(
      ['PyTorch'],
    );
    for (const { finishers } of steps) {
      for (const { name, agreement, step } of finishers) {
        expect(agreement, name).toMatchObject({ agrees: true });
        expect(step.median, name).toBeGreaterThan(0);
      }
    }
    expect(cnn!.finishers.map(({ name }) => name)).toContain('jax-js');
    expect(cnn!.absent).toContainEqual({
      name: 'tfjs-wasm',
      reason: "Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'",
    });
    expect(gpt!.finishers.map(({ name }) => name)).toContain('jax-js');
    expect(gpt!.absent).toContainEqual({
      name: 'tfjs-wasm',
      reason: 'left out: its layers have no attention',
    });
    expect(lstm!.absent).toContainEqual({ name: 'jax-js', reason: 'left out: it has no LSTM' });
    expect(smallOps[0]!.ways).toHaveLength(7);
    expect(targets.map(({ aim }) => aim)).toEqual(
      expect.arrayContaining(["mlp step over jax-js's", 'cnn step in ms', "cnn step over jax-js's"]),
    );
    for (const part of ['One addition', 'MLP 6-5-3', 'MNIST CNN', 'GFLOP/s', 'Targets'])
      expect(text).toContain(part);
  });

  it('lists the kernels of a step by time', async () => {
    const { profiles, text } = await run({ ...all, only: ['mlp'], profile: true });
    const kernels = profiles[0]!.profile.kernels;
    expect(new Set(kernels.map(({ kernel }) => kernel))).toContain('adamStep');
    const times = kernels.map(({ ms }) => ms);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(text).toContain('outside');
  });

  it('writes tokens beside the products that they need', async () => {
    const { generation, text } = await run({ ...all, only: ['generation'] });
    expect(generation[0]!.ways).toHaveLength(5);
    for (const { median } of generation[0]!.ways) expect(median).toBeGreaterThan(0);
    expect(text).toContain('tokens a second');
  });

  it('reads prompts and tokens with weights of each kind', async () => {
    const { inference, text } = await run({ ...all, only: ['inference'] });
    expect(inference[0]!.ways.map(({ token }) => token.name)).toEqual([
      'float32',
      '16 bits',
      '8 bits',
      '4 bits',
    ]);
    expect(inference[0]!.bandwidth).toBeGreaterThan(0);
    expect(text).toContain('of the memory’s rate');
    expect(text).toMatch(/On WebGPU a token is \d+ dispatches|Dispatches on WebGPU were not counted/);
    // each takes part, with our logits, or is left out for want of PyTorch
    const { finishers, absent } = inference[0]!;
    const names = ['neurona', 'PyTorch', 'onnxruntime-node', 'onnxruntime-web', 'transformers.js'];
    expect([...finishers.map(({ token }) => token.name), ...absent.map(({ name }) => name)]).toEqual(names);
    for (const { reason } of absent) expect(reason).toMatch(/PyTorch/);
    for (const { token, prompt } of finishers)
      expect(Math.min(token.median, prompt.median)).toBeGreaterThan(0);
  });

  it('says what attention takes, which grows with the length', async () => {
    const { attention, text } = await run({ ...all, only: ['attention'] });
    for (const row of attention[0]!.rows) {
      if ('bytes' in row) expect(row.bytes[1]! / row.bytes[0]!).toBeLessThan(1.1 * (128 / 96));
    }
    expect(text).toContain('128 tokens');
  });

  it('loads models in processes of their own', async () => {
    await compile(new URL('loading/program.ts', import.meta.url), tiny.loading[0]!.program as string);
    const { loading, text } = await run({ ...all, only: ['loading'] });
    expect(loading.map(({ file }) => file)).toEqual([
      4 * (9 * 8 + 8 * 8 + 4 * 8 + 12 * 8 ** 2 + 9 * 8 + 2 * 8),
      4 * (9 * 8 + 2 * 8 + 4 * 8 ** 2 + 3 * 8 * 12 + 8 + 8 * 9),
    ]);
    for (const { file, model } of loading) expect(model).toBeGreaterThanOrEqual(file);
    expect(text).toContain('most resident');
  });

  it('loads in this thread and in workers', async () => {
    await compile(new URL('loader/loader.worker.ts', import.meta.url), tiny.loaderWorker as string);
    const { loaders, text } = await run({ ...all, only: ['loader'] });
    const names = loaders[0]!.ways.map(({ name }) => name);
    expect(names.slice(2)).toEqual(['no prefetch', 'prefetch 2', '1 worker', '2 workers']);
    for (const { median } of loaders[0]!.ways) expect(median).toBeGreaterThan(0);
    expect(text).toContain('gain over no prefetch');
  });
});
