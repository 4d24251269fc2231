import { useState } from 'preact/hooks';
import { bounded, type Place, type Range, snapped } from './place.js';

/**
 * A cross that arrow keys move over a picture, a fortieth of it at a time; Enter and the space bar use the place where it stands.
 * @param start - Where it comes from when it is first moved.
 */
export function useCross(
  [xRange, yRange]: readonly [Range, Range],
  start: Place,
  onEnter: (place: Place, isSecond: boolean) => void,
) {
  const [cursor, setCursor] = useState<Place | undefined>();
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = cursor ?? start;
    const [stepX, stepY] = [(xRange[1] - xRange[0]) / 40, (yRange[1] - yRange[0]) / 40];
    const moves: Record<string, Place> = {
      ArrowLeft: [snapped(x - stepX, stepX), y],
      ArrowRight: [snapped(x + stepX, stepX), y],
      ArrowUp: [x, snapped(y + stepY, stepY)],
      ArrowDown: [x, snapped(y - stepY, stepY)],
    };
    const next = moves[event.key];
    if (next) setCursor([bounded(next[0], xRange), bounded(next[1], yRange)]);
    else if (event.key === 'Enter' || event.key === ' ') onEnter([x, y], event.shiftKey);
    else return;
    event.preventDefault();
  };
  const hide = () => setCursor(undefined);
  return { cursor, hide, keys: { tabIndex: 0, onKeyDown, onBlur: hide } };
}
