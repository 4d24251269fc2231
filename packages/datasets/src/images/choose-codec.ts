// internal: who decodes and encodes images here
import { canvasCodec } from './canvas-codec.js';
import type { ImageCodec } from './image-codec.js';
import { sharpCodec } from './sharp-codec.js';

/** Whether images are decoded and drawn by a browser, on a page or in a worker. */
export const hasCanvas = (): boolean =>
  typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';

/** The browser, where there is one, else sharp. */
export const imageCodec = (subject: string): ImageCodec | Promise<ImageCodec> =>
  hasCanvas() ? canvasCodec : sharpCodec(subject);
