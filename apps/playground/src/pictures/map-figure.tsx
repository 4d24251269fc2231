import { useMemo } from 'preact/hooks';
import { formatBrief, formatNumber, formatSize } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { prefersReducedMotion } from '../theme/theme.js';
import { Spoken } from '../ui/spoken.js';
import type { Spot } from './picture.js';
import './pictures.css';
import { PixelView, type PixelViewProps } from './pixel-view.js';
import { pictureTexts } from './texts.js';

/** Settings of {@link MapFigure}. */
export interface MapFigureProps extends Omit<PixelViewProps, 'frame'> {
  readonly title: string;
  /** What it is, for screen readers; default the title. */
  readonly label?: string;
  /** The pixel that one follows, its value, and whether it moves by itself; arrow keys go on from it. */
  readonly followed?: { readonly spot: Spot; readonly value: number; readonly isMoving: boolean };
  /** Called with the pixel that a key leads to. */
  readonly onMove?: (spot: Spot) => void;
}

const farStep = 8; // pixels, with Shift

/** A pixel's place and value in words. */
export const placeText = ({ x, y }: Spot, value: number): string =>
  inLanguage(pictureTexts).place(formatNumber(x + 1), formatNumber(y + 1), formatBrief(value));

/** Brings pictures into sight, and the focus to the one that is followed. */
export function showMaps(): void {
  const maps = document.querySelector('.maps');
  maps?.scrollIntoView({ block: 'center', behavior: prefersReducedMotion() ? 'auto' : 'smooth' });
  maps?.querySelector<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
}

/** A picture with its name and size, one pixel of which can be followed with the pointer and the keyboard. */
export function MapFigure({ title, label = title, followed, onMove, ...view }: MapFigureProps) {
  const texts = inLanguage(pictureTexts);
  const { width, height } = view.picture;
  const size = formatSize(width, height);
  const name = texts.label(label, size);
  const place = followed ? placeText(followed.spot, followed.value) : '';
  const said = useMemo(() => place, [followed?.spot.x, followed?.spot.y]); // not what a camera changes there all the time
  const onKeyDown = (event: KeyboardEvent) => {
    if (!followed) return;
    const { x, y } = followed.spot;
    const far = event.shiftKey ? farStep : 1;
    const moves: Record<string, Spot> = {
      ArrowLeft: { x: x - far, y },
      ArrowRight: { x: x + far, y },
      ArrowUp: { x, y: y - far },
      ArrowDown: { x, y: y + far },
      Home: { x: 0, y },
      End: { x: width - 1, y },
    };
    const next = moves[event.key];
    if (!next) return;
    event.preventDefault();
    onMove?.(next);
  };
  return (
    <figure class="map">
      <figcaption>
        <strong>{title}</strong>
        <span class="numbers">{size}</span>
      </figcaption>
      <PixelView
        {...view}
        frame={
          followed
            ? { role: 'application', tabIndex: 0, 'aria-label': `${name}. ${place} ${texts.keys}`, onKeyDown }
            : { role: 'img', 'aria-label': name }
        }
      />
      {followed && <Spoken text={followed.isMoving ? '' : said} everyMs={1500} />}
    </figure>
  );
}
