import { own, type Tensor, tensor } from '@neurona/tensor';
import { drawPicture } from './draw-picture.js';
import { type Opened, OwnPicture } from './own-picture.js';
import { inColor, inGray, type Picture } from './picture.js';
import { type PictureSettings, pictureNames } from './sources.js';

const thumbnailSize = 40;

/**
 * The picture that a worker computes with: a drawn one, the visitor's file, a frame of the camera or an earlier output. Its
 * `answers` are what `useSource` and `SourcePicker` ask.
 */
export class PictureInput {
  readonly answers = {
    /** The drawn pictures in small. */
    thumbnails: (): Promise<readonly Picture[]> =>
      Promise.all(pictureNames.map((name) => drawPicture(name, thumbnailSize))),
    open: (file: Blob) => this.#open(file),
    /** Takes a frame of the camera, or an earlier output. */
    take: (picture: Picture) => {
      this.#taken = picture;
      this.#madeFor = '';
    },
  };
  #file: OwnPicture | undefined;
  #taken: Picture | undefined;
  #made: { readonly picture: Picture; readonly x: Tensor } | undefined;
  #madeFor = ''; // the settings

  /** The picture of the settings, and on the device: x `[1, H, W, C]`, which belongs to this object. */
  async at(settings: PictureSettings): Promise<{ readonly picture: Picture; readonly x: Tensor }> {
    const { source, pixels, isColor } = settings;
    const wanted = `${source} ${pixels} ${isColor}`;
    if (this.#made && wanted === this.#madeFor) return this.#made;
    const found = await this.#find(settings);
    const picture = isColor ? inColor(found) : inGray(found);
    const { width, height, channels, values } = picture;
    this.#made?.x.dispose();
    this.#made = { picture, x: own(tensor(values, { shape: [1, height, width, channels] })) };
    this.#madeFor = wanted;
    return this.#made;
  }

  dispose(): void {
    this.#made?.x.dispose();
    this.#file?.dispose();
  }

  async #find({ source, pixels }: PictureSettings): Promise<Picture> {
    if (source === 'file' && this.#file) return this.#file.at(pixels);
    if ((source === 'camera' || source === 'output') && this.#taken) return this.#taken;
    if (source === 'file' || source === 'camera' || source === 'output')
      return this.#made?.picture ?? drawPicture(pictureNames[0], pixels); // until there is one
    return drawPicture(source, pixels);
  }

  async #open(file: Blob): Promise<Opened> {
    const opened = await OwnPicture.open(file);
    if (!(opened instanceof OwnPicture)) return opened;
    this.#file?.dispose();
    this.#file = opened;
    this.#madeFor = '';
    return { isOpen: true };
  }
}
