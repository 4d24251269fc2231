import type { UpdateLine } from '../optimizer/update.js';
import type { Arrow } from './draw-surface.js';

/**
 * The arrows of an update on a map, up to one of its lines: where the gradient points, where the velocity, and the step itself.
 * @param color - Of the step.
 */
export function arrowsOf(lines: readonly UpdateLine[], last: number, color: string): Arrow[] {
  const [step, next] = lines.slice(-2).map(({ value }) => value);
  const from = [next![0]! - step![0]!, next![1]! - step![1]!] as const;
  return lines.slice(0, last + 1).flatMap(({ kind, value: [x, y] }): Arrow[] => {
    const by = [x!, y!] as const;
    const direction = (name: string, look: string) => [{ from, by, isDirection: true, color: look, name }];
    if (kind === 'gradient') return direction('g', '--ink');
    if (kind === 'velocity') return direction('v', '--ink-2');
    if (kind === 'average') return direction('m', '--ink-2');
    return kind === 'step' ? [{ from, by, color }] : [];
  });
}
