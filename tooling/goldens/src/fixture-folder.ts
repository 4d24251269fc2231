import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GoldenSource, openGoldens } from './golden-source.js';

/** The golden files that come with the repository. */
export const ownFixtures: string = fileURLToPath(new URL('../fixtures', import.meta.url));

/** Cases of our own with other arguments than those of the fixtures. */
export const variants: string = fileURLToPath(new URL('../variants', import.meta.url));

/** The folder that the variable NEURONA_GOLDENS names, relative to where the user stands; else our own. */
export function fixtureFolder(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.NEURONA_GOLDENS;
  if (!named) return ownFixtures;
  return isAbsolute(named) ? named : resolve(env.INIT_CWD ?? process.cwd(), named);
}

/** Opens a folder of golden files. */
export const openFolder = (folder: string): Promise<GoldenSource> =>
  openGoldens(folder, (file) => readFile(join(folder, file)));
