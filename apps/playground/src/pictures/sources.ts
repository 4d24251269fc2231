import { flag, integer, oneOf, type Schema } from '../shell/state-fields.js';

/** Pictures that the playground draws. */
export const pictureNames = ['scene', 'face', 'letters', 'board', 'rings', 'digit'] as const;

/** One of them. */
export type PictureName = (typeof pictureNames)[number];

/** Where a picture comes from: drawn, a file, the camera, or the last output. */
export type Source = PictureName | 'file' | 'camera' | 'output';

/** Lengths of a picture's longer side, in pixels: the numbers of the least can be read. */
export const pictureSizes = [12, 24, 48, 96, 192] as const;

/** Which picture a page works with. */
export interface PictureSettings {
  readonly source: Source;
  /** Longer side of the picture. */
  readonly pixels: number;
  /** Whether it has red, green and blue, or one channel of grey. */
  readonly isColor: boolean;
}

const drawn = oneOf(pictureNames);

/** How the settings stand in the address. Own pictures stay with the visitor: a link leads to a drawn one. */
export const pictureFields: Schema<PictureSettings>['fields'] = {
  source: {
    read: (text) => drawn.read(text),
    write: (source) => pictureNames.find((name) => name === source) ?? 'digit',
  },
  pixels: integer(8, 192),
  isColor: flag,
};
