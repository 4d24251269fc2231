import { ArrayDataset, hostArray, mnist } from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import { plotImageGrid } from '@neurona/plots';
import { concat, linspace, manualSeed, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { fit } from '@neurona/training';
import { bitsPerDimension, elboSteps, gaussianKL, importanceWeightedBound, VAE } from '@neurona/vae';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { latentSpaceNumbers } from './numbers.js';

export const settings = {
  images: 8000,
  heldOut: 500,
  hiddenSize: 200,
  latentSize: 20,
  epochs: 15,
  tuneEpochs: 3,
  batchSize: 100,
  learningRate: 0.002,
  draws: 50,
  seed: 1,
};

const size = 28 * 28;

export async function run(
  {
    images,
    heldOut,
    hiddenSize,
    latentSize,
    epochs,
    tuneEpochs,
    batchSize,
    learningRate,
    draws,
    seed,
  }: typeof settings,
  { print, draw, progress, signal }: LessonTools,
): Promise<Measured<typeof latentSpaceNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const { fields } = await mnist({ split: 'test' }); // 10,000 digits
  const binary = Float32Array.from(fields[0]!.values, (value) => Number(value > 0.5));
  const part = (from: number, count: number): Float32Array =>
    binary.slice(from * size, (from + count) * size);
  const train = new ArrayDataset([hostArray(part(0, images), [images, 28, 28, 1])]);
  const test = tensor(part(images, heldOut), { shape: [heldOut, 28, 28, 1] });
  // #endregion

  // #region training
  const makeModel = (): VAE => new VAE({ hiddenSize, latentSize });
  async function learn(model: VAE, beta: number, count: number): Promise<void> {
    const adam = new Adam(model.parameters(), { learningRate });
    await fit(model, train, {
      ...elboSteps({ beta }),
      optimizers: { adam },
      batchSize,
      epochs: count,
      progress,
      ...(signal && { signal }),
    });
    adam.dispose();
  }
  const model = makeModel();
  await learn(model, 1, epochs);
  // #endregion

  // #region bits
  async function bitsOf(model: VAE): Promise<number> {
    const bound = noGrad(() => importanceWeightedBound(model, test, { samples: draws }).mean());
    return bitsPerDimension(-(await bound.item()), size);
  }
  const ink = Float64Array.from({ length: size }, (_, i) => {
    let sum = 1; // as if one image more were black there, and one white
    for (let image = 0; image < images; image++) sum += binary[image * size + i]!;
    return sum / (images + 2);
  });
  const alone =
    part(images, heldOut).reduce(
      (sum, value, i) => sum - Math.log(value ? ink[i % size]! : 1 - ink[i % size]!),
      0,
    ) / heldOut;
  const [bits, alonePixels] = [await bitsOf(model), bitsPerDimension(alone, size)];
  print(
    `held-out digits: ${bits.toFixed(3)} bits a pixel (${(bits * size * Math.LN2).toFixed(1)} nats a digit), each pixel by itself ${alonePixels.toFixed(3)}`,
  );
  // #endregion

  // #region interpolation
  const pairs = 8;
  const [from, to] = [test.slice(0, pairs), test.slice(pairs, 2 * pairs)];
  const [start, end] = noGrad(() => [model.encode(from).mean, model.encode(to).mean]);
  const way = linspace(0, 1, 9);
  const walk = noGrad(() =>
    scoped(() => {
      const steps = start!.unsqueeze(1).lerp(end!.unsqueeze(1), way.reshape([1, 9, 1])); // [pairs, 9, Z]
      return model.generate(steps.reshape([pairs * 9, latentSize]));
    }),
  );
  draw('interpolation', plotImageGrid(await picture(walk), { columns: 9, title: 'From a digit to another' }));
  const natsOf = async (x: Tensor): Promise<number> =>
    -(await noGrad(() =>
      importanceWeightedBound(model, x.greater(0.5).cast('float32'), { samples: draws }).mean(),
    ).item());
  const halfway = walk.reshape([pairs, 9, 28, 28, 1]).select(1, 4);
  const fade = from.add(to).div(2).greaterEqual(0.5).cast('float32'); // the ink of both
  const [byPlane, byPixels] = [await natsOf(halfway), await natsOf(fade)];
  print(
    `half-way between two digits: ${byPlane.toFixed(1)} nats in the latent space, ${byPixels.toFixed(1)} by their ink`,
  );
  // #endregion

  // #region arithmetic
  const inkOf = (x: Tensor): Tensor => x.mean({ axis: [1, 2, 3] });
  const codes = noGrad(() => model.encode(test).mean);
  const shares = Array.from(await inkOf(test).data(), Number);
  const byInk = shares.map((_, i) => i).sort((a, b) => shares[a]! - shares[b]!);
  const quarter = Math.floor(heldOut / 4);
  const meanOf = (indices: readonly number[]): Tensor =>
    codes.indexSelect(0, Int32Array.from(indices)).mean({ axis: 0, keepDims: true });
  const bolder = meanOf(byInk.slice(-quarter)).sub(meanOf(byInk.slice(0, quarter))); // [1, Z]
  const chosen = codes.slice(0, 8);
  const rows = noGrad(() => [-1, 0, 1].map((times) => model.generate(chosen.add(bolder.mul(times)))));
  const [light, plain, bold] = await Promise.all(rows.map((row) => inkOf(row).mean().item()));
  draw(
    'arithmetic',
    plotImageGrid(await picture(concat(rows)), { columns: 8, title: 'Code - bold, code, code + bold' }),
  );
  print(`mean ink: ${light!.toFixed(3)} without "bold", ${plain!.toFixed(3)}, ${bold!.toFixed(3)} with it`);
  // #endregion

  // #region sweep
  const weights = model.stateDict();
  const sweep: {
    readonly beta: number;
    readonly bits: number;
    readonly divergence: number;
    readonly active: number;
  }[] = [];
  for (const beta of [0.25, 1, 4, 16]) {
    const other = makeModel();
    other.loadStateDict(weights);
    await learn(other, beta, tuneEpochs);
    const each = await noGrad(() => gaussianKL(other.encode(test)).mean({ axis: 0 })).data();
    const nats = Array.from(each, Number);
    sweep.push({
      beta,
      bits: await bitsOf(other),
      divergence: nats.reduce((sum, one) => sum + one, 0),
      active: nats.filter((one) => one > 0.1).length,
    });
    const { bits: now, divergence, active } = sweep.at(-1)!;
    print(
      `beta ${beta}: ${now.toFixed(3)} bits, divergence ${divergence.toFixed(1)} nats, ${active} of ${latentSize} variables in use`,
    );
    draw(
      `samples-beta-${beta}`,
      plotImageGrid(await picture(other.sample(16)), { columns: 8, title: `Samples, beta ${beta}` }),
    );
    other.dispose();
  }
  // #endregion

  return {
    bits,
    underPixels: alonePixels - bits,
    halfway: byPixels - byPlane,
    bold: bold! / light!,
    cost: sweep[3]!.bits - sweep[1]!.bits,
    inUse: sweep[0]!.active - sweep[3]!.active,
  };
}

/** Images on the device as a picture takes them. */
async function picture(x: Tensor): Promise<{ values: Float32Array; shape: readonly number[] }> {
  return { values: Float32Array.from(await x.data(), Number), shape: x.shape };
}
