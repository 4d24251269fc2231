// internal: the DOM that pictures are built in, in Node.js; in a browser `#dom` is dom.browser.ts, see "imports" in package.json
import { DOMParser } from 'linkedom';

/** A new document for one picture; it is XML, so that what it prints is well-formed on its own. */
export function newDocument(): Document {
  const empty = '<svg xmlns="http://www.w3.org/2000/svg"/>';
  return new DOMParser().parseFromString(empty, 'image/svg+xml') as unknown as Document;
}

/** Prints an element as XML. */
export function serialize(root: Element): string {
  root.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return root.outerHTML;
}
