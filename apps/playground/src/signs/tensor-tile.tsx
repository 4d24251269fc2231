import { useEffect, useRef } from 'preact/hooks';
import { rgb } from '../plane/draw-field.js';
import { theme } from '../theme/theme.js';
import { largestOfAll, paintValues } from './paint-values.js';
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
    const middle = rgb('--surface');
    const image = context.createImageData(width, height);
    paintValues(image, values, most ?? (isInk ? 1 : largestOfAll(values)), [
      isInk ? middle : rgb('--negative'),
      middle,
      rgb(isInk ? '--ink' : '--positive'),
    ]);
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
