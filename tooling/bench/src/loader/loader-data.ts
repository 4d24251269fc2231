import { type Shape, sizeOf } from '@neurona/backend';
import { type Dataset, type Example, hostArray, mapDataset } from '@neurona/datasets';

/** What is loaded: pictures of random dots. */
export interface LoaderSpec {
  readonly shape: Shape;
  readonly classes: number;
  readonly length: number;
  /** Times that each picture is blurred, which stands for a transform that computes. */
  readonly blurs: number;
  /** Milliseconds that each picture is waited for, as for a file or a server. */
  readonly waitMs: number;
}

/** The examples of a spec: made, waited for, and blurred. */
export function loaderData({ shape, classes, length, blurs, waitMs }: LoaderSpec): Dataset {
  const size = sizeOf(shape);
  const dots = Float32Array.from({ length: size + length }, (_, i) => ((i * i) % 251) / 251);
  const made: Dataset = {
    length,
    get: (index) => [
      hostArray(dots.subarray(index, index + size), shape),
      hostArray(Int32Array.of(index % classes), []),
    ],
  };
  return mapDataset(made, async ([picture, target]): Promise<Example> => {
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const width = Math.ceil(Math.sqrt(size));
    let values = picture!.values;
    for (let i = 0; i < blurs; i++) values = blurred(values, width);
    return [{ ...picture!, values }, target!];
  });
}

/** Means of each value and its eight neighbours. */
function blurred(values: ArrayLike<number>, width: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    for (let row = i - width; row <= i + width; row += width)
      for (let at = row - 1; at <= row + 1; at++) sum += values[at] ?? 0;
    result[i] = sum / 9;
  }
  return result;
}
