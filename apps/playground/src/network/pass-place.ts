import { formatNumber } from '../i18n/numbers.js';
import type { Pass } from './pass.js';

/** How far an example has come: forward or backward, at a layer. */
export interface PassPlace {
  readonly direction: 'forward' | 'backward';
  readonly layer: number;
}

/** Where in the network a phase is: forward layer by layer, at the output, and back. */
export function placeOf(phase: number, layerCount: number): PassPlace | undefined {
  if (phase === 0) return { direction: 'forward', layer: -1 };
  if (phase <= layerCount) return { direction: 'forward', layer: phase - 1 };
  if (phase === layerCount + 1) return undefined;
  return { direction: 'backward', layer: Math.max(2 * layerCount + 1 - phase, 0) };
}

/** Phases of one example: it enters, each layer forward, the comparison, each layer backward, the update. */
export const phaseCount = (layerCount: number): number => 2 * layerCount + 3;

/** What stands at a unit: its answer once the example has come so far, on the way back its delta. Column 0 are the inputs. */
export function valueAt(pass: Pass, place: PassPlace | undefined, column: number, unit: number): string {
  if (column === 0) return formatNumber(pass.inputs[0]![unit]!, 2);
  const layer = column - 1;
  if (place?.direction === 'backward')
    return layer >= place.layer ? `δ ${formatNumber(pass.deltas[layer]![unit]!, 2)}` : '';
  return place && layer > place.layer ? '' : formatNumber(pass.answers[layer]![unit]!, 2);
}
