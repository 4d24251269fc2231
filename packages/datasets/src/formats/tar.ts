// internal
import { DatasetError } from '../dataset-error.js';
import { countBytes, damaged, type Place } from './place.js';
import { unpackGzip } from './unpack-gzip.js';

/**
 * Files of a tar archive packed with gzip, by their name without folders.
 * @param sizes - The files that are wanted, with the size that each must have.
 */
export async function readTarGz(
  packed: Uint8Array,
  sizes: ReadonlyMap<string, number>,
  place: Place,
): Promise<Map<string, Uint8Array>> {
  const { unpackTar } = await import('modern-tar'); // loaded only by those who read archives
  const archive = await unpackGzip(packed, place);
  const seen = new Set<string>();
  const filter = (header: {
    readonly name: string;
    readonly size: number;
    readonly type?: string;
  }): boolean => {
    const name = nameOf(header);
    const size = header.type === 'file' ? sizes.get(name) : undefined;
    if (size === undefined) return false;
    if (seen.has(name)) throw damaged(place, 'each file once', `${name} twice`);
    if (header.size !== size) {
      throw damaged({ ...place, file: `${place.file}/${name}` }, countBytes(size), header.size, 0);
    }
    seen.add(name);
    return true;
  };
  let files: Map<string, Uint8Array>;
  try {
    const entries = await unpackTar(archive, { strict: true, filter });
    files = new Map(entries.map(({ header, data }) => [nameOf(header), data ?? new Uint8Array(0)]));
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const rest = { hint: 'Get it again.', cause };
    throw damaged(place, 'a whole tar archive', 'one that is cut or corrupt', undefined, rest);
  }
  const missing = [...sizes.keys()].find((name) => !files.has(name));
  if (missing !== undefined) throw damaged(place, `a file named ${missing} in it`, 'none');
  return files;
}

const nameOf = ({ name }: { readonly name: string }): string => name.split('/').at(-1)!;
