import type { Kind } from './kinds.js';

const table = 'apps/playground/src/pages/pages.ts';

/** A page of the playground that trains a line, with its texts, worker and tests, and its row in the table. */
export const newPage: Kind = {
  description: 'a page of the playground',
  start(repository, { kebab, camel, pascal }) {
    const folder = `apps/playground/src/pages/${kebab}`;
    repository.createFrom('page', folder, { kebab, camel, pascal });
    repository.edit(table, (text) => {
      const row = `  { name: '${kebab}', ...${camel}Card, load: async () => (await import('./${kebab}/main.js')).${pascal}Page },`;
      return text
        .replace(/^(?=import )/m, `import { ${camel}Card } from './${kebab}/card.js';\n`)
        .replace(/(pages: readonly PageEntry\[\] = \[[\s\S]*?)(\n\];)/, `$1\n${row}$2`);
    });
    return [
      `Write the training in ${folder}/train.ts and the page in main.tsx; apps/playground/README.md lists the components.`,
      `Write texts.ts and card.tsx in both languages, and the numbers to expect in ${folder}/README.md.`,
      `Move its row in ${table} to its place in the gallery.`,
      'Run `npm run playground`, then `npm run test:pages`.',
    ];
  },
};
