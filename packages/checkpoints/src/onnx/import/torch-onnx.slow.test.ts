import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { mse } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { manualSeed, memoryScope, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOnnx } from '../../testing/onnx-runtime.js';
import { exportONNX } from '../export/export-onnx.js';
import { importONNX } from './import-onnx.js';

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Case {
  readonly integers: boolean;
  readonly input: Values;
  readonly output: Values;
  readonly parameters: readonly string[];
}

const run = promisify(execFile);
const python = process.env.NEURONA_PYTHON ?? '/usr/bin/python3';
const program = fileURLToPath(new URL('../../testing/torch-onnx-models.py', import.meta.url));
const missing = await run(python, ['-c', 'import torch, torchvision']).then(
  () => undefined,
  () => `no torch and torchvision in ${python}; NEURONA_PYTHON names another interpreter`,
);

const folder = await mkdtemp(join(tmpdir(), 'neurona-torch-onnx-'));
afterAll(() => rm(folder, { recursive: true }));

async function write(...more: readonly string[]): Promise<Readonly<Record<string, Case>>> {
  await run(python, [program, folder, ...more], { maxBuffer: 2 ** 24 });
  return JSON.parse(await readFile(join(folder, 'cases.json'), 'utf8'));
}

const inputOf = ({ integers, input: { shape, values } }: Case): Tensor =>
  tensor(integers ? Int32Array.from(values) : Float32Array.from(values), { shape });

const small = missing === undefined ? await write() : {};

describe(`importONNX of what PyTorch wrote${missing === undefined ? '' : ` (${missing})`}`, () => {
  beforeAll(() => useBackend(wasm()));

  it.skipIf(missing !== undefined)('has files to read', () => {
    expect(Object.keys(small).length).toBeGreaterThan(10);
  });

  it.each(Object.entries(small))(
    'gives what %s gave there, can be trained on, and is written again',
    async (name, one) => {
      manualSeed(1);
      const model = (await importONNX(join(folder, `${name}.onnx`))).eval();
      const [wanted, found] = await outputsOf(model, one);
      expect(found.shape).toEqual(one.output.shape);
      expectClose(found.values, wanted, { atol: 1e-5, rtol: 1e-4 });
      await expectWrittenAgain(model, one);
      const x = inputOf(one);
      const goal = tensor(
        Float32Array.from(wanted, (_, i) => Math.sin(i)),
        { shape: one.output.shape },
      );
      const optimizer = new Adam(model.train().parameters(), { learningRate: 0.01 });
      const losses: number[] = [];
      for (let step = 0; step < 10; step++) {
        const loss = scoped(() => {
          optimizer.zeroGrad();
          const value = mse(model.forward(x) as Tensor, goal);
          value.backward();
          optimizer.step();
          return value.detach();
        });
        losses.push(await loss.item());
        loss.dispose();
      }
      expect(Math.min(...losses.slice(-3))).toBeLessThan(losses[0]!);
      for (const item of [optimizer, model, x, goal]) item.dispose();
    },
  );

  it.skipIf(missing !== undefined)(
    'has the names of PyTorch, and its batch norms and dropout, where it wrote for training',
    async () => {
      const one = small['cnn-training']!;
      const model = await importONNX(join(folder, 'cnn-training.onnx'));
      const names = [...model.namedParameters()].map(([name]) => name);
      expect(names.sort()).toEqual([...one.parameters].sort());
      const buffers = [...model.namedBuffers()].map(([name]) => name);
      expect(buffers).toEqual(expect.arrayContaining(['1.running_mean', '3.norm.running_var']));
      using _scope = memoryScope();
      const x = inputOf(one);
      const [a, b] = noGrad(() => [model.forward(x) as Tensor, model.forward(x) as Tensor]);
      expect(await a!.data()).not.toEqual(await b!.data());
    },
  );

  it.skipIf(missing !== undefined)('gives what models of torchvision give', async () => {
    const cases = await write('published');
    for (const [name, one] of Object.entries(cases)) {
      const model = (await importONNX(join(folder, `${name}.onnx`))).eval();
      const [wanted, found] = await outputsOf(model, one);
      const scale = Math.max(1, ...wanted.map(Math.abs));
      for (const [i, value] of found.values.entries())
        expect(Math.abs(value - wanted[i]!) / scale, name).toBeLessThan(1e-4);
      model.dispose();
    }
  });
});

async function outputsOf(
  model: Awaited<ReturnType<typeof importONNX>>,
  one: Case,
): Promise<[readonly number[], Values]> {
  using _scope = memoryScope();
  const y = noGrad(() => model.forward(inputOf(one)) as Tensor);
  return [one.output.values, { shape: y.shape, values: Array.from(await y.data()) }];
}

/** The file of the imported model gives the same in ONNX Runtime, for another batch too. */
async function expectWrittenAgain(model: Awaited<ReturnType<typeof importONNX>>, one: Case): Promise<void> {
  const { shape, values } = one.input;
  const dtype = one.integers ? 'int32' : 'float32';
  const again = await exportONNX(model, [{ name: 'input', shape, dtype }]);
  const { output } = await runOnnx(again, {
    input: { shape: shape.with(0, 4), values: [...values, ...values], dtype },
  });
  expectClose(output!.values, [...one.output.values, ...one.output.values], { atol: 1e-5, rtol: 1e-4 });
}
