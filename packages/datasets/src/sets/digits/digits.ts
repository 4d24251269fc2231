import { ArrayDataset } from '../../dataset.js';
import { inflate } from '../../formats/inflate.js';
import { hostArray } from '../../host-array.js';

/** Height and width of a digit. */
const side = 8;
/** The brightest pixel of the original files. */
const white = 16;

/**
 * The 1,797 handwritten digits of 43 writers from UCI's optical recognition set: its test part, as scikit-learn has it.
 * Included in this package.
 *
 * Fields: image float32 `[8, 8, 1]` in [0, 1] (0 paper, 1 ink), class int32 `[]` from 0 to 9.
 * @example
 * const data = await digits();
 * [data.length, data.get(0)[0].shape]; // => [1797, [8, 8, 1]]
 * @see Alpaydin, Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
 * doi:10.24432/C50P49, licence CC BY 4.0
 */
export async function digits(): Promise<ArrayDataset> {
  const { count, packedDigits } = await import('./data.js'); // loaded only by those who want it
  const bytes = await inflate(packedDigits);
  const pixels = Float32Array.from(bytes.subarray(0, count * side * side), (value) => value / white);
  const classes = Int32Array.from(bytes.subarray(count * side * side));
  const classNames = Array.from({ length: 10 }, (_, i) => String(i));
  return new ArrayDataset([hostArray(pixels, [count, side, side, 1]), hostArray(classes)], { classNames });
}
