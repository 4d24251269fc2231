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
}
