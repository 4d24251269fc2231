// internal: files that tasks read
import { readFile } from 'node:fs/promises';
import { readCsv, type Table } from '@neurona/datasets';
import { UsageError } from '../console/usage-error.js';

/** The bytes of a file of the person's own. */
async function readInput(file: string): Promise<Uint8Array> {
  return await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === 'ENOENT'
        ? `There is no file ${file}.`
        : error.code === 'EISDIR'
          ? `${file} is a folder, and a file is read here.`
          : `${file} can't be read: ${error.message}`,
    );
  });
}

/** A CSV file as a table. */
export const readTable = async (file: string): Promise<Table> => readCsv(await readInput(file), { file });

/** A text file. */
export const readTextFile = async (file: string): Promise<string> =>
  new TextDecoder().decode(await readInput(file));
