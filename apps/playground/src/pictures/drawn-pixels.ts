const block = 4; // pixels of a scanned form that one pixel was made of
const inked = 0.5;

/**
 * A drawing as data sets of digits are made: the ink's box is stretched to the whole height, laid in the middle, and the inked
 * pixels of each block of 4 by 4 are counted.
 * @param ink - From 0 (paper) to 1, row by row.
 * @param side - Height and width of the picture that is made.
 * @returns Values from 0 to 1, row by row, or nothing where there is no ink.
 */
export function drawnPixels(
  ink: ArrayLike<number>,
  width: number,
  height: number,
  side: number,
): Float32Array | undefined {
  const fine = block * side;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x]! < inked) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  if (right < 0) return undefined;
  const box = Math.max(right - left, bottom - top) + 1;
  const centerX = (left + right + 1) / 2;
  const centerY = (top + bottom + 1) / 2;
  const at = (i: number, center: number): number => Math.floor(center + ((i + 0.5) / fine - 0.5) * box);
  const digit = new Float32Array(side * side);
  for (let y = 0; y < fine; y++)
    for (let x = 0; x < fine; x++) {
      const [fromX, fromY] = [at(x, centerX), at(y, centerY)];
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue;
      if (ink[fromY * width + fromX]! < inked) continue;
      const cell = Math.floor(y / block) * side + Math.floor(x / block);
      digit[cell] = digit[cell]! + 1 / block ** 2;
    }
  return digit;
}
