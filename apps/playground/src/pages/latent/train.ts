import { fetchBatch, type HostArray, strokeDigits } from '@neurona/datasets';
import { Adam } from '@neurona/optimizers';
import {
  Generator,
  noGrad,
  noteHostValues,
  own,
  permutationArray,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { elbo, VAE } from '@neurona/vae';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import type { Trainer } from '../../worker/protocol.js';
import { type LatentSettings, side, tiles } from './settings.js';

/** The parts of the loss of held-out digits, in nats for each digit. */
export interface Parts {
  readonly reconstruction: number;
  readonly divergence: number;
}

/** What is at a place of the plane. */
export interface Look {
  readonly at: readonly [number, number];
  /** What the decoder draws there, `side²` values. */
  readonly drawn: Float32Array;
  /** The held-out digit whose mean is nearest, with its distribution and what the decoder makes of its mean. */
  readonly digit: number;
  readonly pixels: Float32Array;
  readonly redrawn: Float32Array;
  readonly mean: readonly [number, number];
  readonly std: readonly [number, number];
  readonly parts: Parts;
  /** How many of the nearest twelve are of the class that most of them are of. */
  readonly common: { readonly digit: number; readonly count: number };
}

/** What the page shows. */
export interface LatentSnapshot {
  readonly beta: number;
  readonly step: number;
  /** Half the height and width of the plane that is shown. */
  readonly reach: number;
  /** What the decoder draws on a grid over it, rows from above: `side²` bytes for each. */
  readonly map: Uint8Array;
  /** Means of the held-out digits, x and y, and their classes. */
  readonly places: Float32Array;
  readonly classes: Int32Array;
  /** Their distance from the centre, root mean square. */
  readonly spread: number;
  readonly parts: Parts;
  readonly curves: Curves<keyof Parts>;
  readonly look: Look;
}

const [learned, heldOut] = [2000, 400];
const batchSize = 100;
const longest = 3000; // steps
const neighbours = 12;
const reaches = [3, 6, 12, 24, 48, 96, 192];

let drawn: Promise<readonly HostArray[]> | undefined;

/** Draws digits, the same ones for every seed, and makes a network with random weights. */
export async function createLatentTrainer(settings: LatentSettings): Promise<LatentTrainer> {
  drawn ??= drawDigits();
  return new LatentTrainer(settings, await drawn);
}

function drawDigits(): Promise<readonly HostArray[]> {
  const count = learned + heldOut;
  const data = strokeDigits(count, { size: side, variation: 0.7, rng: new Generator(20) });
  return fetchBatch(
    data,
    Array.from({ length: count }, (_, i) => i),
  );
}

/** Trains an autoencoder with two latent variables, and reads its plane. */
export class LatentTrainer implements Trainer<LatentSettings, LatentSnapshot> {
  readonly #model = new VAE({ inputShape: [side, side, 1], hiddenSize: 192, latentSize: 2 });
  readonly #optimizer = new Adam(this.#model.parameters(), { learningRate: 0.005 });
  readonly #curves = new CurveRecorder<keyof Parts>(['reconstruction', 'divergence']);
  readonly #pixels: Float32Array;
  readonly #classes: Int32Array;
  readonly #train: Tensor;
  readonly #test: Tensor;
  #order = permutationArray(learned);
  #settings: LatentSettings;
  #steps = 0;
  #read: (Omit<LatentSnapshot, 'look' | 'curves' | 'beta'> & { readonly stds: Float32Array }) | undefined;

  constructor(settings: LatentSettings, [images, classes]: readonly HostArray[]) {
    this.#settings = settings;
    const values = images!.values as Float32Array;
    const cut = learned * side * side;
    this.#pixels = values.slice(cut);
    this.#classes = Int32Array.from(classes!.values.slice(learned) as Int32Array);
    this.#train = own(tensor(values.slice(0, cut), { shape: [learned, side, side, 1] }));
    this.#test = own(noteHostValues(tensor(this.#pixels, { shape: [heldOut, side, side, 1] }), this.#pixels));
  }

  /** One batch. */
  step(): boolean {
    const at = (this.#steps * batchSize) % learned;
    if (at === 0) this.#order = permutationArray(learned);
    scoped(() => {
      const batch = this.#train.indexSelect(0, this.#order.slice(at, at + batchSize));
      this.#optimizer.zeroGrad();
      elbo(this.#model, batch, { beta: this.#settings.beta }).loss.backward();
      this.#optimizer.step();
    });
    this.#steps++;
    this.#read = undefined;
    return this.#steps >= longest;
  }

  async snapshot(): Promise<LatentSnapshot> {
    const { beta, at } = this.#settings;
    this.#read ??= await this.#readPlane();
    const { stds, ...read } = this.#read;
    return { ...read, beta, curves: this.#curves.read(), look: await this.#lookAt(at, read, stds) };
  }

  update(settings: LatentSettings): boolean {
    this.#settings = settings;
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    for (const held of [this.#optimizer, this.#model, this.#train, this.#test]) held.dispose();
  }

  /** The clouds, the map and the loss, with the weights of now. */
  async #readPlane() {
    const [mean, std, reconstruction, divergence] = await values(() => {
      const { mean: means, logVar } = this.#model.encode(this.#test);
      const parts = elbo(this.#model, this.#test, { rng: new Generator(1) }); // the same noise each time
      return [means, logVar.mul(0.5).exp(), parts.reconstruction, parts.divergence];
    });
    const [places, stds] = [Float32Array.from(mean!), Float32Array.from(std!)];
    const sizes = Array.from(places, Math.abs).sort((a, b) => a - b);
    const edge = sizes[Math.floor(0.98 * sizes.length)]!;
    const reach = reaches.find((size) => size >= edge) ?? reaches.at(-1)!;
    const [map] = await values(() => [this.#model.generate(tensor(gridOf(reach))).mul(255)]);
    const parts = { reconstruction: reconstruction![0]!, divergence: divergence![0]! };
    if (this.#steps > 0) this.#curves.add(this.#steps, parts);
    return {
      step: this.#steps,
      reach,
      map: Uint8Array.from(map!),
      places,
      stds,
      classes: this.#classes,
      spread: Math.sqrt(sizes.reduce((sum, size) => sum + size * size, 0) / heldOut),
      parts,
    };
  }

  async #lookAt(
    at: readonly [number, number],
    { places }: Pick<LatentSnapshot, 'places'>,
    stds: Float32Array,
  ): Promise<Look> {
    const pair = (of: Float32Array, i: number) => [of[2 * i]!, of[2 * i + 1]!] as const;
    const distance = (i: number) => Math.hypot(places[2 * i]! - at[0], places[2 * i + 1]! - at[1]);
    const near = Array.from(this.#classes.keys())
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, neighbours);
    const i = near[0]!;
    const counts = near.reduce(
      (sum, one) => sum.with(this.#classes[one]!, sum[this.#classes[one]!]! + 1),
      Array<number>(10).fill(0),
    );
    const common = counts.indexOf(Math.max(...counts));
    const [drawn, reconstruction, divergence] = await values(() => {
      const x = this.#test.slice(i, i + 1);
      const parts = elbo(this.#model, x, { noise: tensor([[0, 0]]) });
      const both = this.#model.generate(tensor([at, pair(places, i)]));
      return [both, parts.reconstruction, parts.divergence];
    });
    const size = side * side;
    return {
      at,
      drawn: Float32Array.from(drawn!.subarray(0, size)),
      redrawn: Float32Array.from(drawn!.subarray(size)),
      digit: this.#classes[i]!,
      pixels: this.#pixels.slice(i * size, (i + 1) * size),
      mean: pair(places, i),
      std: pair(stds, i),
      parts: { reconstruction: reconstruction![0]!, divergence: divergence![0]! },
      common: { digit: common, count: counts[common]! },
    };
  }
}

/** Places of the map's digits, rows from above. */
const gridOf = (reach: number): number[][] =>
  Array.from({ length: tiles ** 2 }, (_, i) => {
    const place = (cell: number) => reach * ((2 * (cell + 0.5)) / tiles - 1);
    return [place(i % tiles), -place(Math.floor(i / tiles))];
  });

/** What tensors hold, without gradients. */
async function values(compute: () => readonly Tensor[]): Promise<Float32Array[]> {
  const found = noGrad(() => scoped(() => compute().map((one) => own(one))));
  return Promise.all(
    found.map(async (one) => {
      const data = (await one.data()) as Float32Array;
      one.dispose();
      return data;
    }),
  );
}
