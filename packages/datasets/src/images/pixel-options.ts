/** Colour settings of decoded images. */
import type { OptionTable } from '@neurona/backend';
export interface PixelOptions {
  /** 1 for grey, 3 for red, green and blue, 4 with alpha; default 3. */
  readonly channels?: 1 | 3 | 4;
  /** Background behind transparent pixels, if the result has no alpha channel: from 0, black, to 1, white. Default 1. */
  readonly background?: number;
}

/** @internal */
export const pixelOptions: OptionTable<PixelOptions> = { channels: 3, background: 1 };
