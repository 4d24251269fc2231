import { useEffect, useRef } from 'preact/hooks';
import './pictures.css';

/** Settings of {@link ColorTile}. */
export interface ColorTileProps {
  /** Red, green and blue from 0 to 255, pixel by pixel, row by row. */
  readonly bytes: ArrayLike<number>;
  readonly width: number;
  /** What is seen, in words; without it the picture is hidden from screen readers. */
  readonly label?: string;
}

/** A small picture in colour. */
export function ColorTile({ bytes, width, label }: ColorTileProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = bytes.length / 3 / width;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes[3 * i + c]!;
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [bytes, width]);
  return (
    <canvas
      ref={canvas}
      class="color-tile"
      width={width}
      height={height}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}
