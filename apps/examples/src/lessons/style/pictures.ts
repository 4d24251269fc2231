import { decodeImage, type HostArray, hostArray, resize } from '@neurona/datasets';

type Color = readonly [red: number, green: number, blue: number];

/** The colour at a place, 0 to 1 across and down. */
type Shade = (x: number, y: number) => Color;

/** A picture from a file, its shorter side so long; without a file a square that is drawn. */
export async function picture(file: string, size: number, shade: Shade): Promise<HostArray> {
  if (file === '') return drawn(shade, size);
  const { readFile } = await import('node:fs/promises'); // not in a browser
  return resize(size)(await decodeImage(await readFile(file), { channels: 3, file }));
}

const samples = 3; // along each side of a pixel

function drawn(shade: Shade, size: number): HostArray {
  const values = new Float32Array(3 * size * size);
  const fine = size * samples;
  for (let row = 0; row < fine; row++) {
    for (let column = 0; column < fine; column++) {
      const at = 3 * (Math.floor(row / samples) * size + Math.floor(column / samples));
      const color = shade((column + 0.5) / fine, (row + 0.5) / fine);
      for (let c = 0; c < 3; c++) values[at + c]! += color[c]! / samples ** 2;
    }
  }
  return hostArray(values, [size, size, 3]);
}

const mix = (a: Color, b: Color, t: number): Color => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** A sailing boat on a lake, mountains and the sun behind it. */
export function boat(x: number, y: number): Color {
  const shore = 0.6;
  const aboveBoat = 0.74 - y;
  if (y > 0.74 && y < 0.82 && Math.abs(x - 0.56) < 0.2 - (y - 0.74)) return [0.5, 0.2, 0.14]; // hull
  if (aboveBoat > 0 && Math.abs(x - 0.55) < 0.008 && y > 0.26) return [0.25, 0.16, 0.12]; // mast
  if (aboveBoat > 0.04 && y > 0.28 && x > 0.57 && x - 0.57 < 0.42 * (y - 0.28)) return [0.97, 0.95, 0.9];
  if (aboveBoat > 0.04 && y > 0.36 && x < 0.53 && 0.53 - x < 0.34 * (y - 0.36)) return [0.9, 0.36, 0.26];
  if (y > shore) {
    const wave = 0.5 + 0.5 * Math.sin(70 * y ** 2 + 3 * Math.sin(9 * x));
    return mix([0.2, 0.42, 0.58], [0.36, 0.6, 0.72], wave * (1.3 - y));
  }
  if (y > 0.3 + 0.9 * Math.abs(x - 0.2)) return y < 0.39 ? [0.95, 0.96, 0.98] : [0.36, 0.4, 0.52];
  if (y > 0.4 + 0.6 * Math.abs(x - 0.9)) return [0.46, 0.52, 0.62];
  if (Math.hypot(x - 0.8, y - 0.18) < 0.09) return [1, 0.85, 0.4];
  return mix([0.42, 0.66, 0.92], [0.95, 0.88, 0.78], y / shore);
}

const inks: readonly Color[] = [
  [0.07, 0.13, 0.36],
  [0.13, 0.42, 0.68],
  [0.55, 0.78, 0.82],
  [0.97, 0.85, 0.42],
  [0.91, 0.5, 0.16],
];

/** Marbled paper: ribbons of five inks, combed into waves. */
export function marble(x: number, y: number): Color {
  const u = x + 0.04 * Math.sin(22 * y + 2 * Math.sin(13 * x)) + 0.012 * Math.sin(47 * y);
  const v = y + 0.045 * Math.sin(19 * x + 2 * Math.sin(12 * y)) + 0.012 * Math.sin(41 * x);
  const depth = 2 + 2 * Math.sin(48 * (0.8 * u + 0.6 * v) + 2.5 * Math.sin(10 * (v - u)));
  const ink = Math.min(Math.floor(depth), inks.length - 2);
  return mix(inks[ink]!, inks[ink + 1]!, (depth - ink) ** 3);
}
