import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GoldenSource, openGoldens } from './golden-source.js';

/** The golden files that come with the repository. */
export const ownFixtures: string = fileURLToPath(new URL('../fixtures', import.meta.url));

/** Cases of our own with other arguments than those of the fixtures. */
export const variants: string = fileURLToPath(new URL('../variants', import.meta.url));

/** Small cases of whole models. */
export const modelVariants: string = fileURLToPath(new URL('../model-variants', import.meta.url));

/** Whole models, which lie beside the repository: they aren't part of it. */
const modelsBeside = fileURLToPath(new URL('../../../../shared/models', import.meta.url));

/** The folder that the variable NEURONA_GOLDENS names, relative to where the user stands; else our own. */
export const fixtureFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  folderNamed('NEURONA_GOLDENS', env) ?? ownFixtures;

/** The folder of whole models that the variable NEURONA_MODELS names; else `../shared/models`. */
export const modelFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  folderNamed('NEURONA_MODELS', env) ?? modelsBeside;

function folderNamed(variable: string, env: NodeJS.ProcessEnv): string | undefined {
  const named = env[variable];
  if (!named) return undefined;
  return isAbsolute(named) ? named : resolve(env.INIT_CWD ?? process.cwd(), named);
}

/** Opens a folder of golden files. */
export const openFolder = (folder: string): Promise<GoldenSource> =>
  openGoldens(folder, (file) => readFile(join(folder, file)));
