import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadWeights } from '@neurona/checkpoints';
import { Conv1d, Conv2d, Linear, Module, mse, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { arange, Generator, manualSeed, noGrad, randn, scoped, type Tensor } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import logits from '../../fixtures/lora/logits.json' with { type: 'json' };
import { loadLora, saveLora } from './adapter-files.js';
import { lora, mergeLora } from './lora.js';

const fixtures = fileURLToPath(new URL('../../fixtures/lora/convolutions', import.meta.url));

/** The model of `tooling/generators/lora-fixtures.py`. */
class Convolutions extends Module {
  readonly conv1 = new Conv2d(3, 6, 3, { stride: 2, padding: 1 });
  readonly conv2 = new Conv2d(6, 4, 1, { bias: false });
  readonly conv3 = new Conv2d(4, 5, [2, 3], { padding: [0, 1] });
  readonly fc = new Linear(20, 4);

  override forward(x: Tensor): Tensor {
    return scoped(() => {
      const y = this.conv2.forward(this.conv1.forward(x).tanh()).tanh();
      const columns = this.conv3.forward(y).tanh().mean({ axis: 1 }); // [N, W, C]
      return this.fc.forward(columns.permute([0, 2, 1]).flatten(1));
    });
  }
}

const images = (): Tensor =>
  scoped(() =>
    arange(0, 2 * 8 * 8 * 3)
      .div(3)
      .sin()
      .reshape([2, 8, 8, 3]),
  );

async function published(): Promise<Convolutions> {
  const model = new Convolutions().eval();
  await loadWeights(model, join(fixtures, 'model.safetensors'), { layout: 'torch' });
  return model;
}

describe('LoRA on convolutions', () => {
  forEachBackend(() => {
    it('has the values of PEFT with adapters of PEFT, merged too, and saved again', async () => {
      const model = await loadLora(await published(), join(fixtures, 'adapters'));
      expectClose(await model.forward(images()).data(), logits.convolutions);
      const folder = await mkdtemp(join(tmpdir(), 'lora-'));
      try {
        await saveLora(model, folder);
        const other = await loadLora(await published(), folder);
        expect(await other.forward(images()).data()).toEqual(await model.forward(images()).data());
      } finally {
        await rm(folder, { recursive: true });
      }
      expectClose(await mergeLora(model).forward(images()).data(), logits.convolutions);
      expect(Object.keys(model.stateDict())).toEqual(Object.keys(new Convolutions().stateDict()));
    });

    it('learns by adapters alone, of sequences too, with memory that is constant', async () => {
      manualSeed(2);
      const rng = new Generator(3);
      const settings = { padding: 4, dilation: 2, paddingMode: 'reflect' } as const;
      const model = new Sequential(new Conv1d(3, 8, 5, settings), new Conv1d(8, 2, 1));
      const [x, y] = [randn([2, 12, 3], { rng }), randn([2, 12, 2], { rng })];
      const before = await model.forward(x).data();
      lora(model, { rank: 2, targets: /^\d$/ });
      expect(await model.forward(x).data()).toEqual(before);
      const learned = model.parameters().filter(({ requiresGrad }) => requiresGrad);
      expect(learned.map(({ shape }) => shape)).toEqual([
        [5, 3, 2],
        [1, 2, 8],
        [1, 8, 2],
        [1, 2, 2],
      ]);
      const optimizer = new SGD(learned, { learningRate: 0.1 });
      const step = (): Tensor =>
        scoped(() => {
          optimizer.zeroGrad();
          const loss = mse(model.forward(x), y);
          loss.backward();
          optimizer.step();
          return loss.detach();
        });
      const first = await step().item();
      step().dispose();
      const memory = liveMemory();
      for (let i = 0; i < 20; i++) step().dispose();
      expect(liveMemory()).toEqual(memory);
      expect(await step().item()).toBeLessThan(0.9 * first);
      optimizer.zeroGrad();
      const adapted = await noGrad(() => model.forward(x)).data();
      expectClose(await mergeLora(model).forward(x).data(), adapted);
    });
  });

  it('refuses convolutions in groups, and adapters of another kernel', async () => {
    const grouped = new Sequential(new Conv2d(4, 4, 3, { groups: 2 }));
    expect(() => lora(grouped, { targets: ['0'] })).toThrow(
      '[lora] expected targets without groups, got 0, a convolution in groups. A map of low rank',
    );
    class Other extends Convolutions {
      override readonly conv1 = new Conv2d(3, 6, 5, { stride: 2, padding: 2 });
    }
    await expect(loadLora(new Other(), join(fixtures, 'adapters'))).rejects.toThrow(
      'expected base_model.model.conv1.lora_A.weight [2, 3, 5, 5], got [2, 3, 3, 3]',
    );
  });
});
