import { gradCAM, occlusionMap, saliencyMap } from '@neurona/cnn';
import { digits } from '@neurona/datasets';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { trainedDigits } from '../../weights/digits.js';
import { bytesOf, loadWeights } from '../../weights/weight-files.js';
import type { Trainer } from '../../worker/protocol.js';
import { DigitsNetwork } from '../digits/model.js';
import { readImage, side } from '../digits/settings.js';
import type { CnnSettings, MethodName } from './settings.js';

/** Pictures of a layer: filter after filter, row by row. */
export interface Maps {
  readonly size: number;
  readonly values: readonly Float32Array[];
}

/** What the page shows. */
export interface CnnSnapshot {
  /** The settings that it was computed with. */
  readonly settings: CnnSettings;
  readonly pixels: Float32Array;
  /** The first layer's kernels, 3 by 3 each. */
  readonly kernels: readonly Float32Array[];
  readonly first: Maps;
  readonly second: Maps;
  /** Of what is seen now, and of the digit without anything covered. */
  readonly probabilities: Float32Array;
  readonly uncovered: Float32Array;
  /** The class that is explained. */
  readonly explained: number;
  /** What counts for it, pixel by pixel. */
  readonly heat: Float32Array;
}

const explainers: Readonly<Record<MethodName, (model: DigitsNetwork, x: Tensor, classes: number) => Tensor>> =
  {
    cam: (model, x, classes) => gradCAM(model, x, { layer: 'conv2', classes }),
    saliency: (model, x, classes) => saliencyMap(model, x, { classes }),
    occlusion: (model, x, classes) => occlusionMap(model, x, { windowSize: 2, stride: 1, classes }).relu(),
  };

/** Begins with the trained network of the page of digits. */
export async function createCnnTrainer(settings: CnnSettings): Promise<CnnTrainer> {
  return new CnnTrainer(settings, await digits());
}

/** The computation of the page: it has no steps. */
export class CnnTrainer implements Trainer<CnnSettings, CnnSnapshot> {
  readonly answers = {
    /** A digit of the data set. */
    example: (number: number): Float32Array => {
      const [image] = this.#digits.get(number % this.#digits.length);
      return Float32Array.from(image!.values);
    },
  };
  readonly #digits: Awaited<ReturnType<typeof digits>>;
  readonly #model = new DigitsNetwork(0);
  #settings: CnnSettings;

  constructor(settings: CnnSettings, examples: Awaited<ReturnType<typeof digits>>) {
    this.#settings = settings;
    this.#digits = examples;
    loadWeights(this.#model, bytesOf(trainedDigits));
    this.#model.eval();
  }

  step(): boolean {
    return true;
  }

  update(settings: CnnSettings): boolean {
    this.#settings = settings;
    return true;
  }

  async snapshot(): Promise<CnnSnapshot> {
    const settings = this.#settings;
    const whole = readImage(settings.image) ?? new Float32Array(side * side);
    const pixels = whole.map((value, i) => (settings.cover.includes(i) ? 0 : value));
    const run = noGrad(() =>
      scoped(() => {
        const { first, second, output } = this.#model.stages(toBatch(pixels));
        const uncovered = this.#model.forward(toBatch(whole)).softmax();
        return {
          first,
          second,
          probabilities: output.softmax(),
          uncovered,
          kernels: this.#model.conv1.weight.clone(),
        };
      }),
    );
    const read = async (x: Tensor): Promise<Float32Array> => {
      const data = (await x.data()) as Float32Array;
      x.dispose();
      return data;
    };
    const [first, second, probabilities, uncovered, kernels] = await Promise.all(
      [run.first, run.second, run.probabilities, run.uncovered, run.kernels].map(read),
    );
    const explained = settings.of >= 0 ? settings.of : probabilities!.indexOf(Math.max(...probabilities!));
    const heat = await read(
      scoped(() => explainers[settings.method](this.#model, toBatch(pixels), explained)),
    );
    return {
      settings,
      pixels,
      kernels: mapsOf(kernels!, 9),
      first: { size: side, values: mapsOf(first!, side * side) },
      second: { size: side / 2, values: mapsOf(second!, (side * side) / 4) },
      probabilities: probabilities!,
      uncovered: uncovered!,
      explained,
      heat,
    };
  }

  dispose(): void {
    this.#model.dispose();
  }
}

const toBatch = (pixels: Float32Array): Tensor => tensor(pixels, { shape: [1, side, side, 1] });

/** Channel after channel, from values with the channels last. */
function mapsOf(values: Float32Array, size: number): Float32Array[] {
  const channels = values.length / size;
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: size }, (__, i) => values[i * channels + channel]!),
  );
}
