// internal
import files from '../../fixtures/images/files.json' with { type: 'json' };
import type { HostArray } from '../host-array.js';

/** A file of the fixtures and its pixels, RGB and alpha, from 0 to 255. */
export type ImageFixture = (typeof files)[number];

/** PNG, JPEG, WebP and GIF files that Pillow wrote. */
export const imageFixtures: readonly ImageFixture[] = files;

/** The bytes of a file. */
export const fileOf = ({ file }: ImageFixture): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(file), (character) => character.charCodeAt(0));

/** A file by its name. */
export const fixtureFile = (name: string): Uint8Array<ArrayBuffer> =>
  fileOf(files.find((one) => one.name === name)!);

/** How far decoders may be apart, of 255: nothing without loss; rounding with a JPEG; chroma's smoothing with a lossy WebP. */
export function toleranceOf({ name }: ImageFixture): number {
  if (name.endsWith('.jpg')) return 3;
  return name === 'lossy.webp' ? 10 : 0;
}

/** The largest difference of an image to bytes, of 255. */
export function differenceTo(bytes: readonly number[], { values }: HostArray): number {
  let largest = values.length === bytes.length ? 0 : Number.POSITIVE_INFINITY;
  for (const [i, byte] of bytes.entries()) largest = Math.max(largest, Math.abs(byte - 255 * values[i]!));
  return largest;
}
