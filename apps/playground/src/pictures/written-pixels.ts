const ink = '0123456789abcdefg'; // 16 steps, as in the data set of digits

/** A small grey picture as text, a character a pixel: for the address. Values from 0 to 1. */
export const writePixels = (pixels: ArrayLike<number>): string =>
  Array.from(pixels, (value) => ink[Math.round(Math.min(Math.max(value, 0), 1) * 16)]).join('');

/** The values of a written picture of so many pixels, or nothing where there is none. */
export const readPixels = (text: string, count: number): Float32Array | undefined =>
  text.length === count && /^[0-9a-g]+$/.test(text)
    ? Float32Array.from(text, (character) => ink.indexOf(character) / 16)
    : undefined;
