import { fromCanvas, imageInfo } from '@neurona/datasets';
import type { Picture } from './picture.js';

/** What became of a file. */
export type Opened =
  | { readonly isOpen: true }
  | { readonly isOpen: false; readonly problem: FileProblem; readonly detail: string };

/** What may be wrong with a file. */
export type FileProblem = 'unknown' | 'large' | 'damaged';

const largestBytes = 50_000_000;
const largestPixels = 2 ** 26; // 8192 × 8192
const keptSide = 768; // of the picture that is held for all sizes

/** A picture of the visitor's own, held no larger than needed, in a worker or a page. */
export class OwnPicture {
  private constructor(readonly bitmap: ImageBitmap) {}

  /** Decodes a file, or tells why it can't. */
  static async open(file: Blob): Promise<OwnPicture | Exclude<Opened, { isOpen: true }>> {
    const refuse = (problem: FileProblem, detail: string) => ({ isOpen: false, problem, detail }) as const;
    if (file.size > largestBytes) return refuse('large', `${(file.size / 1e6).toFixed(0)} MB`);
    let size: { width: number; height: number };
    try {
      size = imageInfo(new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      return refuse('unknown', messageOf(error));
    }
    if (size.width * size.height > largestPixels) return refuse('large', `${size.width} × ${size.height}`);
    try {
      const share = Math.min(1, keptSide / Math.max(size.width, size.height));
      const whole = await createImageBitmap(file);
      const [resizeWidth, resizeHeight] = [whole.width, whole.height].map((side) =>
        Math.max(1, Math.round(side * share)),
      ) as [number, number];
      const bitmap = await createImageBitmap(whole, { resizeWidth, resizeHeight, resizeQuality: 'high' });
      whole.close();
      return new OwnPicture(bitmap);
    } catch (error) {
      return refuse('damaged', messageOf(error));
    }
  }

  /** The picture with a longer side of so many pixels. */
  at(pixels: number): Picture {
    const { width, height } = this.bitmap;
    const share = pixels / Math.max(width, height);
    const image = fromCanvas(this.bitmap, {
      width: Math.max(1, Math.round(width * share)),
      height: Math.max(1, Math.round(height * share)),
    });
    const [rows, columns] = image.shape as [number, number, number];
    return { width: columns, height: rows, channels: 3, values: image.values as Float32Array };
  }

  dispose(): void {
    this.bitmap.close();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
