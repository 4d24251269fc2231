// internal: the DOM that pictures are built in, in a browser: its own; nothing is added to the page
import { typeError } from './errors.js';

/** The page's document. */
export function newDocument(): Document {
  if (typeof document !== 'undefined') return document;
  throw typeError('plots', {
    expected: 'a document to draw with',
    received: 'none',
    where: 'a worker has no DOM',
    hint: 'Send the numbers to the page and draw them there.',
  });
}

/** Prints an element as XML. */
export const serialize = (root: Element): string => new XMLSerializer().serializeToString(root);
