// internal
import type { WindowGeometry } from '@neurona/backend';

/**
 * What {@link forEachTap} tells: the window's index in `[N, OH, OW]`, the pixel's in `[N, H, W]`, the tap's in the kernel
 * `[KH, KW]`, and the pixel's place in its own image `[H, W]`.
 */
export type TapVisitor = (window: number, pixel: number, tap: number, place: number) => void;

/** Calls `visit` for every place of every window that lies inside its image: window after window, row by row. */
export function forEachTap(geometry: WindowGeometry, visit: TapVisitor): void {
  const [count, height, width] = geometry.inputShape as [number, number, number];
  const [, outHeight, outWidth] = geometry.outputShape as [number, number, number];
  const { kernelSize, stride, dilation, padding } = geometry;
  let window = 0;
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < outHeight; i++) {
      for (let j = 0; j < outWidth; j++, window++) {
        for (let row = 0; row < kernelSize[0]; row++) {
          const h = i * stride[0] + row * dilation[0] - padding.top;
          if (h < 0 || h >= height) continue;
          for (let column = 0; column < kernelSize[1]; column++) {
            const w = j * stride[1] + column * dilation[1] - padding.left;
            if (w < 0 || w >= width) continue;
            const place = h * width + w;
            visit(window, n * height * width + place, row * kernelSize[1] + column, place);
          }
        }
      }
    }
  }
}
