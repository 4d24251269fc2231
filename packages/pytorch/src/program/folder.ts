// internal: writes a folder as a whole, in Node.js; in a browser see folder.browser.ts
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ArgumentError } from '@neurona/backend';

/**
 * Writes files into a folder that is made beside its place and renamed, so that it is whole or not there. One that is there is
 * replaced if `overwrite` is on, else an error.
 */
export async function writeFolder(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
  overwrite: boolean,
): Promise<void> {
  const target = resolve(folder);
  const [parent, name] = [dirname(target), basename(target)];
  const isThere = await lstat(target).then(
    () => true,
    () => false,
  );
  if (isThere && !overwrite) {
    throw new ArgumentError('savePyTorch', {
      expected: 'a folder that is not there yet',
      received: folder,
      hint: 'Name another one, or pass { overwrite: true } to replace it with all that is in it.',
    });
  }
  await mkdir(parent, { recursive: true });
  const suffix = randomBytes(6).toString('hex');
  const [fresh, former] = [join(parent, `.${name}.${suffix}.tmp`), join(parent, `.${name}.${suffix}.old`)];
  try {
    for (const [path, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(fresh, path)), { recursive: true });
      await writeFile(join(fresh, path), bytes, { flush: true } as object);
    }
    if (isThere) await rename(target, former);
    await rename(fresh, target).catch(async (error: unknown) => {
      if (isThere) await rename(former, target);
      throw error;
    });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
  await rm(former, { recursive: true, force: true });
}
