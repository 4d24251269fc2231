import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { saveONNX } from '@neurona/checkpoints';
import { Linear, Module } from '@neurona/layers';
import { type Tensor, tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadONNX } from './onnx-weights.js';

/** A layer with a table of numbers that isn't learned, as positions are. */
class Shifted extends Module {
  readonly fc: Linear = new Linear(3, 100);

  override forward(x: Tensor): Tensor {
    return this.fc.forward(x).add(tensor(Float32Array.from({ length: 100 }, (_, i) => i)));
  }
}

beforeAll(async () => {
  await useBackend(cpu());
});

describe('loadONNX', () => {
  it('takes weights and leaves constants of the graph alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neurona-onnx-weights-'));
    try {
      const [file, inputs] = [join(folder, 'shifted.onnx'), [{ name: 'x', shape: [1, 3] }]];
      const [written, model] = [new Shifted(), new Shifted()];
      await saveONNX(written, file, inputs);
      expect(await loadONNX(model, file, inputs)).toBe(2);
      for (const [key, one] of Object.entries(written.stateDict()))
        expect(await model.stateDict()[key]!.data(), key).toEqual(await one.data());
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
