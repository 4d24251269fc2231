import { useEffect, useRef } from 'preact/hooks';
import { rgb } from '../plane/draw-field.js';
import { theme } from '../theme/theme.js';
import { largestOfAll, paintValues } from './paint-values.js';
import './map-sheet.css';

/** Settings of {@link MapSheet}. */
export interface MapSheetProps {
  /** Square pictures, row by row; without them the sheet is empty. */
  readonly maps: { readonly size: number; readonly values: readonly ArrayLike<number>[] } | undefined;
  /** How many there are. */
  readonly count: number;
  readonly columns: number;
  /** What it shows. */
  readonly label: string;
  /** What one map is called, and what is to say of it. */
  readonly nameOf: (map: number) => string;
  readonly chosen: number | undefined;
  /** Called with the map under the pointer that is pressed, and the pixel in it. */
  readonly onChoose: (map: number, x: number, y: number) => void;
}

const gap = 0.12; // between maps, as a share of a map

/** The feature maps of a layer as one picture, all in the same scale. One map is chosen: by a press, or with the arrow keys. */
export function MapSheet(props: MapSheetProps) {
  const { maps, count, columns, label, nameOf, chosen, onChoose } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const currentTheme = theme.value;
  const rows = Math.ceil(count / columns);
  const size = maps?.size ?? 1;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) drawMaps(context, props);
  }, [maps, columns, currentTheme]);
  const [step, unit] = [1 + gap, 100 / (columns * (1 + gap) - gap)];
  const unitY = 100 / (rows * (1 + gap) - gap);
  const at = chosen === undefined ? undefined : [chosen % columns, Math.floor(chosen / columns)];
  const onPointerDown = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    const x = (100 * (event.clientX - box.left)) / box.width / unit;
    const y = (100 * (event.clientY - box.top)) / box.height / unitY;
    const [column, row] = [
      Math.min(Math.floor(x / step), columns - 1),
      Math.min(Math.floor(y / step), rows - 1),
    ];
    const map = Math.min(Math.max(row * columns + column, 0), count - 1);
    const pixel = (place: number) => Math.min(Math.max(Math.floor(place * size), 0), size - 1);
    onChoose(map, pixel(x - column * step), pixel(y - row * step));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const next = Math.min(Math.max((chosen ?? -1) + (chosen === undefined ? 1 : move), 0), count - 1);
    const values = maps?.values[next];
    const best = values ? Array.from(values).indexOf(Math.max(...Array.from(values))) : 0;
    onChoose(next, best % size, Math.floor(best / size));
  };
  return (
    <div
      class="map-sheet"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={(chosen ?? 0) + 1}
      aria-valuetext={nameOf(chosen ?? 0)}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} style={{ aspectRatio: `${columns * step - gap} / ${rows * step - gap}` }} />
      {at && (
        <span
          class="map-sheet__chosen"
          style={{
            left: `${at[0]! * step * unit}%`,
            top: `${at[1]! * step * unitY}%`,
            width: `${unit}%`,
            height: `${unitY}%`,
          }}
        />
      )}
    </div>
  );
}

const scale = 8; // canvas pixels of a gap: all maps lie on whole pixels
const side = Math.round(scale / gap); // of a map

function drawMaps(context: CanvasRenderingContext2D, { maps, count, columns }: MapSheetProps): void {
  const { canvas } = context;
  const step = side + scale;
  canvas.width = columns * step - scale;
  canvas.height = Math.ceil(count / columns) * step - scale;
  context.imageSmoothingEnabled = false;
  const size = maps?.size ?? 1;
  const map = new OffscreenCanvas(size, size);
  const image = new ImageData(size, size);
  const colors = [rgb('--negative'), rgb('--sunken'), rgb('--positive')] as const;
  const most = Math.max(...(maps?.values.map(largestOfAll) ?? [1]));
  for (let i = 0; i < count; i++) {
    paintValues(image, maps?.values[i] ?? [0], most, colors);
    map.getContext('2d')!.putImageData(image, 0, 0);
    context.drawImage(map, (i % columns) * step, Math.floor(i / columns) * step, side, side);
  }
}
