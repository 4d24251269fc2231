import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { handout } from './handout.js';
import { languages } from './lesson.js';
import { lessons } from './lessons.js';

const folder = new URL('../../../../docs/lessons/', import.meta.url);

/** Every lesson in every language, as Markdown, by the name of its file in `docs/lessons/`. */
async function handouts(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of lessons) {
    const lesson = await entry.load();
    const source = await readFile(new URL(`../lessons/${entry.name}/lesson.ts`, import.meta.url), 'utf8');
    for (const language of languages)
      files[`${entry.name}.${language}.md`] = handout(lesson, source, language);
  }
  return files;
}

/** Names of the files in `docs/lessons/` that are not as the lessons are now. */
export async function staleHandouts(): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, text] of Object.entries(await handouts())) {
    const written = await readFile(new URL(name, folder), 'utf8').catch(() => '');
    if (written.replaceAll('\r\n', '\n') !== text) stale.push(name);
  }
  return stale;
}

/** Writes `docs/lessons/` anew. */
export async function writeHandouts(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(await handouts())) await writeFile(new URL(name, folder), text);
}
