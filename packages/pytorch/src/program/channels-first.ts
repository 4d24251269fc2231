// internal: arrays of examples in PyTorch's order
import { type HostArray, hostArray } from '@neurona/datasets';

/** A batch of images `[N, H, W, C]` or volumes as `[N, C, H, W]`; others as they are. */
export function channelsFirst(array: HostArray): HostArray {
  const { shape, values } = array;
  if (shape.length < 4) return array;
  const channels = shape.at(-1)!;
  const places = shape.slice(1, -1).reduce((product, size) => product * size, 1);
  const moved = values.slice();
  for (let at = 0; at < values.length; at += places * channels)
    for (let place = 0; place < places; place++)
      for (let c = 0; c < channels; c++) moved[at + c * places + place] = values[at + place * channels + c]!;
  return hostArray(moved, [shape[0]!, channels, ...shape.slice(1, -1)]);
}
