// internal
import { ArgumentError } from '@neurona/backend';

/** A browser has no folders to write to. */
export function writeFolder(): never {
  throw new ArgumentError('savePyTorch', {
    expected: 'Node.js',
    received: 'a browser',
    hint: 'Offer the files of exportPyTorch as downloads.',
  });
}
