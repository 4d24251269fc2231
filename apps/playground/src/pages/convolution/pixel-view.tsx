import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { rgb } from '../../plane/draw-field.js';
import { theme } from '../../theme/theme.js';
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
  readonly onPoint: (x: number, y: number) => void;
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
  const [wide, tall] = [width + 2 * padding, height + 2 * padding];
  const point = (event: JSX.TargetedPointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint(((event.clientX - box.left) / box.width) * wide, ((event.clientY - box.top) / box.height) * tall);
  };
  return (
    <div class="convolution-view" style={{ '--ratio': wide / tall }}>
      <div
        {...frame}
        class="convolution-view__frame"
        onPointerMove={(event) => {
          if (event.pointerType === 'mouse') point(event);
        }}
        onPointerDown={point}
      >
        <canvas ref={canvas} width={wide} height={tall} />
        <svg viewBox={`0 0 ${wide} ${tall}`} aria-hidden="true">
          {children}
        </svg>
      </div>
    </div>
  );
}
