// internal: files of a folder, by subfolder
import { ArgumentError } from '@neurona/backend';
import { DatasetError } from '../dataset-error.js';

/** A file that is an image, perhaps. */
export interface NamedImage {
  readonly path: string;
  readonly read: () => Promise<Uint8Array | Blob>;
}

/** Files below each subfolder of a folder, in Node.js. Links are followed. */
export async function filesOfFolder(folder: string | URL): Promise<Map<string, NamedImage[]>> {
  if (typeof process === 'undefined' || !process.getBuiltinModule) {
    throw new DatasetError('imageFolder', {
      expected: 'Node.js, which reads folders by their path',
      received: 'a browser',
      hint: 'Pass the files of <input type="file" webkitdirectory>.',
    });
  }
  // not by import, which bundlers for the browser follow
  const { readFile, readdir, stat } = process.getBuiltinModule('node:fs/promises');
  const { join } = process.getBuiltinModule('node:path');
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const isFolder = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();
  const readImage = (path: string) => async (): Promise<Uint8Array> => {
    try {
      return await readFile(path);
    } catch (cause) {
      throw unreadable('a file that can be read', path, cause);
    }
  };
  const filesBelow = async (path: string, depth: number): Promise<NamedImage[]> => {
    if (depth > 32) throw unreadable('folders that lie in each other at most 32 deep', path, 'more');
    const entries = await readdir(path, { withFileTypes: true });
    const nested = entries.map(async (entry) => {
      const name = join(path, entry.name);
      const goesOn = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(name)));
      return goesOn ? filesBelow(name, depth + 1) : [{ path: name, read: readImage(name) }];
    });
    return (await Promise.all(nested)).flat();
  };
  try {
    const classes = new Map<string, NamedImage[]>();
    for (const name of await readdir(root)) {
      const path = join(root, name);
      if (await isFolder(path)) classes.set(name, await filesBelow(path, 1));
    }
    return classes;
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw unreadable('a folder that can be read', root, cause);
  }
}

const unreadable = (expected: string, file: string, received: unknown): DatasetError =>
  new DatasetError('imageFolder', { expected, received, file, cause: received });

/** Files below each subfolder of the folder that a person chose in the browser. */
export function filesOfList(files: Iterable<File>): Map<string, NamedImage[]> {
  const classes = new Map<string, NamedImage[]>();
  for (const file of checkFiles(files)) {
    const path = file.webkitRelativePath; // root/class/…/name
    const parts = path.split('/');
    if (parts.length < 3) continue;
    const own = classes.get(parts[1]!) ?? [];
    own.push({ path, read: async () => file });
    classes.set(parts[1]!, own);
  }
  return classes;
}

function checkFiles(files: Iterable<File>): readonly File[] {
  const isList = typeof files === 'object' && files !== null && Symbol.iterator in files;
  const list = isList ? [...files] : undefined;
  if (list?.every((file) => typeof file?.webkitRelativePath === 'string')) return list;
  throw new ArgumentError('imageFolder', {
    expected: 'a path, or the files of a folder that was chosen in the browser',
    received: files,
    hint: 'Pass input.files of <input type="file" webkitdirectory>.',
  });
}
