import type { Call } from '../call.js';

/** One number for all axes, or one for each. */
export type Sizes = number | readonly number[];

/** The number of the one axis. */
export const single = (value: Sizes): number => (typeof value === 'number' ? value : value[0]!);

/** A number for height and width. */
export const pair = (value: Sizes): readonly [number, number] => {
  const [height, width] = typeof value === 'number' ? [value] : value;
  return [height!, width ?? height!];
};

/** A number for depth, height and width. */
export const triple = (value: Sizes): readonly [number, number, number] => {
  const [depth, height, width] = typeof value === 'number' ? [value] : value;
  return [depth!, height ?? depth!, width ?? depth!];
};

/** Sizes of a call in the form that an operation takes; undefined where they are missing. */
export function sizes<T>(
  call: Call,
  position: number,
  name: string,
  form: (value: Sizes) => T,
): T | undefined {
  const value = call.numbers(position, name);
  return value === undefined ? undefined : form(value);
}
