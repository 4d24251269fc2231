import {
  avgPool2d,
  conv2d,
  maxPool2d,
  noGrad,
  own,
  relu,
  scoped,
  type Tensor,
  tensor,
} from '@neurona/tensor';
import { drawPicture } from '../../pictures/draw-picture.js';
import { type Opened, OwnPicture } from '../../pictures/own-picture.js';
import { inColor, inGray, type Picture } from '../../pictures/picture.js';
import { type PictureName, pictureNames } from '../../pictures/sources.js';
import type { Trainer } from '../../worker/protocol.js';
import { type Misfit, type Plan, planOf, type Size } from './plan.js';
import { type ConvolutionSettings, weightsOf } from './settings.js';

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

const thumbnailSize = 40;

/** Begins with one of the drawn pictures. */
export async function createConvolver(settings: ConvolutionSettings): Promise<Convolver> {
  const convolver = new Convolver(settings);
  await convolver.prepare();
  return convolver;
}

/** Convolves, and answers with pictures. It doesn't learn: it has no steps. */
export class Convolver implements Trainer<ConvolutionSettings, ConvolutionSnapshot> {
  readonly answers = {
    /** The drawn pictures in small. */
    thumbnails: () => Promise.all(pictureNames.map((name) => drawPicture(name, thumbnailSize))),
    open: (file: Blob) => this.#open(file),
    /** Takes a frame of the camera, or an earlier output. */
    take: (picture: Picture) => {
      this.#taken = picture;
      this.#inputOf = '';
    },
  };
  #settings: ConvolutionSettings;
  #file: OwnPicture | undefined;
  #taken: Picture | undefined;
  #input: Picture | undefined;
  #inputOf = ''; // the settings that the input was made for
  #x: Tensor | undefined; // [1, H, W, C], the input on the device

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
    await this.prepare();
    const settings = this.#settings;
    const input = this.#input!;
    const plan = planOf(settings, input);
    if ('misfit' in plan) return { settings, input, result: plan };
    const start = performance.now();
    const { convolved, first, output } = this.#convolve(this.#x!, plan, settings);
    const read = async (x: Tensor, size: Size): Promise<Picture> => {
      const values = (await x.data()) as Float32Array;
      return { ...size, channels: input.channels, values };
    };
    const sizes = new Map<Tensor, Size>([[convolved, plan.convolved]]);
    if (!sizes.has(first)) sizes.set(first, plan.middle ?? plan.output);
    if (!sizes.has(output)) sizes.set(output, plan.output);
    const tensors = [...sizes.keys()];
    const pictures = await Promise.all(tensors.map((x) => read(x, sizes.get(x)!)));
    const tookMs = performance.now() - start;
    for (const x of tensors) x.dispose();
    const pictureOf = (x: Tensor): Picture => pictures[tensors.indexOf(x)]!;
    const middle = plan.middle && pictureOf(first);
    const result = { plan, convolved: pictureOf(convolved), middle, output: pictureOf(output), tookMs };
    return { settings, input, result };
  }

  /** Makes the input for the settings, if it is another one than before. */
  async prepare(): Promise<void> {
    const { source, pixels, isColor } = this.#settings;
    const wanted = `${source} ${pixels} ${isColor}`;
    if (wanted === this.#inputOf && this.#input) return;
    const picture = await this.#find();
    if (!picture) return; // neither a file nor a frame is there yet: what was shown stays
    const input = isColor ? inColor(picture) : inGray(picture);
    const { width, height, channels, values } = input;
    this.#x?.dispose();
    this.#x = own(tensor(values, { shape: [1, height, width, channels] }));
    this.#input = input;
    this.#inputOf = wanted;
  }

  dispose(): void {
    this.#x?.dispose();
    this.#file?.dispose();
  }

  async #find(): Promise<Picture | undefined> {
    const { source, pixels } = this.#settings;
    if (source === 'file' && this.#file) return this.#file.at(pixels);
    if ((source === 'camera' || source === 'output') && this.#taken) return this.#taken;
    if (source === 'file' || source === 'camera' || source === 'output')
      return this.#input ?? drawPicture(pictureNames[0], pixels);
    return drawPicture(source satisfies PictureName, pixels);
  }

  /** Convolution, activation and pooling on the device, and the second layer. */
  #convolve(
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

  async #open(file: Blob): Promise<Opened> {
    const opened = await OwnPicture.open(file);
    if (!(opened instanceof OwnPicture)) return opened;
    this.#file?.dispose();
    this.#file = opened;
    this.#inputOf = '';
    return { isOpen: true };
  }
}
