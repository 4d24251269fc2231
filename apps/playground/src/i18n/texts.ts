import { effect } from '@preact/signals';
import { remembered } from '../shell/remembered.js';

/** The languages of the playground. */
export const languages = ['en', 'es'] as const;

/** A language by its code. */
export type Language = (typeof languages)[number];

/** What a dictionary holds: sentences, functions that make sentences, and groups of both. */
export interface Dictionary {
  readonly [key: string]: string | readonly string[] | ((...args: never[]) => string) | Dictionary;
}

/** The same keys as `T`, with any words. */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends readonly string[]
      ? readonly string[]
      : T[K] extends (...args: infer Args) => string
        ? (...args: Args) => string
        : Translation<T[K]>;
};

/** A text in every language. */
export type Texts<T> = Readonly<Record<Language, Translation<T>>>;

/** A sentence in every language. */
export type Sentence = Readonly<Record<Language, string>>;

/** Dictionaries that have the same keys: a key that is missing in one is a type error. */
export const defineTexts = <const T extends Dictionary>(en: T, es: Translation<T>): Texts<T> => ({
  en: en as unknown as Translation<T>,
  es,
});

/** The language in use: the visitor's choice, at first the browser's. */
export const language = remembered<Language>('language', languages, browserLanguage());

if (typeof document !== 'undefined') {
  effect(() => {
    document.documentElement.lang = language.value;
  });
}

/** The dictionary of the language in use. A component that calls it is drawn anew when the language changes. */
export const inLanguage = <T>(texts: Readonly<Record<Language, T>>): T => texts[language.value];

function browserLanguage(): Language {
  const wanted = typeof navigator === 'undefined' ? [] : (navigator.languages ?? [navigator.language]);
  for (const tag of wanted) {
    const code = tag.slice(0, 2).toLowerCase();
    if (code === 'en' || code === 'es') return code;
  }
  return 'en';
}
