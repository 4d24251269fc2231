import * as jax from '@jax-js/jax';
import type { GenerativeName } from './generative-work.js';

const { lax, nn, numpy: np } = jax;
type Arrays = jax.Array[];

/** Gives the next weight of a network, in the order in which it asks for them. */
type Take = (...shape: number[]) => jax.Array;

/** Networks that draw, in jax-js. Functions take over their arguments; `ref` keeps one. */
export interface JaxNetworks {
  /** Weights of each network. */
  readonly weights: Arrays[];
  /** What a step learns from. */
  readonly data: Arrays;
  /** The loss of each network, of its own weights, those of all, and the data. */
  readonly losses: readonly ((own: Arrays, all: readonly Arrays[], data: Arrays) => jax.Array)[];
}

/** How each is made, for images of a size. */
export const jaxNetworks: Readonly<Record<GenerativeName, (batch: number, size: number) => JaxNetworks>> = {
  conv_autoencoder(batch, size) {
    const x = images(batch, size);
    return {
      weights: [weightsOf((take) => autoencoder(take, x.ref))],
      data: [x],
      losses: [
        (own, all, [x]) => {
          drop(all);
          return squares(autoencoder(from(own), x!.ref), x!);
        },
      ],
    };
  },
  dcgan(batch, size) {
    const [x, noise] = [images(batch, size), normal(batch, 100, 1, 1)];
    return {
      weights: [
        weightsOf((take) => discriminator(take, x.ref)),
        weightsOf((take) => generator(take, noise.ref)),
      ],
      data: [x, noise],
      losses: [
        (own, [kept, weights], [x, noise]) => {
          drop([kept!]);
          const made = generator(from(weights!), noise!);
          const real = nn.softplus(np.negative(discriminator(from(jax.tree.ref(own)), x!))).mean();
          return real.add(nn.softplus(discriminator(from(own), made)).mean());
        },
        (own, [weights, kept], [x, noise]) => {
          drop([kept!, [x!]]);
          const score = discriminator(from(weights!), generator(from(own), noise!));
          return nn.softplus(np.negative(score)).mean();
        },
      ],
    };
  },
  denoising_unet(batch, size) {
    const steps = globalThis.Array.from({ length: batch }, () => Math.floor(1000 * Math.random()));
    const frequencies = globalThis.Array.from({ length: 16 }, (_, i) => 10_000 ** (-i / 16));
    const angles = np.array(steps.map((t) => frequencies.map((f) => t * f)));
    const signal = np
      .array(steps.map((t) => Math.cos((((t + 1) / 1000) * Math.PI) / 2) ** 2))
      .reshape([batch, 1, 1, 1]);
    const [x, noise] = [images(batch, size), normal(batch, 1, size, size)];
    return {
      weights: [weightsOf((take) => unet(take, x.ref, angles.ref))],
      data: [x, noise, signal, angles],
      losses: [
        (own, all, [x, noise, signal, angles]) => {
          drop(all);
          const left = np.sqrt(np.subtract(1, signal!.ref));
          const seen = np.sqrt(signal!).mul(x!).add(left.mul(noise!.ref));
          return squares(unet(from(own), seen, angles!), noise!);
        },
      ],
    };
  },
};

const uniform = (...shape: number[]): jax.Array =>
  np.array(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, Math.random), { shape });

const images = (batch: number, size: number): jax.Array => uniform(batch, 1, size, size);

/** Numbers of mean 0 and deviation 1. */
const normal = (...shape: number[]): jax.Array =>
  uniform(...shape)
    .sub(0.5)
    .mul(Math.sqrt(12));

/** The weights that a network asks for in a run. */
function weightsOf(run: (take: Take) => jax.Array): Arrays {
  const weights: Arrays = [];
  run((...shape) => {
    const weight = normal(...shape).mul(0.02);
    weights.push(weight);
    return weight.ref;
  }).dispose();
  return weights;
}

function from(weights: Arrays): Take {
  let next = 0;
  return () => weights[next++]!;
}

const drop = (all: readonly Arrays[]): void => jax.tree.dispose(all as Arrays[]);

const squares = (a: jax.Array, b: jax.Array): jax.Array => np.square(a.sub(b)).mean();

function linear(take: Take, x: jax.Array, outputs: number): jax.Array {
  return np.matmul(x, take(x.shape[1]!, outputs)).add(take(outputs));
}

const perChannel = (take: Take, x: jax.Array): jax.Array => take(x.shape[1]!).reshape([x.shape[1]!, 1, 1]);

/** A convolution; kernels are `[outputs, inputs, K, K]`. */
function conv(
  take: Take,
  x: jax.Array,
  [outputs, k, stride, pad]: readonly [number, number, number, number],
): jax.Array {
  const sides: [number, number] = [pad, pad];
  return lax.convWithGeneralPadding(x, take(outputs, x.shape[1]!, k, k), [stride, stride], [sides, sides]);
}

/** A transposed convolution: one over the image with zeros between its pixels. */
function up(
  take: Take,
  x: jax.Array,
  [outputs, k, stride, pad, more]: readonly [number, number, number, number, number],
): jax.Array {
  const sides: [number, number] = [k - 1 - pad, k - 1 - pad + more];
  const kernel = take(outputs, x.shape[1]!, k, k);
  return lax.convWithGeneralPadding(x, kernel, [1, 1], [sides, sides], [stride, stride]);
}

function biased(take: Take, x: jax.Array): jax.Array {
  const bias = perChannel(take, x);
  return x.add(bias);
}

/** A norm of each channel over the batch. */
function batchNorm(take: Take, x: jax.Array): jax.Array {
  const [scale, bias] = [perChannel(take, x), perChannel(take, x)];
  return nn.standardize(x, [0, 2, 3]).mul(scale).add(bias);
}

/** A norm of each example over eight groups of channels. */
function groupNorm(take: Take, x: jax.Array): jax.Array {
  const { shape } = x;
  const [scale, bias] = [perChannel(take, x), perChannel(take, x)];
  return nn
    .standardize(x.reshape([shape[0]!, 8, -1]), 2)
    .reshape(shape)
    .mul(scale)
    .add(bias);
}

function autoencoder(take: Take, input: jax.Array): jax.Array {
  let x = input;
  for (const channels of [16, 32, 64]) x = nn.relu(biased(take, conv(take, x, [channels, 3, 2, 1])));
  const code = linear(take, x.reshape([x.shape[0]!, -1]), 30);
  x = nn.relu(linear(take, code, 1024)).reshape([-1, 64, 4, 4]);
  x = nn.relu(biased(take, up(take, x, [32, 3, 2, 1, 0])));
  x = nn.relu(biased(take, up(take, x, [16, 3, 2, 1, 1])));
  return nn.sigmoid(biased(take, up(take, x, [1, 3, 2, 1, 1])));
}

function generator(take: Take, noise: jax.Array): jax.Array {
  let x = nn.relu(batchNorm(take, up(take, noise, [128, 7, 1, 0, 0])));
  x = nn.relu(batchNorm(take, up(take, x, [64, 4, 2, 1, 0])));
  return nn.sigmoid(up(take, x, [1, 4, 2, 1, 0]));
}

function discriminator(take: Take, input: jax.Array): jax.Array {
  const x = nn.leakyRelu(conv(take, input, [64, 4, 2, 1]), 0.2);
  return conv(take, nn.leakyRelu(batchNorm(take, conv(take, x, [128, 4, 2, 1])), 0.2), [1, 7, 1, 0]);
}

function block(take: Take, x: jax.Array, told: jax.Array, outputs: number): jax.Array {
  const inputs = x.shape[1]!;
  const first = biased(take, conv(take, nn.silu(groupNorm(take, x.ref)), [outputs, 3, 1, 1]));
  const h = first.add(linear(take, told, outputs).reshape([-1, outputs, 1, 1]));
  const second = biased(take, conv(take, nn.silu(groupNorm(take, h)), [outputs, 3, 1, 1]));
  return second.add(inputs === outputs ? x : biased(take, conv(take, x, [outputs, 1, 1, 0])));
}

function unet(take: Take, x: jax.Array, angles: jax.Array): jax.Array {
  const [w, told] = [32, 128];
  const waves = np.concatenate([np.sin(angles.ref), np.cos(angles)], 1);
  const time = nn.silu(linear(take, nn.silu(linear(take, waves, told)), told));
  const next = (h: jax.Array, outputs: number) => block(take, h, time.ref, outputs);
  const join = (h: jax.Array, other: jax.Array) => np.concatenate([h, other], 1);
  const a = biased(take, conv(take, x, [w, 3, 1, 1]));
  const b = next(a.ref, w);
  const c = biased(take, conv(take, b.ref, [w, 3, 2, 1]));
  const d = next(c.ref, 2 * w);
  let h = next(next(d.ref, 2 * w), 2 * w);
  h = next(join(next(join(h, d), 2 * w), c), 2 * w);
  h = biased(take, conv(take, np.repeat(np.repeat(h, 2, 2), 2, 3), [2 * w, 3, 1, 1]));
  h = next(join(next(join(h, b), w), a), w);
  time.dispose();
  return biased(take, conv(take, nn.silu(groupNorm(take, h)), [1, 3, 1, 1]));
}
