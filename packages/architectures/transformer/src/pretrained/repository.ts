import { ArgumentError } from '@neurona/backend';
import { fromHub, openSafetensors, type TensorFile } from '@neurona/checkpoints';
import { DatasetError, hubFile } from '@neurona/datasets';
import { type Place, placeOf } from './place.js';

/** A file that somebody picked: a `File`, or a `Blob` with a name. */
export interface NamedFile extends Blob {
  /** As `config.json`. */
  readonly name: string;
}

/** @internal Where the files of a model are. */
export interface Repository {
  /** @throws {@link DatasetError} if there is no such file. */
  text(name: string): Promise<string>;
  weights(name: string): Promise<TensorFile>;
}

/** @internal What a source names: a repository of the hub, a folder, or files. */
export function repositoryOf(
  subject: string,
  source: string | readonly NamedFile[],
  options: Place,
): Repository {
  if (Array.isArray(source)) return pickedFiles(subject, source as readonly NamedFile[]);
  const { repository, ...place } = placeOf(subject, source as string, options);
  return {
    text: async (name) => new TextDecoder().decode(await (await hubFile(repository, name, place)).bytes()),
    weights: (name) => fromHub(repository, name, place),
  };
}

function pickedFiles(subject: string, files: readonly NamedFile[]): Repository {
  const isNamed = (file: NamedFile): boolean => file instanceof Blob && typeof file.name === 'string';
  if (!files.every(isNamed)) {
    throw new ArgumentError(subject, {
      expected: 'files with names, as an input of a page has',
      received: files,
    });
  }
  const find = (name: string): NamedFile => {
    const file = files.find((one) => one.name === name);
    if (file) return file;
    throw new DatasetError(subject, {
      expected: `the file ${name}`,
      received: 'none',
      file: name,
      hint: 'Pick config.json, the weights, in shards all of them with their index, and tokenizer.json together.',
    });
  };
  return {
    text: (name) => find(name).text(),
    weights: async (name) => openSafetensors(find(name), name.endsWith('.json') ? { openShard: find } : {}),
  };
}
