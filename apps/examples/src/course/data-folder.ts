import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of data sets for tests: NEURONA_DATA, or the one beside the repository. */
const folder =
  process.env.NEURONA_DATA || fileURLToPath(new URL('../../../../../shared/datasets', import.meta.url));

/** Makes data sets come from that folder, where it is there, and not from the network. */
export function useDataFolder(): void {
  if (existsSync(folder)) process.env.NEURONA_DATA = folder;
}

/** Which of the files isn't in that folder, in a few words; undefined where all are. */
export function missingData(files: readonly string[]): string | undefined {
  const missing = files.find((file) => !existsSync(join(folder, file)));
  return missing && `no ${missing} in NEURONA_DATA or ../shared/datasets`;
}

/** What to do about data that is not there. */
export const howToGet = (files: readonly string[]): string =>
  `It needs ${files.join(' and ')}. With a connection they are downloaded once and kept; without one, put them ` +
  'into a folder and say which: NEURONA_DATA=<folder> npm run lesson -- <name>.';
