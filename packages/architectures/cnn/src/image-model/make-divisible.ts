// internal

/** A number of channels rounded to a multiple, never by more than a tenth downwards. */
export function makeDivisible(channels: number, divisor: number): number {
  const rounded = Math.max(divisor, Math.floor((channels + divisor / 2) / divisor) * divisor);
  return rounded < 0.9 * channels ? rounded + divisor : rounded;
}
