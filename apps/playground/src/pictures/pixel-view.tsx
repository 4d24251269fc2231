import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatNumber } from '../i18n/numbers.js';
import { language } from '../i18n/texts.js';
import { rgb } from '../plane/draw-field.js';
import { theme } from '../theme/theme.js';
import './pixel-view.css';
import { type Look, painted, type SignColors } from './paint.js';
import type { Picture } from './picture.js';

/** Settings of {@link PixelView}. */
export interface PixelViewProps {
  readonly picture: Picture;
  readonly look: Look;
  /** Zeros around it, shown as a border. */
  readonly padding?: number;
  /** Drawn over it in SVG, one unit a pixel, from the corner of the padding. */
  readonly children?: ComponentChildren;
  /** Tells the pixel under the pointer, from the corner of the padding, with its fraction. */
  readonly onPoint: (x: number, y: number, isPress: boolean) => void;
  /** Attributes of the frame: role, label, keys. */
  readonly frame: JSX.HTMLAttributes<HTMLDivElement>;
}

/** A picture whose pixels stay crisp, with drawings over it. */
export function PixelView({ picture, look, padding = 0, children, onPoint, frame }: PixelViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const currentTheme = theme.value;
  const { width, height } = picture;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const colors = ['--negative', '--surface', '--positive'].map(rgb);
    const image = context.createImageData(width, height);
    painted(picture, look, colors as unknown as SignColors, image.data);
    context.putImageData(image, padding, padding);
  }, [picture, look, padding, currentTheme]);
  const numbers = useMemo(
    () => cellNumbers(picture, look, padding),
    [picture, look, padding, language.value],
  );
  const [wide, tall] = [width + 2 * padding, height + 2 * padding];
  const point = (event: JSX.TargetedPointerEvent<HTMLDivElement>, isPress: boolean) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint(
      ((event.clientX - box.left) / box.width) * wide,
      ((event.clientY - box.top) / box.height) * tall,
      isPress,
    );
  };
  return (
    <div class="pixel-view" style={{ '--ratio': wide / tall }}>
      <div
        {...frame}
        class="pixel-view__frame"
        onPointerMove={(event) => {
          if (event.pointerType === 'mouse') point(event, false);
        }}
        onPointerDown={(event) => point(event, true)}
      >
        <canvas ref={canvas} width={wide} height={tall} />
        <svg viewBox={`0 0 ${wide} ${tall}`} aria-hidden="true">
          {numbers}
          {children}
        </svg>
      </div>
    </div>
  );
}

const readable = 14; // pixels across: of larger pictures the numbers would be too small

/** The number in each pixel, where the picture is small. */
function cellNumbers({ width, height, channels, values }: Picture, look: Look, padding: number) {
  if (width > readable || channels !== 1) return null;
  return Array.from({ length: width * height }, (_, i) => {
    const value = values[i]!;
    const tone = look === 'signed' ? 'ink' : value > 0.5 ? 'dark' : 'bright';
    return (
      <text
        key={i}
        class={`pixel-view__number pixel-view__number--${tone}`}
        x={padding + (i % width) + 0.5}
        y={padding + Math.floor(i / width) + 0.62}
      >
        {formatNumber(value, Number.isInteger(value) ? 0 : 1)}
      </text>
    );
  });
}
