import { centerCrop, hostArray, resize } from '@neurona/datasets';
import { inColor, type Picture } from './picture.js';

/**
 * The middle square of a picture in a size that a network takes.
 * @returns Red, green and blue from 0 to 255, pixel by pixel, row by row.
 */
export function squareBytes(picture: Picture, side: number): Uint8Array {
  const { width, height, values } = inColor(picture);
  const square = centerCrop(Math.min(width, height))(hostArray(values, [height, width, 3]));
  return Uint8Array.from(resize([side, side])(square).values, (value) => Math.round(255 * value));
}
