import { philox } from '@neurona/backend';
import type { Strokes } from '../ui/draw-pad.js';

/** Things that the playground can draw by hand, each time a little differently. */
export const sketchNames = ['house', 'fish', 'sun', 'flower', 'boat'] as const;

/** One of them. */
export type SketchName = (typeof sketchNames)[number];

const most = 512; // random numbers of a drawing

type Point = readonly [x: number, y: number];

/** A number between two, drawn anew at each call. */
type Draw = (low: number, high: number) => number;

/**
 * A drawing of a thing: the same for the same number, another for each number.
 * @param index - Which one.
 */
export function sketch(name: SketchName, index: number): Strokes {
  const words = philox(sketchNames.length * index + sketchNames.indexOf(name), 0, most);
  let next = 0;
  const draw: Draw = (low, high) => low + ((high - low) * (words[next++ % most]! >>> 0)) / 2 ** 32;
  const strokes = things[name](draw);
  const [angle, scale, squeeze] = [draw(-0.22, 0.22), draw(0.7, 1.1), draw(0.85, 1.15)];
  const [right, down] = [draw(-0.08, 0.08), draw(-0.08, 0.08)];
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  return strokes.map((points) =>
    points.map(([x, y]): Point => {
      const [u, v] = [(x - 0.5) * squeeze, (y - 0.5) / squeeze];
      const place = (at: number): number => Math.min(Math.max(at + draw(-0.012, 0.012), 0.03), 0.97);
      return [place(0.5 + right + u * cos - v * sin), place(0.5 + down + u * sin + v * cos)];
    }),
  );
}

const line = (...points: readonly Point[]): readonly Point[] => points;

/** An ellipse, or a part of one from one angle to another, in turns. */
function arc([x, y]: Point, [a, b]: Point, from = 0, to = 1): readonly Point[] {
  const count = Math.max(Math.ceil(18 * Math.abs(to - from)), 5);
  return Array.from({ length: count + 1 }, (_, i): Point => {
    const angle = 2 * Math.PI * (from + ((to - from) * i) / count);
    return [x + a * Math.cos(angle), y + b * Math.sin(angle)];
  });
}

const things: Readonly<Record<SketchName, (draw: Draw) => Strokes>> = {
  house(draw) {
    const [half, eaves, peak] = [draw(0.2, 0.3), draw(0.42, 0.52), draw(0.14, 0.24)];
    const floor = draw(0.78, 0.86);
    const [left, right, over] = [0.5 - half, 0.5 + half, draw(0, 0.07)];
    const door = draw(left + 0.06, right - 0.16);
    return [
      line([left, eaves], [left, floor], [right, floor], [right, eaves]),
      line([left - over, eaves], [0.5, peak], [right + over, eaves], [left - over, eaves]),
      line([door, floor], [door, floor - 0.18], [door + 0.1, floor - 0.18], [door + 0.1, floor]),
    ];
  },
  fish(draw) {
    const [x, y, a, b] = [draw(0.5, 0.58), 0.5, draw(0.24, 0.3), draw(0.13, 0.2)];
    const [tail, spread] = [draw(0.14, 0.2), draw(0.1, 0.17)];
    const fish = [
      arc([x, y], [a, b]),
      line([x - a, y], [x - a - tail, y - spread], [x - a - tail, y + spread], [x - a, y]),
      arc([x + a * draw(0.4, 0.6), y - b * 0.3], [0.015, 0.015]),
    ];
    const isLeft = draw(0, 1) < 0.5; // which way it swims
    return isLeft ? fish.map((points) => points.map(([u, v]): Point => [1 - u, v])) : fish;
  },
  sun(draw) {
    const [inner, near, far] = [draw(0.13, 0.18), draw(0.04, 0.08), draw(0.12, 0.2)];
    const rays = Math.round(draw(6.6, 10.4));
    const turn = draw(0, 1);
    return [
      arc([0.5, 0.5], [inner, inner]),
      ...Array.from({ length: rays }, (_, i) => {
        const angle = (2 * Math.PI * (i + turn)) / rays;
        const at = (distance: number): Point => [
          0.5 + distance * Math.cos(angle),
          0.5 + distance * Math.sin(angle),
        ];
        return line(at(inner + near), at(inner + near + far));
      }),
    ];
  },
  flower(draw) {
    const [y, inner, petal] = [draw(0.32, 0.38), draw(0.06, 0.08), draw(0.075, 0.1)];
    const petals = Math.round(draw(4.6, 6.4));
    const turn = draw(0, 1);
    const side = draw(0, 1) < 0.5 ? 1 : -1;
    const leaf = draw(0.68, 0.76);
    return [
      arc([0.5, y], [inner, inner]),
      ...Array.from({ length: petals }, (_, i) => {
        const angle = (2 * Math.PI * (i + turn)) / petals;
        const reach = inner + petal;
        return arc([0.5 + reach * Math.cos(angle), y + reach * Math.sin(angle)], [petal, petal]);
      }),
      line([0.5, y + inner + 2 * petal], [0.5 + draw(-0.03, 0.03), 0.9]),
      line([0.5, leaf + 0.08], [0.5 + 0.09 * side, leaf], [0.5 + 0.16 * side, leaf + 0.01]),
    ];
  },
  boat(draw) {
    const [deck, keel] = [draw(0.6, 0.68), draw(0.76, 0.84)];
    const [half, slope] = [draw(0.28, 0.36), draw(0.08, 0.14)];
    const [mast, top] = [draw(0.44, 0.54), draw(0.12, 0.2)];
    return [
      line(
        [0.5 - half, deck],
        [0.5 - half + slope, keel],
        [0.5 + half - slope, keel],
        [0.5 + half, deck],
        [0.5 - half, deck],
      ),
      line([mast, deck], [mast, top]),
      line([mast + 0.03, top + 0.03], [mast + draw(0.2, 0.28), deck - 0.07], [mast + 0.03, deck - 0.07]),
    ];
  },
};
