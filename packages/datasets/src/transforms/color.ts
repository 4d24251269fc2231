// internal: what colours are made of
import { colorChannels, type Picture } from './picture.js';

/** Shares of red, green and blue in grey: ITU-R BT.601 to four digits, as torchvision has them. */
const RED = 0.2989;
const GREEN = 0.587;
const BLUE = 0.114;

/** Grey of each pixel, H · W values. */
export function grayOf({ values, height, width, channels }: Picture): Float32Array {
  const gray = new Float32Array(height * width);
  if (channels === 1) gray.set(values);
  else
    for (let i = 0, at = 0; i < gray.length; i++, at += channels)
      gray[i] = RED * values[at]! + GREEN * values[at + 1]! + BLUE * values[at + 2]!;
  return gray;
}

/** Mean grey of an image. */
export function meanGray(picture: Picture): number {
  const { values, channels } = picture;
  let [red, green, blue] = [0, 0, 0];
  if (channels === 1) {
    for (let i = 0; i < values.length; i++) red += values[i]!;
    return red / values.length;
  }
  for (let at = 0; at < values.length; at += channels) {
    red += values[at]!;
    green += values[at + 1]!;
    blue += values[at + 2]!;
  }
  return (RED * red + GREEN * green + BLUE * blue) / (values.length / channels);
}

/** Colours under a line: factor · x + rest, kept in [0, 1]; alpha stays. */
export function alongLine(picture: Picture, factor: number, rest: number): Picture {
  const { values, channels } = picture;
  const out = values.slice();
  const colors = colorChannels(channels);
  if (colors === channels)
    for (let i = 0; i < out.length; i++) out[i] = Math.min(Math.max(factor * values[i]! + rest, 0), 1);
  else
    for (let at = 0; at < out.length; at += channels)
      for (let i = at; i < at + colors; i++) out[i] = Math.min(Math.max(factor * values[i]! + rest, 0), 1);
  return { ...picture, values: out };
}

/** Colours away from a grey of each pixel, or towards it: factor · x + (1 - factor) · grey, kept in [0, 1]. */
export function blendWith(picture: Picture, gray: Float32Array, factor: number): Picture {
  const { values, channels } = picture;
  const out = values.slice(); // alpha stays
  for (let i = 0, at = 0; i < gray.length; i++, at += channels) {
    const rest = (1 - factor) * gray[i]!;
    for (let c = 0; c < 3; c++) out[at + c] = Math.min(Math.max(factor * values[at + c]! + rest, 0), 1);
  }
  return { ...picture, values: out };
}

/**
 * Colours turned around the wheel, through hue, saturation and value.
 * @see Smith, "Color Gamut Transform Pairs", 1978, doi:10.1145/965139.807361
 */
export function rotateHue(picture: Picture, turn: number): Picture {
  const { values, channels } = picture;
  const out = values.slice(); // alpha stays
  for (let at = 0; at < values.length; at += channels) {
    const red = values[at]!;
    const green = values[at + 1]!;
    const blue = values[at + 2]!;
    const max = Math.max(red, green, blue);
    const chroma = max - Math.min(red, green, blue);
    if (chroma === 0) continue; // grey has no hue
    let hue = 0; // in sixths of a turn
    if (max === red) hue = (green - blue) / chroma;
    else if (max === green) hue = 2 + (blue - red) / chroma;
    else hue = 4 + (red - green) / chroma;
    hue += 6 * turn;
    hue -= 6 * Math.floor(hue / 6);
    // a colour is strongest within a sixth of a turn of its own hue, and gone beyond two sixths
    out[at] = max - chroma * clamp01(2 - Math.abs(hue - 3));
    out[at + 1] = max - chroma * clamp01(Math.abs(hue - 2) - 1);
    out[at + 2] = max - chroma * clamp01(Math.abs(hue - 4) - 1);
  }
  return { ...picture, values: out };
}

const clamp01 = (x: number): number => Math.min(Math.max(x, 0), 1);
