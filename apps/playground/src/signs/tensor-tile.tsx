import { useEffect, useRef } from 'preact/hooks';
import { rgb } from '../plane/draw-field.js';
import { theme } from '../theme/theme.js';
import './signs.css';

/** Settings of {@link TensorTile}. */
export interface TensorTileProps {
  /** Row by row. */
  readonly values: ArrayLike<number>;
  readonly width: number;
  /** Default as the width. */
  readonly height?: number;
  /** `ink`: 0 is paper and 1 ink. `signed`: below and above zero have a hue each, up to the largest value. */
  readonly look: 'ink' | 'signed';
  /** The value with the full colour, default the largest: give it where tiles are to be compared. */
  readonly most?: number;
  /** What is seen, in words; without it the picture is hidden from screen readers. */
  readonly label?: string;
}

/** The numbers of a tensor as a picture whose pixels stay crisp. */
export function TensorTile({ values, width, height = width, look, most, label }: TensorTileProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const currentTheme = theme.value;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const isInk = look === 'ink';
    const [middle, high, low] = [rgb('--surface'), rgb(isInk ? '--ink' : '--positive'), rgb('--negative')];
    const image = context.createImageData(width, height);
    const full = most ?? (isInk ? 1 : largest(values));
    for (let i = 0; i < width * height; i++) {
      const share = Math.max(-1, Math.min(1, values[i]! / full));
      const end = share < 0 && !isInk ? low : high;
      const part = isInk ? Math.max(share, 0) : Math.abs(share);
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = middle[c]! + (end[c]! - middle[c]!) * part;
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [values, width, height, look, most, currentTheme]);
  return (
    <canvas
      ref={canvas}
      class="tensor-tile"
      width={width}
      height={height}
      style={{ aspectRatio: `${width} / ${height}` }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most || 1;
}
