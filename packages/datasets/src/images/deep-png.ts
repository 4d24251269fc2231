// internal: PNG images of 16 bits, of which browsers and sharp's usual way keep 8
import type { PixelBytes } from './pixel-bytes.js';

/** Whether a PNG file has 16 bits for each value. */
export const isDeepPng = (bytes: Uint8Array): boolean => bytes[24] === 16;

/** The pixels of a PNG file of 16 bits. */
export async function decodeDeepPng(bytes: Uint8Array): Promise<PixelBytes> {
  const { decode } = await import('fast-png'); // loaded only by those who read such files
  const { data, width, height, channels, transparency } = decode(bytes, { checkCrc: true });
  if (data.length !== width * height * channels) throw new Error('a part of its pixels');
  const pixels = { data: Uint16Array.from(data), width, height, channels };
  return transparency ? withAlpha(pixels, transparency) : pixels;
}

/** Makes one colour see-through, as the chunk tRNS says. */
function withAlpha({ data, width, height, channels }: PixelBytes, color: ArrayLike<number>): PixelBytes {
  const wide = channels + 1;
  const out = new Uint16Array(width * height * wide);
  for (let i = 0, at = 0; at < out.length; i += channels, at += wide) {
    let isColor = true;
    for (let c = 0; c < channels; c++) {
      out[at + c] = data[i + c]!;
      isColor &&= data[i + c] === color[c];
    }
    out[at + channels] = isColor ? 0 : 65_535;
  }
  return { data: out, width, height, channels: wide };
}
