import { useEffect, useRef } from 'preact/hooks';
import { cssColor, theme } from '../../theme/theme.js';

/** Settings of {@link PixelMap}. */
export interface PixelMapProps {
  readonly values: Float32Array;
  readonly size: number;
  /** `ink`: 0 is paper and 1 ink. `signed`: 0 is the middle, below and above have a colour each, up to the largest value. */
  readonly look: 'ink' | 'signed';
  /** What is seen, in words; without it the picture is hidden from screen readers. */
  readonly label?: string;
}

type Color = readonly [red: number, green: number, blue: number];

/** A small square picture whose pixels stay crisp. */
export function PixelMap({ values, size, look, label }: PixelMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const currentTheme = theme.value;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const colors =
      look === 'ink' ? ['--surface', '--surface', '--ink'] : ['--class-b', '--surface', '--class-a'];
    const [below, middle, above] = colors.map((name) => readColor(cssColor(name))) as [Color, Color, Color];
    const most = look === 'ink' ? 1 : values.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
    const image = context.createImageData(size, size);
    for (let i = 0; i < values.length; i++) {
      const share = Math.max(-1, Math.min(1, values[i]! / most));
      const end = share < 0 ? below : above;
      for (let c = 0; c < 3; c++)
        image.data[4 * i + c] = middle[c]! + (end[c]! - middle[c]!) * Math.abs(share);
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [values, size, look, currentTheme]);
  return (
    <canvas
      ref={canvas}
      class="pixel-map"
      width={size}
      height={size}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}

/** `#rrggbb` as three numbers. */
function readColor(text: string): Color {
  const number = Number.parseInt(text.replace('#', ''), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
