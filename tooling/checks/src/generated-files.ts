import { command } from './command.js';
import { entryPoints } from './entry-points.js';
import { sizeTable } from './size-table.js';

/**
 * Writes the generated files of the repository, or with `check` only compares: the packages' entry points, the table of their sizes, and
 * what the packages' scripts `generate` and `generate:check` see to. Returns what differs or is wrong.
 */
export async function generatedFiles(check: boolean): Promise<string[]> {
  const found = [...entryPoints(check), ...sizeTable(check)];
  const task = check ? 'generate:check' : 'generate';
  const { code, output } = await command('turbo', [
    'run',
    task,
    '--filter=./packages/**',
    '--output-logs=errors-only',
    '--continue',
  ]);
  return code === 0 ? found : [...found, output.trim()];
}
