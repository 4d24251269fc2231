import { firstClasses, isSketch, type TaughtClass, type TeachSettings } from './classes.js';

/** Classes, and a published network below them. */
type Kept = Pick<TeachSettings, 'classes'> & Partial<Pick<TeachSettings, 'body' | 'network'>>;

let kept: Kept | undefined;

/** Keeps classes with pictures of the visitor's own, and a published network, in the tab while another page is seen. */
export function keepOwn({ classes, body, network }: TeachSettings): void {
  const isOwn = classes.some(({ name, own }) => own.length > 0 || !isSketch(name));
  kept = network ? { classes, body, network } : isOwn ? { classes } : undefined;
}

/** What was kept, where one asks for the same ready-made classes or for those of the beginning. */
export function keptOwn(asked: readonly TaughtClass[]): Kept | undefined {
  const isAsked = asked === firstClasses || (kept && readyMade(kept.classes) === readyMade(asked));
  return isAsked ? kept : undefined;
}

const readyMade = (classes: readonly TaughtClass[]): string =>
  JSON.stringify(classes.filter(({ name }) => isSketch(name)).map(({ name, made }) => [name, made]));
