import type { Kind } from './kinds.js';

const table = 'apps/examples/src/course/lessons.ts';

/** A lesson of the course: its code, numbers and texts, and its row in the table. */
export const newLesson: Kind = {
  description: 'a lesson of the course (apps/examples)',
  options: [['-r, --row <n>', 'its row of the course, one neuron being the first']],
  start(repository, { kebab, camel, pascal }, { row }) {
    const number = Number(row ?? Number.NaN);
    if (!Number.isInteger(number) || number < 1)
      throw new Error(
        `[pnpm new] expected --row with an integer of at least 1, got ${row ?? 'none'} (lesson).`,
      );
    const folder = `apps/examples/src/lessons/${kebab}`;
    repository.createFrom('lesson', folder, { kebab, camel, pascal });
    repository.edit(table, (text) => {
      const imports =
        `import { ${camel}Numbers } from '../lessons/${kebab}/numbers.js';\n` +
        `import { ${camel}Texts } from '../lessons/${kebab}/texts.js';\n`;
      const entry = `  lessonEntry('${kebab}', ${number}, ${camel}Texts, ${camel}Numbers, () => import('../lessons/${kebab}/lesson.js')),`;
      return text
        .replace(/^(?=import .* from '\.\/lesson\.js';$)/m, imports)
        .replace(/(const lessons: [^=]*= \[[\s\S]*?)(\n\];)/, `$1\n${entry}$2`);
    });
    return [
      `Write the lesson in ${folder}/lesson.ts, its numbers and its texts beside it.`,
      `Put its row in ${table} where one reads it, and a line into apps/examples/README.md.`,
      `Run \`npm run lesson -- ${kebab}\`, then \`npm run lessons -- --write\`.`,
    ];
  },
};
