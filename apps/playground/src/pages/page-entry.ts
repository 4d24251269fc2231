import type { ComponentType } from 'preact';
import type { Sentence } from '../i18n/texts.js';
import type { ChapterName } from './chapters.js';

/** What the gallery shows of a page, before any of its code is loaded. A page's `card.tsx` exports one. */
export interface PageCard {
  readonly title: Sentence;
  /** One sentence on what one does there. */
  readonly sentence: Sentence;
  /** A picture, 320 by 200, in the colours of the theme. */
  readonly Thumbnail: ComponentType;
}

/** A page of the gallery. */
export interface PageEntry extends PageCard {
  /** Its address, `#/<name>`, and its folder. */
  readonly name: string;
  readonly chapter: ChapterName;
  /** How long its steps take. */
  readonly minutes: number;
  /** Whether it can use the camera. */
  readonly camera?: boolean;
  /** What it downloads beside its code, where that is more than one megabyte. */
  readonly megabytes?: number;
  /** Loads the page itself. */
  readonly load: () => Promise<ComponentType>;
}
