// internal: images in Node.js, by the package sharp
import type sharp from 'sharp';
import { DatasetError } from '../dataset-error.js';
import type { ImageCodec } from './image-codec.js';

type Sharp = typeof sharp;

/** Decodes and encodes with sharp, an optional peer of this package. */
export async function sharpCodec(subject: string, packageName = 'sharp'): Promise<ImageCodec> {
  const sharp = await loadSharp(subject, packageName);
  return {
    async decode(bytes, { width, height }, upright) {
      const settings = { failOn: 'error', limitInputPixels: width * height } as const;
      const input = upright ? sharp(bytes, settings).rotate() : sharp(bytes, settings);
      const { data, info } = await input.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
      return { data, width: info.width, height: info.height, channels: info.channels };
    },

    async encode({ data, width, height, channels }, type, quality) {
      const raw = { width, height, channels: channels as 1 | 3 | 4 };
      const input = sharp(data, { raw });
      const file = await (type === 'png' ? input.png() : input.jpeg({ quality })).toBuffer();
      return new Uint8Array(file.buffer as ArrayBuffer, file.byteOffset, file.byteLength);
    },
  };
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
