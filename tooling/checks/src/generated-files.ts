import { join } from 'node:path';
import { command } from './command.js';
import { entryPoints } from './entry-points.js';
import { publicPackages, root } from './workspace.js';

/**
 * Writes the generated files of the repository, or with `check` only compares: the packages' entry points, and what a package's
 * script `generate` makes (it takes `--check`). Returns what differs or is wrong.
 */
export async function generatedFiles(check: boolean): Promise<string[]> {
  const found = entryPoints(check);
  for (const { name, folder, manifest } of publicPackages()) {
    const script = (manifest.scripts as Readonly<Record<string, string>> | undefined)?.generate;
    if (script === undefined) continue;
    const [program, ...args] = script.split(' ');
    const { code, output } = await command(program!, check ? [...args, '--check'] : args, join(root, folder));
    if (code !== 0) found.push(`${name}: ${script}: ${output.trim()}`);
  }
  return found;
}
