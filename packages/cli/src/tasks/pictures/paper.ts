// internal: dark writing on light paper
import { type HostArray, hostArray } from '@neurona/datasets';

/**
 * A grey picture of dark writing on light paper as data sets of digits have it: 0 paper, 1 ink. One that is dark already stays.
 * Which it is, the border tells.
 */
export function withPaperRemoved(image: HostArray): HostArray {
  const [height, width] = image.shape as [number, number, number];
  const values = Float32Array.from(image.values);
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y > 0 && y < height - 1 && x > 0 && x < width - 1) continue;
      sum += values[y * width + x]!;
      count++;
    }
  }
  return sum / count > 0.5
    ? hostArray(
        values.map((value) => 1 - value),
        image.shape,
      )
    : image;
}
