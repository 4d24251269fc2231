import { inLanguage } from '../i18n/texts.js';
import type { Device, SkippedDevice } from '../worker/device.js';
import type { Problem } from '../worker/problem.js';
import { shellTexts } from './texts.js';

/** What went wrong, in the visitor's words. */
export const problemText = ({ kind }: Problem): string => inLanguage(shellTexts).training.problems[kind];

/** A device in the visitor's words: `WebAssembly, 2 threads`. */
export function deviceText({ name, threads, isSoftware, adapter }: Device): string {
  const texts = inLanguage(shellTexts).training;
  if (name === 'webgpu')
    return [isSoftware ? texts.software : texts.devices.webgpu, adapter].filter(Boolean).join(': ');
  return `${texts.devices[name]}, ${threads === 1 ? texts.oneThread : texts.manyThreads(String(threads))}`;
}

/** Why a device is not used, in the visitor's words. */
export const reasonText = ({ reason }: SkippedDevice): string =>
  inLanguage(shellTexts).training.reasons[reason];
