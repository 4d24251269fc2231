import { useEffect, useRef } from 'preact/hooks';
import { lighting, lit } from '../../guide/light.js';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { useSize } from '../../plane/use-size.js';
import '../../signs/legend.css';
import { theme } from '../../theme/theme.js';
import { drawSheet, placeUnder, sheetRatio } from './draw-sheet.js';
import { classes, rows } from './settings.js';
import { ganDigitsTexts } from './texts.js';
import type { GanDigitsSnapshot } from './train.js';

/** Settings of {@link Sheet}. */
export interface SheetProps {
  readonly snapshot: GanDigitsSnapshot;
  /** The made digit that is looked into, row by row. */
  readonly chosen: number;
  readonly onChoose: (place: number) => void;
}

/** Real digits and under them made ones, a class each column. One of them is chosen: by a press, or with the arrow keys. */
export function Sheet({ snapshot, chosen, onChoose }: SheetProps) {
  const texts = inLanguage(ganDigitsTexts);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width] = useSize(frame);
  const [currentTheme, pointed] = [theme.value, lit.value];
  useEffect(() => {
    if (canvas.current && width > 0) drawSheet(canvas.current, width, { snapshot, chosen, pointed });
  }, [snapshot, chosen, width, currentTheme, pointed]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -classes,
      ArrowDown: classes,
    };
    const to = chosen + (moves[event.key] ?? Number.NaN);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    if (to >= 0 && to < rows * classes) onChoose(to);
  };
  const at = classes + chosen; // under the real ones
  return (
    <div class="gan-digits-picture">
      <div
        ref={frame}
        class="gan-digits-sheet"
        style={{ aspectRatio: String(sheetRatio) }}
        role="slider"
        tabIndex={0}
        aria-label={texts.sheet(formatPercent(snapshot.recognised))}
        aria-valuemin={1}
        aria-valuemax={rows * classes}
        aria-valuenow={chosen + 1}
        aria-valuetext={texts.place(
          String(chosen % classes),
          String(snapshot.read[at]),
          formatPercent(snapshot.answers[at]!),
        )}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          const box = frame.current!.getBoundingClientRect();
          const place = placeUnder(
            (event.clientX - box.left) / box.width,
            (event.clientY - box.top) / box.width,
          );
          if (place !== undefined) onChoose(place);
        }}
      >
        <canvas ref={canvas} />
      </div>
      <ul class="legend">
        <li {...lighting('real')}>
          <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
            <path class="gan-digits-edge" d="M1 11H25M7 5H19" />
          </svg>
          {texts.legend.real}
        </li>
        <li {...lighting('answers')}>
          <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
            <path class="gan-digits-track" d="M1 6H25" />
            <path class="gan-digits-answer" d="M1 6H13" />
          </svg>
          {texts.legend.answer}
        </li>
        <li {...lighting('misread')}>
          <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
            <rect class="gan-digits-misread" x="8" y="1" width="10" height="10" />
          </svg>
          {texts.legend.misread}
        </li>
      </ul>
    </div>
  );
}
