// internal
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const beside = fileURLToPath(new URL('../../../../../shared/datasets', import.meta.url));

/** The folder of data sets for tests: NEURONA_DATA, or the one beside the repository. */
export const sharedData = process.env.NEURONA_DATA || beside;

/** Cases that need files of the folder of data sets; where they are missing, the title says why they are skipped. */
export function describeWithData(title: string, files: readonly string[], cases: () => void): void {
  const missing = files.find((file) => !existsSync(join(sharedData, file)));
  if (missing === undefined) describe(title, cases);
  else describe.skip(`${title} (skipped: no ${missing} in NEURONA_DATA or ../shared/datasets)`, cases);
}
