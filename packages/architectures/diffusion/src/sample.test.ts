import { Module } from '@neurona/layers';
import { Generator, manualSeed, randn, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { DiffusionProcess } from './diffusion-process.js';
import { cosineSchedule, linearSchedule } from './noise-schedule.js';
import { PointDenoiser } from './point-denoiser.js';
import { sample, sampleSteps } from './sample.js';

const process = new DiffusionProcess({ schedule: cosineSchedule(40), prediction: 'v' });

/**
 * The best denoiser of data N(0, deviation²): v = (1 - deviation²) √(ᾱ (1 - ᾱ)) / (ᾱ deviation² + 1 - ᾱ) · x_t. It knows the steps by their
 * order.
 */
class OfNormalData extends Module<readonly [x: Tensor, t: Tensor]> {
  #t = process.steps;

  constructor(readonly deviation: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    const alphaBar = process.schedule.alphaBarAt(--this.#t);
    const variance = this.deviation ** 2;
    const factor =
      ((1 - variance) * Math.sqrt(alphaBar * (1 - alphaBar))) / (alphaBar * variance + 1 - alphaBar);
    return x.mul(factor);
  }
}

/** Says the same of every example. */
class Always extends Module<readonly [x: Tensor, t: Tensor, classes?: Tensor | undefined]> {
  readonly numClasses = 2;

  override forward(x: Tensor, _t: Tensor, classes?: Tensor): Tensor {
    return x.mul(0).add(classes ? classes.cast('float32').unsqueeze(1) : 7);
  }
}

const seeded = (): PointDenoiser => {
  manualSeed(4);
  return new PointDenoiser(2, { hiddenSize: 8, numLayers: 1, numClasses: 3 });
};

const deviationOf = async (x: Tensor): Promise<number> => {
  return Math.sqrt(await x.square().mean().item());
};

forEachBackend((name) => {
  it('draws what a perfect network knows, by each sampler', async () => {
    for (const [sampler, tolerance] of [
      ['ddim', 0.02],
      ['ddpm', 0.05], // forty steps of a variance that is right for small ones
    ] as const) {
      const drawn = await sample(new OfNormalData(0.5), process, [4000, 2], { sampler, steps: 40, seed: 3 });
      expect(Math.abs((await deviationOf(drawn)) - 0.5), sampler).toBeLessThan(tolerance);
      drawn.dispose();
    }
  });

  it('steps by the posterior of DDPM', async () => {
    const ddpm = new DiffusionProcess({ schedule: linearSchedule(20) });
    const { betas, alphaBars } = ddpm.schedule;
    const t = 19;
    const start = randn([5, 2], { rng: new Generator(1) });
    for (const variance of ['small', 'large'] as const) {
      const z = await randn([5, 2], { rng: new Generator(8) }).data();
      const [x, [beta, bar, before]] = [await start.data(), [betas[t]!, alphaBars[t]!, alphaBars[t - 1]!]];
      const sigma = Math.sqrt(variance === 'large' ? beta : (beta * (1 - before)) / (1 - bar));
      const expected = Array.from(
        x,
        (value, i) => (value - (beta / Math.sqrt(1 - bar)) * 7) / Math.sqrt(1 - beta) + sigma * z[i]!,
      );
      for await (const step of sampleSteps(new Always(), ddpm, [5, 2], { start, seed: 8, variance })) {
        expectClose(await step.x.data(), expected, { rtol: 1e-4, atol: 1e-3 }); // x̂ is some thousands here
        break;
      }
    }
  });

  it('draws the same from the same seed, whatever the backend', async () => {
    const model = seeded();
    const options = { classes: [0, 1, 2], guidance: 2, steps: 8, seed: 11 };
    const drawn = await sample(model, process, [3, 2], options);
    const again = await sample(model, process, [3, 2], options);
    const other = await sample(model, process, [3, 2], { ...options, seed: 12 });
    expect(await again.data()).toEqual(await drawn.data());
    expect(await other.data()).not.toEqual(await drawn.data());
    expectClose(await drawn.data(), drawnByAll, { rtol: 1e-3, atol: 1e-3 });
  });

  it('leaves no tensor behind, nor when it is ended', async () => {
    const model = seeded();
    const before = liveMemory();
    (await sample(model, process, [3, 2], { sampler: 'ddim', steps: 3 })).dispose();
    for await (const step of sampleSteps(model, process, [3, 2])) if (step.count === 2) break;
    const controller = new AbortController();
    const drawing = sample(model, process, [3, 2], { signal: controller.signal });
    controller.abort();
    await expect(drawing).rejects.toThrow('abort');
    expect(liveMemory(), name).toEqual(before);
    expect(model.training).toBe(true);
  });
});

/** Drawn on the JavaScript backend. */
const drawnByAll = [1.19206, -0.50525, 0.4822, -0.50405, 1.41929, -0.56579];

describe('sampling', () => {
  it('goes through the steps asked for, and shows them', async () => {
    const seen: number[][] = [];
    for await (const { count, steps, t, x, clean } of sampleSteps(seeded(), process, [2, 2], { steps: 4 })) {
      seen.push([count, steps, t]);
      if (count === steps) expectClose(await x.data(), await clean.data());
    }
    expect(seen).toEqual([
      [1, 4, 39],
      [2, 4, 29],
      [3, 4, 19],
      [4, 4, 9],
    ]);
  });

  it('guides from no class to the class, and beyond', async () => {
    const of = async (guidance: number): Promise<number> => {
      const start = tensor([[1, 1]]);
      const options = { sampler: 'ddim', steps: 1, classes: 1, guidance, start } as const;
      const drawn = await sample(new Always(), process, [1, 2], options);
      return (await drawn.data())[0]!;
    };
    const alphaBar = process.schedule.alphaBars[39]!;
    const clean = (v: number): number => Math.sqrt(alphaBar) - Math.sqrt(1 - alphaBar) * v;
    // the model says 1 of class 1, 2 of none, 7 where it is told nothing
    expectClose(await Promise.all([0, 1, 3].map(of)), [clean(7), clean(1), clean(2 - 3)], { atol: 1e-4 });
  });

  it('clips what the network takes for the clean example', async () => {
    const drawn = await sample(new Always(), process, [4, 2], { clip: 0.5, sampler: 'ddim', steps: 5 });
    expect(Math.max(...(await drawn.data()).map(Math.abs))).toBeLessThanOrEqual(0.5);
  });

  it('refuses options out of range, at once', async () => {
    const model = seeded();
    const refusal = (options: object, shape = [3, 2]): string => {
      try {
        sampleSteps(model, process, shape, options);
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refusal({ classes: 3 })).toBe('[sampleSteps] expected classes from 0 to 2, got 3.');
    expect(refusal({ classes: [0, 1] })).toBe(
      '[sampleSteps] expected a class for each of the 3 examples, got 2 of them.',
    );
    expect(refusal({ guidance: 2 })).toBe('[sampleSteps] expected classes to guide to, got none.');
    expect(refusal({ steps: 41 })).toBe('[sampleSteps] expected steps from 1 to 40, got 41.');
    expect(refusal({ eta: -1 })).toBe('[sampleSteps] expected eta from 0 to 1, got -1.');
    expect(refusal({ sampler: 'euler' })).toBe("[sampleSteps] expected sampler 'ddpm' or 'ddim', got euler.");
    expect(refusal({ clip: 0 })).toBe('[sampleSteps] expected clip > 0, got 0.');
    expect(refusal({ seed: 1, rng: new Generator(1) })).toBe(
      '[sampleSteps] expected a seed or an rng, got both.',
    );
    expect(refusal({ start: tensor([1]) })).toBe('[sampleSteps] expected start of shape [3, 2], got [1].');
    expect(refusal({}, [])).toBe('[sampleSteps] expected a shape [N, ...] of at least one example, got [].');
    expect(() => sampleSteps(model, 5 as never, [1, 2])).toThrow(
      '[sampleSteps] expected process to be a DiffusionProcess',
    );
    expect(() => sampleSteps(new Always(), process, [1, 2], { classes: 2 })).toThrow(
      'expected classes from 0 to 1',
    );
    expect(() => sampleSteps(5 as never, process, [1, 2])).toThrow(
      '[sampleSteps] expected a model: a Module, got 5.',
    );
  });

  it('says that a model returns NaN', async () => {
    class Broken extends Module<readonly [x: Tensor, t: Tensor]> {
      override forward(x: Tensor): Tensor {
        return x.mul(Number.NaN);
      }
    }
    await expect(sample(new Broken(), process, [1, 2])).rejects.toThrow(
      '[sample] expected a model that returns finite values, got NaN or infinity. Look at its training with StopOnNaN, or set clip to the largest value of the data.',
    );
  });
});
