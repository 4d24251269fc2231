import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { readNote, writeNote } from '#storage';
import { DatasetError } from '../dataset-error.js';
import { findChecked } from '../download/checked-cache.js';
import type { DownloadedFile, DownloadOptions } from '../download/download-source.js';
import { downloadOptions } from '../download/download-source.js';
import { downloadToCache } from '../download/download-to-cache.js';
import { checkName, fromFolder } from '../download/own-folder.js';
import { askHub, type HubRequest, HubSilence } from './ask-hub.js';

/** Settings of functions that read files of a repository of the hub. */
export interface HubOptions extends DownloadOptions {
  /** Branch, tag or commit, default "main". */
  readonly revision?: string;
  /** Access token, for repositories that ask for one. */
  readonly token?: string;
  /** Address of the hub or of a mirror of it, default https://huggingface.co. */
  readonly endpoint?: string;
}

/** Settings of {@link hubFile}. */
export interface HubFileOptions extends HubOptions {
  /** What the repository holds, default "model". */
  readonly type?: 'model' | 'dataset' | 'space';
  /** Size of the file, where known; default what the hub lists. */
  readonly sizeBytes?: number | undefined;
  /** SHA-256 of the file in hexadecimal, where known: the hub isn't asked for one. */
  readonly sha256?: string | undefined;
}

/**
 * The options of {@link hubFile} that are not of one file, for functions that take those too.
 * @example
 * Object.keys({ ...hubFileOptions, layers: 2 }).includes('revision'); // => true
 */
export const hubFileOptions: OptionTable<HubOptions> = {
  ...downloadOptions,
  revision: 'main',
  token: '',
  endpoint: 'https://huggingface.co',
};

const allOptions: OptionTable<HubFileOptions> = {
  ...hubFileOptions,
  type: 'model',
  sizeBytes: 0,
  sha256: '',
};

/**
 * Downloads any file of the Hugging Face hub, as {@link download} does. The branch is looked up each time, so that a
 * new version is noticed; without a connection, the last known version is used. Files are compared with the SHA-256 of
 * large file storage or, small ones, with their name as Git objects; of a commit and a SHA-256 that the caller knows, nothing is
 * looked up. The environment variable `NEURONA_DATA` is ignored; with the option `folder`, files are read from
 * `<folder>/<repository>/<file>` or `<folder>/<file>`; the repository `.` is the folder itself.
 * @param repository - Its name: "openai-community/gpt2".
 * @param file - Path within it: "config.json".
 * @throws {@link DatasetError} if the hub doesn't have the file, requires a token, or the checksum differs.
 * @throws {@link ArgumentError} if repository or file are no names.
 * @throws the reason of `signal`, if it ends the download.
 * @example
 * async function loadConfig() {
 *   const file = await hubFile('openai-community/gpt2', 'config.json');
 *   return JSON.parse(await readText(await file.bytes(), { file: file.name }));
 * }
 * @see https://huggingface.co/docs/hub; licence and citation are in each repository's README.md
 */
export async function hubFile(
  repository: string,
  file: string,
  options: HubFileOptions = {},
): Promise<DownloadedFile> {
  const {
    revision = 'main',
    type = 'model',
    sizeBytes,
    sha256,
    cache,
    signal,
    timeoutMs = 30_000,
  } = checkOptions('hubFile', options, allOptions);
  checkArgument('hubFile', 'repository', repository, 'string');
  const isFolder = repository === '.' && options.folder !== undefined;
  const isName =
    /^[\w.-]+(\/[\w.-]+)?$/.test(repository) && !repository.split('/').some((part) => /^\.+$/.test(part));
  if (!isName && !isFolder) {
    throw new ArgumentError('hubFile', {
      expected: 'a repository as openai-community/gpt2',
      received: repository,
    });
  }
  checkName(file);
  signal?.throwIfAborted();
  if (options.folder !== undefined) {
    if (isFolder)
      return fromFolder(options.folder, [file], options, 'Put the file there, or name another folder.');
    return fromFolder(options.folder, [`${repository}/${file}`, file], options);
  }
  const endpoint = (options.endpoint ?? 'https://huggingface.co').replace(/\/+$/, '');
  const headers: Record<string, string> = options.token ? { authorization: `Bearer ${options.token}` } : {};
  const request: HubRequest = { endpoint, repository, type, headers, signal, timeoutMs };
  const root = `hub/${type}s/${repository}`;
  const commit = await commitOf(revision, request, cache, root);
  const name = `${root}/${commit}/${file}`;
  const known = sha256 ? { sizeBytes, sha256 } : undefined;
  const cached = await findChecked(cache, name, known, signal);
  if (cached) return cached;
  const facts = known ?? {
    ...(await factsOf(file, commit, request)),
    ...(sizeBytes !== undefined && { sizeBytes }),
  };
  const prefix = type === 'model' ? '' : `${type}s/`;
  const path = file.split('/').map(encodeURIComponent).join('/');
  const url = `${endpoint}/${prefix}${repository}/resolve/${commit}/${path}`;
  return downloadToCache({ name, urls: [url], ...facts }, options, headers);
}

/** The commit that a branch or tag is at; the one last seen if the hub can't be reached. */
async function commitOf(
  revision: string,
  request: HubRequest,
  cache: string | undefined,
  root: string,
): Promise<string> {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision;
  const note = `${root}/refs/${encodeURIComponent(revision)}`;
  try {
    const answer = await askHub(request, `revision/${encodeURIComponent(revision)}`);
    const commit = (answer as { readonly sha?: unknown } | null)?.sha;
    if (typeof commit !== 'string' || !/^[0-9a-f]{40}$/.test(commit)) throw unexpected(request, revision);
    await writeNote(cache, note, commit);
    return commit;
  } catch (error) {
    const seen = error instanceof HubSilence ? await readNote(cache, note) : undefined;
    if (seen) return seen;
    throw error instanceof HubSilence ? error.asDatasetError() : error;
  }
}

interface HubFacts {
  readonly sizeBytes: number | undefined;
  readonly sha256: string | undefined;
  readonly gitSha1: string | undefined;
}

/** Size and checksum of a file. */
async function factsOf(file: string, commit: string, request: HubRequest): Promise<HubFacts> {
  let answer: unknown;
  try {
    answer = await askHub(request, `paths-info/${commit}`, { paths: [file] });
  } catch (error) {
    throw error instanceof HubSilence ? error.asDatasetError() : error;
  }
  const entry = (Array.isArray(answer) ? answer : []).find(
    (item) => item?.path === file && item?.type === 'file',
  );
  if (!entry) {
    throw new DatasetError('hubFile', {
      expected: `the file ${file}`,
      received: 'none',
      file: `${request.repository}/${file}`,
      where: `commit ${commit}`,
      hint: 'The page of the repository lists its files.',
    });
  }
  const { size, oid, lfs } = entry;
  return {
    sizeBytes: typeof size === 'number' ? size : undefined,
    sha256: typeof lfs?.oid === 'string' ? lfs.oid : undefined,
    gitSha1: !lfs && typeof oid === 'string' ? oid : undefined,
  };
}

const unexpected = (request: HubRequest, revision: string): DatasetError =>
  new DatasetError('hubFile', {
    expected: 'a commit',
    received: 'none',
    file: request.repository,
    where: `revision ${revision}`,
    hint: `Is ${request.endpoint} a Hugging Face hub?`,
  });
