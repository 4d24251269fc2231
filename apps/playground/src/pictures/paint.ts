import type { Color } from '../plane/draw-field.js';
import type { Picture } from './picture.js';

/** How values become colours: by sign, from 0 to 1, or from the least to the largest. */
export type Look = 'signed' | 'clipped' | 'scaled';

/** Colours of values below zero, at zero and above. */
export type SignColors = readonly [below: Color, middle: Color, above: Color];

/** Least and largest value of a picture. */
export function boundsOf({ values }: Picture): { least: number; most: number } {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** A picture's pixels as bytes of red, green, blue and alpha. Channels by sign lie around the middle grey. */
export function painted(picture: Picture, look: Look, colors: SignColors, bytes: Uint8ClampedArray): void {
  const { channels, values } = picture;
  const { least, most } = boundsOf(picture);
  const largest = Math.max(Math.abs(least), Math.abs(most)) || 1;
  const [from, to] = look === 'clipped' ? [0, 1] : look === 'scaled' ? [least, most] : [-largest, largest];
  const span = to - from || 1;
  const [below, middle, above] = colors;
  for (let i = 0; i * channels < values.length; i++) {
    for (let c = 0; c < 3; c++) {
      const value = values[i * channels + (channels === 1 ? 0 : c)]!;
      if (look === 'signed' && channels === 1) {
        const end = value < 0 ? below : above;
        const share = Math.sqrt(Math.abs(value) / largest); // small values are seen too
        bytes[4 * i + c] = middle[c]! + (end[c]! - middle[c]!) * share;
      } else bytes[4 * i + c] = (255 * (value - from)) / span;
    }
    bytes[4 * i + 3] = 255;
  }
}
