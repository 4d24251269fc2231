import { BackendError } from '@neurona/backend';

/**
 * Offers bytes as a download in the browser.
 * @param name - Name of the file, as `model.safetensors`.
 * @throws {@link BackendError} outside of a page; in a worker, send the bytes to the page first.
 */
export function downloadFile(name: string, bytes: Uint8Array): void {
  if (typeof document === 'undefined') {
    throw new BackendError('downloadFile', {
      expected: 'a page in a browser',
      received: 'none',
      hint: 'Elsewhere use writeFileAtomically.',
    });
  }
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser reads it after the click
}
