import type { Picture } from '../pictures/picture.js';
import { squareBytes } from '../pictures/square-bytes.js';
import type { Strokes } from '../ui/draw-pad.js';
import { bodySide, keptSide } from '../weights/body-sizes.js';
import { NamedExample } from './classes.js';
import { drawnBytes } from './examples.js';

/** What is shown to the network: small, and larger where it is asked for. */
export class Shown {
  #square: Uint8Array<ArrayBuffer> | undefined;

  constructor(readonly make: (side: number) => Uint8Array) {
    this.bytes = make(bodySide);
  }

  readonly bytes: Uint8Array;

  /** In the size of `keptSide`. */
  get square(): Uint8Array<ArrayBuffer> {
    this.#square ??= new Uint8Array(this.make(keptSide));
    return this.#square;
  }

  /** An example to learn from. */
  example(): NamedExample {
    return new NamedExample(crypto.randomUUID(), this.bytes, new Blob([this.square]));
  }
}

/** The middle of a picture. */
export const shownPicture = (picture: Picture): Shown => new Shown((side) => squareBytes(picture, side));

/** A drawing. */
export const shownDrawing = (strokes: Strokes): Shown => new Shown((side) => drawnBytes(strokes, side));
