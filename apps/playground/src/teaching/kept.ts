import { firstClasses, isSketch, type TaughtClass } from './classes.js';

let kept: readonly TaughtClass[] | undefined;

/** Keeps classes with pictures of the visitor's own in the tab while another page is seen. */
export function keepOwn(classes: readonly TaughtClass[]): void {
  kept = classes.some(({ name, own }) => own.length > 0 || !isSketch(name)) ? classes : undefined;
}

/** The classes that were kept, where one asks for the same ready-made ones or for those of the beginning. */
export function keptOwn(asked: readonly TaughtClass[]): readonly TaughtClass[] | undefined {
  const isAsked = asked === firstClasses || (kept && readyMade(kept) === readyMade(asked));
  return isAsked ? kept : undefined;
}

const readyMade = (classes: readonly TaughtClass[]): string =>
  JSON.stringify(classes.filter(({ name }) => isSketch(name)).map(({ name, made }) => [name, made]));
