import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ones, randn, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { DiffusionProcess } from './diffusion-process.js';
import { linearSchedule } from './noise-schedule.js';
import { timeEmbedding } from './time-embedding.js';

const steps = (values: number[]) => tensor(values, { dtype: 'int32' });

beforeAll(async () => {
  await useBackend(cpu());
});

describe('a diffusion process', () => {
  const schedule = linearSchedule(50);

  it('is, step by step, what it says at once', async () => {
    const [x, noise] = [randn([1, 3]), randn([1, 3])];
    const { betas, alphaBars } = schedule;
    let [signal, variance] = [1, 0];
    for (const [t, beta] of betas.entries()) {
      [signal, variance] = [signal * Math.sqrt(1 - beta), variance * (1 - beta) + beta];
      expectClose([signal ** 2, variance], [alphaBars[t]!, 1 - alphaBars[t]!], { rtol: 1e-12 });
    }
    const process = new DiffusionProcess({ schedule });
    const noisy = await process.addNoise(x, steps([49]), noise).data();
    expectClose(
      noisy,
      await x
        .mul(signal)
        .add(noise.mul(Math.sqrt(variance)))
        .data(),
    );
  });

  it.each(['noise', 'v'] as const)(
    'finds the parts again from a right prediction of the %s',
    async (prediction) => {
      const process = new DiffusionProcess({ schedule, prediction });
      const [x, noise] = [randn([2, 4, 4, 1]), randn([2, 4, 4, 1])];
      for (const step of [0, 20, 30]) {
        const t = steps([step, step]);
        const parts = process.partsOf(process.addNoise(x, t, noise), step, process.target(x, t, noise));
        expectClose(await parts.clean.data(), await x.data(), { rtol: 1e-4, atol: 1e-4 });
        expectClose(await parts.noise.data(), await noise.data(), { rtol: 1e-4, atol: 1e-4 });
      }
    },
  );

  it('adds to each example the noise of its own step', async () => {
    const process = new DiffusionProcess({ schedule });
    const spread = await process.addNoise(ones([3, 1]).mul(0), steps([0, 10, 49]), ones([3, 1])).data();
    expectClose(
      spread,
      [0, 10, 49].map((t) => Math.sqrt(1 - schedule.alphaBars[t]!)),
    );
  });

  it('refuses other schedules, predictions and steps', () => {
    const process = new DiffusionProcess({ schedule });
    expect(() => new DiffusionProcess({ schedule: 1000 as never })).toThrow(
      '[DiffusionProcess] expected schedule to be a NoiseSchedule, got 1000. Make one: cosineSchedule(1000).',
    );
    expect(() => new DiffusionProcess({ prediction: 'x' as never })).toThrow(
      "[DiffusionProcess] expected prediction 'noise' or 'v', got x.",
    );
    expect(() => process.partsOf(ones([1, 2]), 50, ones([1, 2]))).toThrow(
      '[DiffusionProcess.partsOf] expected a step from 0 to 49, got 50.',
    );
    expect(() => process.addNoise(ones([3, 2]), steps([1]), ones([3, 2]))).toThrow(
      '[DiffusionProcess.addNoise] expected t [3], one for each example, got [1] (x has shape [3, 2]).',
    );
  });
});

describe('timeEmbedding', () => {
  it('has frequencies that fall from 1 to nearly 1 / base', async () => {
    const rows = (await timeEmbedding(steps([3, 70]), 6, { base: 100 }).array()) as number[][];
    for (const [i, t] of [3, 70].entries()) {
      const angles = [0, 1, 2].map((k) => t * 100 ** (-k / 3));
      expectClose(rows[i]!, [...angles.map(Math.sin), ...angles.map(Math.cos)], { rtol: 1e-4, atol: 1e-5 });
    }
  });

  it('refuses odd sizes', () => {
    expect(() => timeEmbedding(steps([1]), 3)).toThrow(
      '[timeEmbedding] expected half of size to be an integer of at least 1, got 1.5.',
    );
  });
});
