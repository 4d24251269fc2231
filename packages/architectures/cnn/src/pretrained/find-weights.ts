// internal: where the file of published weights comes from
import type { OptionTable } from '@neurona/backend';
import type { FileSource } from '@neurona/checkpoints';
import {
  DatasetError,
  type DownloadedFile,
  type DownloadOptions,
  download,
  type HubFileOptions,
  hubFile,
} from '@neurona/datasets';
import type { PublishedWeights } from './published-weights.js';

/** How the file of weights is found. */
export interface FindWeightsOptions extends DownloadOptions, Pick<HubFileOptions, 'endpoint' | 'token'> {
  /** The file itself, if it is here: a path, a `File` that was picked, bytes, or an address. Nothing is downloaded else. */
  readonly file?: FileSource | undefined;
}

export const findWeightsOptions: OptionTable<FindWeightsOptions> = {
  file: '',
  folder: '',
  cache: '',
  endpoint: '',
  token: '',
  signal: undefined,
  onProgress: undefined,
  timeoutMs: 30_000,
  totalTimeoutMs: 600_000,
};

type Place = PublishedWeights['files'][number];

/** The file of weights: the given one, the folder's or the cache's, or from the first place that has it. */
export async function findWeights(
  weights: PublishedWeights,
  { file, ...options }: FindWeightsOptions,
): Promise<{ readonly source: FileSource; readonly signal: AbortSignal | undefined }> {
  const { signal } = options;
  if (file !== undefined) return { source: file, signal };
  const failures: DatasetError[] = [];
  for (const place of weights.files) {
    try {
      const found = await fetchFrom(place, options);
      return { source: found.path ?? (await found.bytes()), signal };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      failures.push(error);
    }
  }
  const names = weights.files.map((place) => nameOf(place).replace(/^weights\//, ''));
  const addresses = weights.files.map((place) => addressOf(place, options.endpoint));
  throw new DatasetError('pretrained', {
    expected: `weights of ${weights.network}`,
    received: failures.map(({ message }) => message.replace(/\.$/, '')).join('; '),
    hint:
      `Or download ${addresses.join(' or ')} elsewhere, and pass it as { file }, or a folder that has ${names.join(' or ')} as ` +
      '{ folder }.',
    cause: failures[0],
  });
}

function fetchFrom(
  place: Place,
  { endpoint, token, ...options }: Omit<FindWeightsOptions, 'file'>,
): Promise<DownloadedFile> {
  if ('repository' in place) {
    const ofHub = {
      ...options,
      ...(endpoint !== undefined && { endpoint }),
      ...(token !== undefined && { token }),
      ...(place.revision !== undefined && { revision: place.revision }),
      sizeBytes: place.sizeBytes,
      sha256: place.sha256,
    };
    return hubFile(place.repository, place.file ?? 'model.safetensors', ofHub);
  }
  const { url, sizeBytes, sha256 } = place;
  return download({ name: nameOf(place), urls: [url], sizeBytes, sha256 }, options);
}

/** The name of a file in a folder of the user's. */
const nameOf = (place: Place): string =>
  'repository' in place
    ? `${place.repository}/${place.file ?? 'model.safetensors'}`
    : `weights/${place.url.split('/').at(-1)}`;

const addressOf = (place: Place, endpoint = 'https://huggingface.co'): string =>
  'repository' in place
    ? `${endpoint}/${place.repository}/resolve/${place.revision ?? 'main'}/${place.file ?? 'model.safetensors'}`
    : place.url;
