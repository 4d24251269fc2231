// internal
import { hostArray } from '../host-array.js';
import type { CifarImages } from './cifar-images.js';
import { countBytes, damaged, type Place } from './place.js';

const side = 32;
const pixels = side * side;

/** The images of one unpacked file. */
export function decodeCifar(bytes: Uint8Array, classes: readonly number[], place: Place): CifarImages {
  const record = classes.length + 3 * pixels;
  const count = Math.floor(bytes.length / record);
  if (count === 0 || bytes.length !== count * record) {
    const received = countBytes(bytes.length);
    throw damaged(place, `images of ${countBytes(record)} each`, received, count * record);
  }
  const labels = classes.map(() => new Int32Array(count));
  for (let i = 0; i < count; i++) {
    for (const [j, limit] of classes.entries()) {
      const label = bytes[i * record + j]!;
      if (label >= limit) {
        throw damaged(place, `a class from 0 to ${limit - 1}`, label, i * record + j, {
          where: `image ${i}`,
        });
      }
      labels[j]![i] = label;
    }
  }
  const images = new Float32Array(count * 3 * pixels);
  for (let i = 0, to = 0; i < count; i++) {
    const red = i * record + classes.length;
    for (let pixel = red; pixel < red + pixels; pixel++) {
      images[to++] = bytes[pixel]! / 255;
      images[to++] = bytes[pixel + pixels]! / 255;
      images[to++] = bytes[pixel + 2 * pixels]! / 255;
    }
  }
  return {
    images: hostArray(images, [count, side, side, 3]),
    labels: labels.map((values) => hostArray(values)),
  };
}
