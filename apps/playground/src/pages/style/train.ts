import { gramMatrix, StyleTransfer } from '@neurona/cnn';
import { hostArray, resize } from '@neurona/datasets';
import { featureExtractor } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { noGrad, own, Parameter, scoped, stack, type Tensor, tensor, uniform } from '@neurona/tensor';
import { CurveRecorder, type Curves } from '../../charts/curve-recorder.js';
import { drawPicture } from '../../pictures/draw-picture.js';
import { drawPattern, patternNames } from '../../pictures/patterns.js';
import { pictureNames } from '../../pictures/sources.js';
import type { OwnNetwork } from '../../weights/own-network.js';
import { networkOf, type StyleNetwork } from '../../weights/style-network.js';
import type { Trainer } from '../../worker/protocol.js';
import { ownSide, type StyleSettings } from './settings.js';

/** A Gram matrix of the style, and that of the picture. */
export interface GramPair {
  readonly layer: string;
  /** Channels that are shown: the first of the layer's. */
  readonly size: number;
  readonly wanted: Float32Array;
  readonly found: Float32Array;
}

/** What the page shows. */
export interface StyleSnapshot {
  readonly settings: StyleSettings;
  readonly network: string;
  /** The layers that the network has. */
  readonly layers: readonly string[];
  readonly side: number;
  /** Red, green and blue from 0 to 255, pixel by pixel, row by row. */
  readonly picture: Uint8ClampedArray;
  readonly content: Uint8ClampedArray;
  readonly style: Uint8ClampedArray;
  /** The style loss as a share of the content picture's, the content loss as a share of the style picture's. */
  readonly styleShare: number;
  readonly contentShare: number;
  /** How far a pixel of the picture is from that of the content and of the style, on average. */
  readonly fromContent: number;
  readonly fromStyle: number;
  readonly grams: readonly GramPair[];
  readonly curves: Curves<'style' | 'content'>;
}

/** The pictures to choose from, in small. */
export interface StyleThumbnails {
  readonly contents: readonly Uint8ClampedArray[];
  readonly styles: readonly Uint8ClampedArray[];
}

const steps = 240; // for an aim
const measureEvery = 5; // steps
const rates = { first: 0.03, last: 0.003 } as const; // of Adam
const noiseShare = 0.1; // of what begins as the content: on even areas there would be no gradient
const shownChannels = 64;
const thumbnailSide = 40;

/** Begins with the content or with noise. */
export async function createStyleTrainer(settings: StyleSettings): Promise<StyleTrainer> {
  const { content, side } = settings;
  const pixels =
    typeof content === 'string' ? (await drawPicture(content, side)).values : resized(content.bytes, side);
  return new StyleTrainer(settings, pixels, await networkOf(settings.network));
}

/** A picture that takes the features of one picture and the Gram matrices of another: its pixels are what is trained. */
export class StyleTrainer implements Trainer<StyleSettings, StyleSnapshot> {
  readonly answers = {
    /** Reads the weights of a VGG and tells its name. */
    load: async (file: OwnNetwork): Promise<string> => (await networkOf(file)).name,
    thumbnails: async (): Promise<StyleThumbnails> => ({
      contents: await Promise.all(
        pictureNames.map(async (name) => bytesOf((await drawPicture(name, thumbnailSide)).values)),
      ),
      styles: patternNames.map((name) => bytesOf(drawPattern(name, thumbnailSide).values)),
    }),
  };
  readonly #network: StyleNetwork;
  readonly #image: Parameter; // [1, S, S, 3]
  readonly #content: Tensor;
  readonly #contentValues: Float32Array;
  readonly #optimizer: Adam;
  readonly #curves = new CurveRecorder<'style' | 'content'>(['style', 'content']);
  #settings: StyleSettings;
  #style!: Tensor;
  #styleValues!: Float32Array;
  #transfer!: StyleTransfer;
  #full: readonly [style: number, content: number] | undefined; // losses that stand for all that there is to do
  #wanted: readonly Float32Array[] | undefined;
  #shares: readonly [style: number, content: number] = [1, 0];
  #made = 0; // steps
  #since = 0; // steps since the aim was set

  constructor(settings: StyleSettings, content: Float32Array, network: StyleNetwork) {
    const { side, start } = settings;
    this.#settings = settings;
    this.#network = network;
    this.#contentValues = content;
    this.#content = own(tensor(content, { shape: [1, side, side, 3] }));
    const begun = beginning(this.#content, start === 'content' ? noiseShare : 1);
    this.#image = new Parameter(begun);
    begun.dispose();
    this.#optimizer = new Adam([this.#image], { learningRate: rates.first });
    this.#aim();
  }

  /** One step of Adam. */
  async step(): Promise<boolean> {
    if (!this.#full) await this.#measure();
    const { first, last } = rates;
    this.#optimizer.learningRate =
      last + ((first - last) * (1 + Math.cos((Math.PI * this.#since) / steps))) / 2;
    scoped(() => {
      this.#optimizer.zeroGrad();
      this.#transfer.losses(this.#image).total.backward();
      this.#optimizer.step();
      noGrad(() => this.#image.assign(this.#image.clamp({ min: 0, max: 1 })));
    });
    if (++this.#made % measureEvery === 0) await this.#measure();
    return ++this.#since >= steps;
  }

  async snapshot(): Promise<StyleSnapshot> {
    if (!this.#full) await this.#measure();
    const names = this.#styleLayers();
    this.#wanted ??= await this.#gramsOf(this.#style);
    const wanted = this.#wanted;
    const found = await this.#gramsOf(this.#image);
    const values = Float32Array.from(await this.#image.data());
    const [styleShare, contentShare] = this.#shares;
    return {
      settings: this.#settings,
      network: this.#network.name,
      layers: this.#layers(),
      side: this.#settings.side,
      picture: bytesOf(values),
      content: bytesOf(this.#contentValues),
      style: bytesOf(this.#styleValues),
      styleShare,
      contentShare,
      fromContent: distance(values, this.#contentValues),
      fromStyle: distance(values, this.#styleValues),
      grams: names.map((layer, i) => ({
        layer,
        size: Math.sqrt(found[i]!.length),
        wanted: wanted[i]!,
        found: found[i]!,
      })),
      curves: this.#curves.read(),
    };
  }

  /** Another aim goes on from the picture as it is. */
  update(settings: StyleSettings): boolean {
    const before = this.#settings;
    const isAnother = (['side', 'start'] as const).some((name) => settings[name] !== before[name]);
    if (isAnother || nameOf(settings.content) !== nameOf(before.content)) return false;
    if (nameOf(settings.network) !== nameOf(before.network)) return false;
    this.#settings = settings;
    this.#release();
    this.#aim();
    return true;
  }

  dispose(): void {
    this.#optimizer.zeroGrad();
    this.#optimizer.dispose();
    this.#release();
    this.#image.dispose();
    this.#content.dispose();
  }

  /** Remembers what is to be reached. */
  #aim(): void {
    const { style, side, contentWeight, styleWeight, variationWeight } = this.#settings;
    this.#styleValues =
      typeof style === 'string' ? drawPattern(style, side).values : resized(style.bytes, side);
    this.#style = own(tensor(this.#styleValues, { shape: [1, side, side, 3] }));
    this.#transfer = new StyleTransfer(this.#network.layers, {
      content: this.#content,
      style: this.#style,
      contentLayers: [this.#network.paths[this.#contentLayer()]!],
      styleLayers: this.#styleLayers().map((name) => this.#network.paths[name]!),
      contentWeight,
      styleWeight,
      variationWeight,
      preprocess: this.#network.input,
    });
    this.#since = 0;
    this.#full = undefined;
    this.#wanted = undefined;
  }

  #release(): void {
    this.#transfer.dispose();
    this.#style.dispose();
  }

  #layers(): readonly string[] {
    return Object.keys(this.#network.paths).filter((name) => name.startsWith('relu'));
  }

  /** The layer that is wanted, or the last one of a network that does not have it. */
  #contentLayer(): string {
    const [layers, { contentLayer }] = [this.#layers(), this.#settings];
    return layers.includes(contentLayer) ? contentLayer : layers.at(-1)!;
  }

  #styleLayers(): readonly string[] {
    const layers = this.#layers();
    const wanted = layers.filter((name) => this.#settings.styleLayers.includes(name));
    return wanted.length > 0 ? wanted : layers.slice(0, 1);
  }

  /** Style and content loss of an image. */
  async #lossesOf(image: Tensor): Promise<readonly [number, number]> {
    const both = noGrad(() =>
      scoped(() => {
        const { style, content } = this.#transfer.losses(image);
        return stack([style, content]);
      }),
    );
    const [style, content] = await both.data();
    both.dispose();
    return [style!, content!];
  }

  async #measure(): Promise<void> {
    const [style] = this.#full ?? (await this.#lossesOf(this.#content));
    const [, content] = this.#full ?? (await this.#lossesOf(this.#style));
    const now = await this.#lossesOf(this.#image);
    this.#full = [style, content];
    this.#shares = [now[0] / style, now[1] / content];
    this.#curves.add(this.#made, { style: this.#shares[0], content: this.#shares[1] });
  }

  /** Gram matrices of an image at the style's layers, the first channels of each. */
  async #gramsOf(image: Tensor): Promise<readonly Float32Array[]> {
    const paths = this.#styleLayers().map((name) => this.#network.paths[name]!);
    const grams = noGrad(() =>
      scoped(() => {
        const features = featureExtractor(this.#network.layers, paths).forward(this.#network.input(image));
        return paths.map((path) => {
          const maps = features[path]!;
          const count = Math.min(maps.shape[3]!, shownChannels);
          return own(gramMatrix(maps.narrow(-1, 0, count)));
        });
      }),
    );
    const values = await Promise.all(grams.map(async (gram) => Float32Array.from(await gram.data())));
    for (const gram of grams) gram.dispose();
    return values;
  }
}

/** A picture that is noise to a share. */
const beginning = (picture: Tensor, share: number): Tensor =>
  scoped(() => picture.mul(1 - share).add(uniform(picture.shape).mul(share)));

/** What stands for a choice where choices are compared. */
const nameOf = (choice: string | { readonly id: string }): string =>
  typeof choice === 'string' ? choice : choice.id;

/** A picture of the visitor's own in the size that is worked with. */
const resized = (bytes: Uint8Array, side: number): Float32Array =>
  resize([side, side])(
    hostArray(
      Float32Array.from(bytes, (byte) => byte / 255),
      [ownSide, ownSide, 3],
    ),
  ).values as Float32Array;

const bytesOf = (values: Float32Array): Uint8ClampedArray =>
  Uint8ClampedArray.from(values, (value) => 255 * value);

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}
