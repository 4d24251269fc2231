import type { Sentence } from '../i18n/texts.js';
import type { PageEntry } from './page-entry.js';

/** The chapters of the playground, in their order. */
export const chapters = [
  { name: 'neuron', title: { en: 'Neuron', es: 'Neurona' } },
  { name: 'train', title: { en: 'Train', es: 'Entrenar' } },
  { name: 'images', title: { en: 'Images', es: 'Imágenes' } },
  { name: 'sequences', title: { en: 'Sequences', es: 'Secuencias' } },
  { name: 'generate', title: { en: 'Generate', es: 'Generar' } },
  { name: 'transformers', title: { en: 'Transformers', es: 'Transformers' } },
] as const satisfies readonly { readonly name: string; readonly title: Sentence }[];

/** A chapter by its name. */
export type ChapterName = (typeof chapters)[number]['name'];

/** A chapter with its pages. */
export interface Chapter {
  readonly name: ChapterName;
  readonly title: Sentence;
  readonly pages: readonly PageEntry[];
}

/** The chapters that have pages. */
export const chaptersOf = (pages: readonly PageEntry[]): readonly Chapter[] =>
  chapters
    .map((chapter) => ({ ...chapter, pages: pages.filter(({ chapter: name }) => name === chapter.name) }))
    .filter(({ pages: own }) => own.length > 0);

/** Where a page stands: its chapter, its place in it, and the pages before and after. */
export interface Place {
  readonly chapter: Chapter;
  /** From 1. */
  readonly number: number;
  readonly page: PageEntry;
  readonly before: PageEntry | undefined;
  readonly after: PageEntry | undefined;
}

/** The place of the page at a path like `/neuron`; `undefined` where there is none. */
export function placeOf(pages: readonly PageEntry[], path: string): Place | undefined {
  const all = chaptersOf(pages).flatMap((chapter) =>
    chapter.pages.map((page, i) => ({ chapter, page, number: i + 1 })),
  );
  const at = all.findIndex(({ page }) => `/${page.name}` === path);
  const found = all[at];
  return found && { ...found, before: all[at - 1]?.page, after: all[at + 1]?.page };
}
