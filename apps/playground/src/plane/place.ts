/** A place in a plane. */
export type Place = readonly [x: number, y: number];

/** Least and greatest value. */
export type Range = readonly [least: number, most: number];

/** The nearest value of a range. */
export const bounded = (value: number, [least, most]: Range): number =>
  Math.min(Math.max(value, least), most);

/** The nearest multiple of a step, without the digits that division leaves. */
export const snapped = (value: number, step: number): number =>
  Number((Math.round(value / step) * step).toFixed(6));

/** The place in a plane where a pointer is, over an element that shows the ranges. */
export function placeOf(
  event: MouseEvent,
  element: Element,
  [xRange, yRange]: readonly [Range, Range],
): Place {
  const { left, top, width, height } = element.getBoundingClientRect();
  const x = bounded((event.clientX - left) / width, [0, 1]);
  const y = bounded(1 - (event.clientY - top) / height, [0, 1]);
  return [xRange[0] + x * (xRange[1] - xRange[0]), yRange[0] + y * (yRange[1] - yRange[0])];
}
