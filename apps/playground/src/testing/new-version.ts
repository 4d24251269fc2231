import { cp, mkdtemp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

/** A copy of the site, to be served and changed by a test. */
export async function copySite(folder: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'playground-copy-'));
  await cp(folder, copy, { recursive: true });
  return copy;
}

/** Makes of a site what a new deployment is: every built file under another name, and none under the old one. */
export async function deployNewVersion(folder: string): Promise<void> {
  const names = (await readdir(join(folder, 'assets'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => ({ name, path: join(parentPath, name) }));
  const newName = (name: string) => name.replace(/(\.\w+)$/, 'x$1');
  const texts = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && ['.html', '.js', '.css'].includes(extname(entry.name)))
    .map(({ name, parentPath }) => join(parentPath, name));
  for (const path of texts) {
    let text = await readFile(path, 'utf8');
    for (const { name } of names) text = text.replaceAll(name, newName(name));
    text = text.replace(/(revision["']?:\s*["'`])(?=[0-9a-f]{8,})/g, '$1new'); // of files that keep their names
    await writeFile(path, text);
  }
  for (const { name, path } of names) await rename(path, join(path, '..', newName(name)));
}
