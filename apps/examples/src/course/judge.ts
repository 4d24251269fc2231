import { type Expectations, type MeasuredValue, measuredText } from './expectation.js';
import type { Language, Lesson, LessonTools, Settings } from './lesson.js';

/** One number of a lesson that was run. */
export interface Verdict {
  readonly number: string;
  readonly measured: string;
  readonly expected: string;
  readonly holds: boolean;
}

/** A lesson that was run. */
export interface Outcome {
  readonly lesson: Lesson;
  readonly verdicts: readonly Verdict[];
  readonly seconds: number;
}

/** A lesson in its short form: with its settings and what is expected of it. */
export const shortForm = (lesson: Lesson): Lesson => ({
  ...lesson,
  settings: { ...lesson.settings, ...lesson.short } as Settings,
  expectations: (lesson.shortExpectations ?? lesson.expectations) as Expectations,
});

/** Runs a lesson and compares its numbers with what is expected. */
export async function judge(lesson: Lesson, settings: Settings, tools: LessonTools): Promise<Outcome> {
  const start = performance.now();
  const measured = (await lesson.run(settings, tools)) as Readonly<Record<string, MeasuredValue>>;
  const seconds = (performance.now() - start) / 1000;
  const verdicts = Object.entries(lesson.expectations).map(([number, expectation]) => ({
    number,
    measured: measuredText(measured[number]!),
    expected: expectation.text,
    holds: expectation.holds(measured[number]!),
  }));
  return { lesson, verdicts, seconds };
}

/** Whether every number is as expected. */
export const passed = (outcome: Outcome): boolean => outcome.verdicts.every(({ holds }) => holds);

/** What came out, a line a number: the measured one, what was expected, and whether they agree. */
export function verdictLines({ lesson, verdicts }: Outcome, language: Language): string[] {
  const words = lesson.texts[language].numbers;
  const rows = verdicts.map(
    ({ number, measured, expected, holds }) => [words[number]!, measured, expected, holds] as const,
  );
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  return rows.map(
    ([name, measured, expected, holds]) =>
      `${holds ? 'ok  ' : 'FAIL'} ${name.padEnd(width(0))}  ${measured.padEnd(width(1))}  ${expectedWord[language]} ${expected}`,
  );
}

const expectedWord: Readonly<Record<Language, string>> = { en: 'expected', es: 'se espera' };
