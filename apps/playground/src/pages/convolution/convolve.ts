import { avgPool2d, conv2d, maxPool2d, noGrad, relu, scoped, type Tensor, tensor } from '@neurona/tensor';
import { weightsOf } from '../../kernels/kernels.js';
import type { Picture } from '../../pictures/picture.js';
import { PictureInput } from '../../pictures/picture-input.js';
import type { Trainer } from '../../worker/protocol.js';
import type { ConvolutionSettings } from './settings.js';
import { type Misfit, type Plan, planOf, type Size } from './windows.js';

/** What the page shows. */
export interface ConvolutionSnapshot {
  /** The settings that it was computed with. */
  readonly settings: ConvolutionSettings;
  readonly input: Picture;
  /** What came out, or why nothing did. */
  readonly result: Result | Misfit;
}

/** What came out. */
export interface Result {
  readonly plan: Plan;
  /** The convolution, before activation and pooling. */
  readonly convolved: Picture;
  /** What the second layer slides over, where there is one. */
  readonly middle: Picture | undefined;
  readonly output: Picture;
  /** How long the device took, reading included. */
  readonly tookMs: number;
}

export const createConvolver = (settings: ConvolutionSettings): Convolver => new Convolver(settings);

/** Convolves, and answers with pictures. It doesn't learn: it has no steps. */
export class Convolver implements Trainer<ConvolutionSettings, ConvolutionSnapshot> {
  readonly #input = new PictureInput();
  readonly answers = this.#input.answers;
  #settings: ConvolutionSettings;

  constructor(settings: ConvolutionSettings) {
    this.#settings = settings;
  }

  step(): boolean {
    return true;
  }

  update(settings: ConvolutionSettings): boolean {
    this.#settings = settings;
    return true;
  }

  async snapshot(): Promise<ConvolutionSnapshot> {
    const settings = this.#settings;
    const { picture: input, x } = await this.#input.at(settings);
    const plan = planOf(settings, input);
    if ('misfit' in plan) return { settings, input, result: plan };
    const start = performance.now();
    const { convolved, first, output } = convolve(x, plan, settings);
    const sizes = new Map<Tensor, Size>([[convolved, plan.convolved]]);
    if (!sizes.has(first)) sizes.set(first, plan.middle ?? plan.output);
    if (!sizes.has(output)) sizes.set(output, plan.output);
    const pictures = new Map<Tensor, Picture>();
    for (const [held, size] of sizes) {
      const values = (await held.data()) as Float32Array;
      pictures.set(held, { ...size, channels: input.channels, values });
    }
    const tookMs = performance.now() - start;
    for (const held of sizes.keys()) held.dispose();
    const [all, middle, last] = [convolved, first, output].map((held) => pictures.get(held)!);
    const result = { plan, convolved: all!, middle: plan.middle && middle!, output: last!, tookMs };
    return { settings, input, result };
  }

  dispose(): void {
    this.#input.dispose();
  }
}

/** Convolution, activation and pooling on the device, and the second layer. */
function convolve(
  x: Tensor,
  { padding }: Plan,
  settings: ConvolutionSettings,
): { readonly convolved: Tensor; readonly first: Tensor; readonly output: Tensor } {
  const { kernel, stride, dilation, activation, pooling, poolSize, layers } = settings;
  const channels = x.shape[3]!;
  return noGrad(() =>
    scoped(() => {
      const each = weightsOf(kernel).flatMap((weight) => new Array<number>(channels).fill(weight));
      const weight = tensor(new Float32Array(each), { shape: [kernel.size, kernel.size, 1, channels] });
      const bias = tensor(new Float32Array(channels).fill(kernel.bias));
      const convolved = conv2d(x, weight, bias, { stride, padding, dilation, groups: channels }); // [1, OH, OW, C]
      const active =
        activation === 'relu' ? relu(convolved) : activation === 'abs' ? convolved.abs() : convolved;
      const pool = pooling === 'max' ? maxPool2d : avgPool2d;
      const first = pooling === 'none' ? active : pool(active, poolSize);
      const output = layers === 2 ? conv2d(first, weight, bias, { groups: channels }) : first;
      return { convolved, first, output };
    }),
  );
}
