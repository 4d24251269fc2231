import type { Expectations, Measured } from './expectation.js';

/** A value of a setting: what a flag on the command line or a field of a page can hold. */
export type Setting = number | string | boolean;

/** The settings of a lesson by name, with their defaults. */
export type Settings = Readonly<Record<string, Setting>>;

/** The languages that lessons are written in. */
export const languages = ['en', 'es'] as const;

/** A language by its code. */
export type Language = (typeof languages)[number];

/** What a lesson says, in one language. */
export interface LessonText<S extends Settings = Settings, E extends Expectations = Expectations> {
  readonly title: string;
  /** What one finds out. */
  readonly question: string;
  /** What each region of `lesson.ts` does, by the region's name, in the order in which one reads them. */
  readonly regions: Readonly<Record<string, string>>;
  /** What one has seen at the end. */
  readonly conclusion: string;
  /** Each setting in a few words. */
  readonly settings: Readonly<Record<keyof S, string>>;
  /** Each measured number in a few words. */
  readonly numbers: Readonly<Record<keyof E, string>>;
}

/** What a lesson says, in every language. */
export type LessonTexts<S extends Settings = Settings, E extends Expectations = Expectations> = Readonly<
  Record<Language, LessonText<S, E>>
>;

/** What a lesson is called with besides its settings. */
export interface LessonTools {
  /** Shows a few lines of text. */
  readonly print: (text: unknown) => void;
  /** Keeps a picture, an SVG document, under a name. */
  readonly draw: (name: string, svg: string) => void;
  /** Ends the lesson early. */
  readonly signal?: AbortSignal;
  /** Whether `fit` shows its progress. */
  readonly progress: boolean;
}

/** A lesson: the code that one reads, what comes out, and what is said about it. */
export interface Lesson<S extends Settings = Settings, E extends Expectations = Expectations> {
  readonly name: string;
  /** The row of the course, one neuron being the first. */
  readonly row: number;
  readonly settings: S;
  /** The settings of the short form, which runs in tests: those that differ. */
  readonly short: Partial<S>;
  readonly expectations: E;
  /** What is expected of the short form, where that is something else. */
  readonly shortExpectations?: Partial<E>;
  readonly texts: LessonTexts<S, E>;
  /** Runs the lesson on the backend in use. */
  readonly run: (settings: S, tools: LessonTools) => Promise<Measured<E>>;
}

/** What the file `lesson.ts` of a lesson exports. */
export interface LessonCode<S extends Settings, E extends Expectations> {
  readonly settings: S;
  readonly run: Lesson<S, E>['run'];
}

/** What the file `numbers.ts` of a lesson exports. */
export interface LessonNumbers<S extends Settings, E extends Expectations> {
  readonly expectations: E;
  readonly short: Partial<S>;
  readonly shortExpectations?: Partial<E>;
}

/** A row in the table of lessons, whose code is loaded when it is wanted. */
export interface LessonEntry {
  readonly name: string;
  readonly row: number;
  /** Files of the data folder that it needs; a run without them downloads them, tests skip it. */
  readonly data: readonly string[];
  readonly texts: Readonly<Record<Language, Pick<LessonText, 'title' | 'question'>>>;
  readonly load: () => Promise<Lesson>;
}

/**
 * Makes the row of a lesson from its files; the types see to it that every setting and number has its words.
 * @param name - The name of its folder.
 * @param row - Its row of the course.
 * @param data - Files that it needs, as `mnist/t10k-images-idx3-ubyte.gz`.
 */
export function lessonEntry<S extends Settings, E extends Expectations>(
  name: string,
  row: number,
  texts: LessonTexts<S, E>,
  numbers: LessonNumbers<S, E>,
  loadCode: () => Promise<LessonCode<S, E>>,
  data: readonly string[] = [],
): LessonEntry {
  const load = async (): Promise<Lesson> => {
    const { settings, run } = await loadCode();
    return { name, row, texts, settings, run, ...numbers } as unknown as Lesson;
  };
  return { name, row, data, texts, load };
}
