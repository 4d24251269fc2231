import type { OptionTable } from '@neurona/backend';
import type { DownloadOptions } from '../../download/download-source.js';
import { downloadOptions } from '../../download/download-source.js';

/** Settings of the data sets of images that are split into a training and a test part. */
export interface ImageSetOptions extends DownloadOptions {
  /** Which part, default "train". */
  readonly split?: 'train' | 'test';
}

/** @internal */
export const imageSetOptions: OptionTable<ImageSetOptions> = { ...downloadOptions, split: 'train' };
