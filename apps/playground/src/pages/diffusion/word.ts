import { range } from './settings.js';

/** Points of a word, as large as the plane allows, in the order in which they were drawn by lot. */
export function pointsOfWord(word: string, most: number): readonly { x: number; y: number }[] {
  const size = 120;
  const canvas = document.createElement('canvas');
  canvas.width = 4 * size;
  canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.font = `700 ${0.8 * size}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillText(word, 2 * size, size / 2, 4 * size);
  const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
  const ink = Array.from({ length: data.length / 4 }, (_, i) => i).filter((i) => data[4 * i + 3]! > 128);
  if (ink.length === 0) return [];
  const columns = ink.map((i) => i % width);
  const rows = ink.map((i) => Math.floor(i / width));
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
  const scale = (0.8 * (range[1] - range[0])) / Math.max(right - left, bottom - top, 1);
  return Array.from({ length: most }, (_, k) => {
    const i = ink[Math.floor(((k * golden) % 1) * ink.length)]!;
    return {
      x: scale * ((i % width) - (left + right) / 2),
      y: scale * ((top + bottom) / 2 - Math.floor(i / width)),
    };
  });
}

const golden = 0.618033988749895; // its multiples, modulo 1, spread evenly
