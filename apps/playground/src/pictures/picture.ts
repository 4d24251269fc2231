/** Pixels row by row, the channels of a pixel beside each other: grey, or red, green and blue. Black is 0 and white 1. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Float32Array;
}

const shares = [0.299, 0.587, 0.114] as const; // of red, green and blue in grey; they sum to 1

/** A picture in grey. */
export function inGray(picture: Picture): Picture {
  const { width, height, channels, values } = picture;
  if (channels === 1) return picture;
  const [red, green, blue] = shares;
  const gray = Float32Array.from(
    { length: width * height },
    (_, i) => red * values[3 * i]! + green * values[3 * i + 1]! + blue * values[3 * i + 2]!,
  );
  return { width, height, channels: 1, values: gray };
}

/** A picture with three channels, those of a grey one alike. */
export function inColor(picture: Picture): Picture {
  const { width, height, channels, values } = picture;
  if (channels === 3) return picture;
  return { width, height, channels: 3, values: Float32Array.from({ length: 3 * values.length }, (_, i) => values[Math.floor(i / 3)]!) }; // biome-ignore format: one line
}
