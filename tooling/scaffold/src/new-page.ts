import type { Kind } from './kinds.js';

const table = 'apps/playground/src/pages/pages.ts';
const trainers = 'apps/playground/src/pages/trainers.ts';

/** A page of the playground that trains a line, with its question, steps, texts and tests, and its rows in the tables. */
export const newPage: Kind = {
  description: 'a page of the playground',
  start(repository, { kebab, camel, pascal }) {
    const folder = `apps/playground/src/pages/${kebab}`;
    repository.createFrom('page', folder, { kebab, camel, pascal });
    repository.edit(table, (text) => {
      const row = [
        '  {',
        `    name: '${kebab}',`,
        "    chapter: 'train',",
        '    minutes: 5,',
        `    ...${camel}Card,`,
        `    load: async () => (await import('./${kebab}/main.js')).${pascal}Page,`,
        '  },',
      ].join('\n');
      return text
        .replace(/^(?=import )/m, `import { ${camel}Card } from './${kebab}/card.js';\n`)
        .replace(/(pages: readonly PageEntry\[\] = \[[\s\S]*?)(\n\];)/, `$1\n${row}$2`);
    });
    repository.edit(trainers, (text) =>
      text.replace(
        /(?=^\} satisfies )/m,
        `  ${camel}: async () => (await import('./${kebab}/train.js')).create${pascal}Trainer,\n`,
      ),
    );
    return [
      `Write the training in ${folder}/train.ts and the page in main.tsx; apps/playground/README.md lists the components.`,
      `Write texts.ts and card.tsx in both languages, and the numbers to expect in ${folder}/README.md.`,
      `Give its row in ${table} its chapter, place and minutes.`,
      'Run `npm run playground`, then `npm run test:pages`.',
    ];
  },
};
