import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { obtain } from '../../download/download.js';
import type { DownloadOptions } from '../../download/download-source.js';
import { downloadOptions } from '../../download/download-source.js';
import { ownFolder } from '../../download/own-folder.js';
import { decodeUtf8 } from '../../formats/decode-text.js';
import { damaged, type Place } from '../../formats/place.js';
import { readZip } from '../../formats/zip.js';
import type { TextPairs } from '../../text/text-pairs.js';

/** Settings of {@link tatoeba}. */
export interface TatoebaOptions extends DownloadOptions {
  /** Which of OPUS's releases, default "v2023-04-12". */
  readonly version?: string;
}

const tatoebaOptions: OptionTable<TatoebaOptions> = { ...downloadOptions, version: 'v2023-04-12' };

/** Sentences and their translations, by number. */
export class SentencePairs implements TextPairs {
  constructor(
    /** The first sentences. */
    readonly sources: readonly string[],
    /** The translation of each. */
    readonly targets: readonly string[],
  ) {}

  get length(): number {
    return this.sources.length;
  }

  get(index: number): readonly [source: string, target: string] {
    const [source, target] = [this.sources[index], this.targets[index]];
    if (source !== undefined && target !== undefined) return [source, target];
    throw new ArgumentError('SentencePairs', {
      expected: `an index from 0 to ${this.length - 1}`,
      received: index,
    });
  }
}

const maxBytes = 2 ** 30;

/** SHA-256, and size where known, of the archives of which they were published. */
const published: Readonly<Record<string, { readonly sha256: string; readonly sizeBytes?: number }>> = {
  'v2023-04-12/en-es': { sha256: 'a26e7675cae64c93ce45e6cae48f38424bf26e0923cec9d7881b1fa2bb636227' },
  'v2021-07-22/en-mr': {
    sha256: '1c8fd9b0cb767ea74f65f2dc82e64c0a2ca77056274ecebf24738ed26c7a13fd',
    sizeBytes: 1436200,
  },
  'v2021-07-22/eo-nl': {
    sha256: '5a34a3dd219178d644a2ccb0aa2013e10288e593415ce102304d90797a12a01f',
    sizeBytes: 3020382,
  },
  'v2021-07-22/es-gl': {
    sha256: 'b2b6138c1a8bf940af428e5d8bdacf7d0f0ded5a2628438b9019595d8e9ecbf3',
    sizeBytes: 128506,
  },
  'v2021-07-22/es-pt': {
    sha256: '6299c6aee1c469a0b7b4c41cde861d40b62d72e2bbc0d4d86ab17e77972de352',
    sizeBytes: 2340361,
  },
  'v2021-07-22/fr-ru': {
    sha256: '9dac8d336158be9473be2fc0e7e6c771cdeeb9154133eb59cfbd5e310ee49ebc',
    sizeBytes: 5509784,
  },
};

/**
 * Sentences in two languages from the Tatoeba project, in the collection of OPUS. Downloaded once (English and Spanish: 7 MB), or
 * taken from `<folder>/tatoeba/en-es.txt.zip`. OPUS publishes no checksums; those of English–Spanish, and of the five pairs of
 * v2021-07-22 that Hugging Face lists, are compared. Of other pairs, the archive's own checksums are.
 * @param source - Language code of the first sentences, as "en".
 * @param target - Language code of the second ones, as "es".
 * @throws {@link DatasetError} if it can't be downloaded or read, as for a pair that OPUS doesn't have.
 * @throws {@link ArgumentError} if the codes are none, or the same.
 * @example
 * async function load() {
 *   const pairs = await tatoeba('en', 'es');
 *   const tokens = new CharacterTokenizer({ specials: ['pad', 'bos', 'eos'] }).fit([...pairs.sources, ...pairs.targets]);
 *   return tokenizePairs(pairs, tokens, tokens);
 * }
 * @see Tiedemann, "Parallel Data, Tools and Interfaces in OPUS", 2012; https://tatoeba.org, licence CC BY 2.0 FR
 */
export async function tatoeba(
  source: string,
  target: string,
  options: TatoebaOptions = {},
): Promise<SentencePairs> {
  const { version = 'v2023-04-12' } = checkOptions('tatoeba', options, tatoebaOptions);
  if (source === target || ![source, target].every((code) => /^[a-z]{2,3}(_[A-Za-z]{2,8})?$/.test(code))) {
    throw new ArgumentError('tatoeba', {
      expected: 'codes of two languages, as en and es',
      received: `${source} and ${target}`,
    });
  }
  if (!/^v[\d-]+$/.test(version)) {
    throw new ArgumentError('tatoeba', { expected: 'a version as v2023-04-12', received: version });
  }
  const pair = [source, target].sort().join('-');
  const found = await obtain(
    {
      name:
        ownFolder(options) === undefined ? `tatoeba/${version}/${pair}.txt.zip` : `tatoeba/${pair}.txt.zip`,
      urls: [`https://object.pouta.csc.fi/OPUS-Tatoeba/${version}/moses/${pair}.txt.zip`],
      ...published[`${version}/${pair}`],
    },
    options,
  );
  return readPairs(await found.bytes(), [source, target], { subject: 'tatoeba', file: found.name, maxBytes });
}

/** The sentences of an archive with one file for each language, a sentence a line. */
function readPairs(
  bytes: Uint8Array,
  [source, target]: readonly [string, string],
  place: Place,
): SentencePairs {
  const entries = readZip(bytes, place);
  const linesOf = (language: string): string[] => {
    const entry = entries.find(({ name }) => name.endsWith(`.${language}`));
    if (!entry) throw damaged(place, `a file named .${language} in it`, 'none');
    const lines = decodeUtf8(entry.read(), { ...place, file: `${place.file}/${entry.name}` }).split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines;
  };
  const [first, second] = [linesOf(source), linesOf(target)];
  if (first.length !== second.length) {
    throw damaged(place, `${first.length} sentences in both languages`, second.length);
  }
  return new SentencePairs(first, second);
}
