// `pnpm new <kind> <name>`: starts a thing with its files, its tests and the rows that it needs elsewhere.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { type KindOptions, kinds } from './kinds.js';
import { namesOf } from './names.js';
import { Repository } from './repository.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = new Command('pnpm new').description(
  'Starts a new thing with its files, its tests and its rows.',
);

for (const [name, kind] of Object.entries(kinds)) {
  const subcommand = program.command(name).description(kind.description).argument('<name>');
  for (const [flags, description] of kind.options ?? []) subcommand.option(flags, description);
  subcommand.action((subject: string, options: KindOptions) => {
    const repository = new Repository(root);
    const todo = kind.start(repository, namesOf(subject), options);
    const { created, edited } = repository.save();
    format([...created, ...edited]);
    for (const path of created) console.log(`created  ${path}`);
    for (const path of edited) console.log(`edited   ${path}`);
    console.log(`\nNext:\n${todo.map((line) => `- ${line}`).join('\n')}`);
  });
}

/** Lays the files out as the linter wants them. */
function format(paths: readonly string[]): void {
  const args = ['check', '--write', '--files-ignore-unknown=true', '--no-errors-on-unmatched', ...paths];
  spawnSync('biome', args, { cwd: root, shell: process.platform === 'win32', stdio: 'ignore' });
}

try {
  program.parse();
} catch (error) {
  program.error((error as Error).message);
}
