// internal: images in Node.js, by the package sharp
import type sharp from 'sharp';
import { DatasetError } from '../dataset-error.js';
import type { ImageCodec } from './image-codec.js';
import type { PixelBytes } from './pixel-bytes.js';

type Sharp = typeof sharp;

/** Decodes and encodes with sharp, an optional peer of this package. */
export async function sharpCodec(subject: string, packageName = 'sharp'): Promise<ImageCodec> {
  const sharp = await loadSharp(subject, packageName);
  return {
    async decode(bytes, { type, width, height }, upright) {
      // the values of the file: no profile converts its colours
      const settings = { failOn: 'error', limitInputPixels: width * height, ignoreIcc: true } as const;
      const isPhoto = type === 'jpeg';
      const opened = sharp(bytes, settings);
      const isInk = isPhoto && (await opened.metadata()).space === 'cmyk';
      const input = isPhoto && upright ? opened.rotate() : opened;
      const converted = isInk
        ? input.pipelineColourspace('cmyk').toColourspace('cmyk')
        : input.toColourspace('srgb');
      const { data, info } = await converted.raw().toBuffer({ resolveWithObject: true });
      const pixels = { data, width: info.width, height: info.height, channels: info.channels };
      return isInk ? colorsOfInk(pixels) : pixels;
    },

    async encode({ data, width, height, channels }, type, quality) {
      const raw = { width, height, channels: channels as 1 | 3 | 4 };
      const input = sharp(data, { raw });
      const file = await (type === 'png' ? input.png() : input.jpeg({ quality })).toBuffer();
      return new Uint8Array(file.buffer as ArrayBuffer, file.byteOffset, file.byteLength);
    },
  };
}

/** Red, green and blue of cyan, magenta, yellow and black, as Pillow and browsers have them: what each ink lets through of the light. */
function colorsOfInk({ data, width, height }: PixelBytes): PixelBytes {
  const colors = new Uint8Array(width * height * 3);
  for (let i = 0, at = 0; at < colors.length; i += 4, at += 3)
    for (let c = 0; c < 3; c++)
      colors[at + c] = Math.round(((255 - data[i + c]!) * (255 - data[i + 3]!)) / 255);
  return { data: colors, width, height, channels: 3 };
}

async function loadSharp(subject: string, packageName: string): Promise<Sharp> {
  try {
    // a name that bundlers for the browser don't follow: there it isn't needed
    const module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ packageName)) as {
      default: Sharp;
    };
    return module.default;
  } catch (cause) {
    throw new DatasetError(subject, {
      expected: `the package ${packageName}, which decodes and encodes images in Node.js`,
      received: 'none that loads',
      hint: `Install it: npm install ${packageName}.`,
      cause,
    });
  }
}
