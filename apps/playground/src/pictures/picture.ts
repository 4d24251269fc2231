/** Pixels row by row, the channels of a pixel beside each other: grey, or red, green and blue. Black is 0 and white 1. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/** A pixel of a picture. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The value of a pixel; `undefined` outside of the picture, where a padding's zeros are. */
export const pixelAt = (
  { width, height, channels, values }: Picture,
  { x, y }: Spot,
  channel = 0,
): number | undefined =>
  x < 0 || y < 0 || x >= width || y >= height ? undefined : values[(y * width + x) * channels + channel]!;

/** The pixel of a picture that is nearest to a place. */
export const nearestPixel = ({ width, height }: Pick<Picture, 'width' | 'height'>, { x, y }: Spot): Spot => ({
  x: Math.min(Math.max(Math.floor(x), 0), width - 1),
  y: Math.min(Math.max(Math.floor(y), 0), height - 1),
});

/** Where a picture has its largest value, up or down. */
export function strongestPixel({ width, channels, values }: Picture): Spot {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]!) > Math.abs(values[best]!)) best = i;
  const pixel = Math.floor(best / channels);
  return { x: pixel % width, y: Math.floor(pixel / width) };
}

/** Whether every value is one between black and white. */
export const isBright = ({ values }: Picture): boolean =>
  values.every((value) => value > -0.01 && value < 1.01);

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
