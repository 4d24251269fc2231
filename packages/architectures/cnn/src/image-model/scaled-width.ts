// internal
import { ArgumentError } from '@neurona/backend';

/** Scales numbers of channels by a factor, to one at least. */
export function scaledWidth(subject: string, factor: number): (width: number) => number {
  if (!(factor > 0 && Number.isFinite(factor)))
    throw new ArgumentError(subject, { expected: 'widthMultiplier > 0', received: factor });
  return (width) => Math.max(1, Math.round(width * factor));
}
