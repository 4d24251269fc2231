// internal: pictures that models draw
import { type HostArray, hostArray } from '@neurona/datasets';
import { plotImageGrid } from '@neurona/plots';
import type { Tensor } from '@neurona/tensor';
import type { PictureFacts } from '../pictures/picture-data.js';
import type { Prediction } from '../task.js';

/** How many are drawn. */
export const drawnCount = 40;

/** A grid of pictures `[N, H, W, C]` as SVG; the tensor is freed. */
export async function gridOf(
  drawn: Tensor,
  { height, width, channels }: Pick<PictureFacts, 'height' | 'width' | 'channels'>,
  title: string,
  titles?: readonly string[],
): Promise<string> {
  const values = (await drawn.data()) as Float32Array;
  const count = values.length / (height * width * channels);
  drawn.dispose();
  const array: HostArray = hostArray(values, [count, height, width, channels]);
  return plotImageGrid(array, { title, clip: true, ...(titles && { titles }) });
}

/** What a command that draws returns: the file is written by it. */
export const drawing = (svg: string, what: string): Prediction => ({
  input: '',
  text: what,
  values: { drawn: what },
  svg,
});
