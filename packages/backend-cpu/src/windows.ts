// internal
import type { ConvGeometry, WindowGeometry } from '@neurona/backend';
import { type Packed, pack } from './product.js';

/** What {@link forEachTap} tells: the window's index in `[OH, OW]`, the pixel's in `[H, W]`, the tap's in the kernel `[KH, KW]`. */
export type TapVisitor = (window: number, place: number, tap: number) => void;

/** Calls `visit` for every element of every window that lies inside an image: window after window, row by row. */
export function forEachTap(geometry: WindowGeometry, visit: TapVisitor): void {
  const [, height, width] = geometry.inputShape as [number, number, number];
  const [, outHeight, outWidth] = geometry.outputShape as [number, number, number];
  const { kernelSize, stride, dilation, padding } = geometry;
  let window = 0;
  for (let i = 0; i < outHeight; i++) {
    for (let j = 0; j < outWidth; j++, window++) {
      for (let row = 0; row < kernelSize[0]; row++) {
        const h = i * stride[0] + row * dilation[0] - padding.top;
        if (h < 0 || h >= height) continue;
        for (let column = 0; column < kernelSize[1]; column++) {
          const w = j * stride[1] + column * dilation[1] - padding.left;
          if (w >= 0 && w < width) visit(window, h * width + w, row * kernelSize[1] + column);
        }
      }
    }
  }
}

/** What the windows of image `n` hold of a group's channels, zero in the padding: `[OH · OW, KH · KW · C / groups]`. */
export function packWindows(x: ArrayLike<number>, n: number, group: number, geometry: ConvGeometry): Packed {
  const [, height, width, channels] = geometry.inputShape as [number, number, number, number];
  const [, outHeight, outWidth] = geometry.outputShape as [number, number, number];
  const count = channels / geometry.groups;
  const taps = geometry.kernelSize[0] * geometry.kernelSize[1] * count;
  const packed = pack(outHeight * outWidth, taps);
  const { values } = packed;
  const start = n * height * width * channels + group * count;
  forEachTap(geometry, (window, place, tap) => {
    const from = start + place * channels;
    const to = window * taps + tap * count;
    for (let c = 0; c < count; c++) values[to + c] = x[from + c]!;
  });
  return packed;
}

/** Numbers of images, of pixels in one and of windows on one. */
export function imageSizes({ inputShape, outputShape }: WindowGeometry) {
  const [count, height, width, channels] = inputShape as [number, number, number, number];
  return { count, pixels: height * width, windows: outputShape[1]! * outputShape[2]!, channels };
}
