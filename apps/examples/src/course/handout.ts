import type { Language, Lesson } from './lesson.js';
import { regionsOf } from './regions.js';

const words: Readonly<
  Record<Language, Record<'run' | 'number' | 'expected' | 'setting' | 'default', string>>
> = {
  en: { run: 'Run it', number: 'Number', expected: 'Expected', setting: 'Setting', default: 'Default' },
  es: {
    run: 'Ejecútala',
    number: 'Número',
    expected: 'Se espera',
    setting: 'Ajuste',
    default: 'Por defecto',
  },
};

/**
 * A lesson as a Markdown document: its text with the regions of its code between.
 * @param source - The text of its file `lesson.ts`.
 */
export function handout(lesson: Lesson, source: string, language: Language): string {
  const text = lesson.texts[language];
  const word = words[language];
  const code = regionsOf(source);
  const steps = Object.entries(text.regions).map(
    ([region, sentence]) => `${sentence}\n\n\`\`\`ts\n${code[region]}\n\`\`\``,
  );
  const numbers = Object.entries(lesson.expectations).map(
    ([name, { text: expected }]) => `| ${text.numbers[name]} | ${expected} |`,
  );
  const settings = Object.entries(lesson.settings).map(
    ([name, value]) => `| \`${name}\` | ${text.settings[name]} | ${value} |`,
  );
  return [
    `# ${text.title}`,
    text.question,
    ...steps,
    text.conclusion,
    [`| ${word.number} | ${word.expected} |`, '| --- | --- |', ...numbers].join('\n'),
    `## ${word.run}`,
    `\`\`\`sh\nnpm run lesson -- ${lesson.name}${language === 'en' ? '' : ` --language ${language}`}\n\`\`\``,
    [`| ${word.setting} | | ${word.default} |`, '| --- | --- | --- |', ...settings].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}
