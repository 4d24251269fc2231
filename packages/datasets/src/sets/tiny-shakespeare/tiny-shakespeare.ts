import { checkOptions } from '@neurona/backend';
import { download } from '../../download/download.js';
import type { DownloadOptions, DownloadSource } from '../../download/download-source.js';
import { downloadOptions } from '../../download/download-source.js';
import { readText } from '../../formats/read-text.js';

const source: DownloadSource = {
  name: 'tinyshakespeare/input.txt',
  urls: [
    'https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt',
    'https://storage.googleapis.com/download.tensorflow.org/data/shakespeare.txt',
  ],
  sizeBytes: 1115394,
  sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
};

/**
 * Tiny Shakespeare: 1,115,394 characters of Shakespeare's plays, 65 different ones, for language models that write letter by letter.
 * Downloaded once (1.1 MB), or taken from `<folder>/tinyshakespeare`.
 * @throws {@link DatasetError} if it can't be downloaded or read.
 * @example
 * const start = async () => (await tinyShakespeare()).slice(0, 14); // 'First Citizen:'
 * @see Karpathy, "The Unreasonable Effectiveness of Recurrent Neural Networks", 2015; the text is in the public domain. Checksum as
 * TensorFlow Datasets lists it.
 */
export async function tinyShakespeare(options: DownloadOptions = {}): Promise<string> {
  checkOptions('tinyShakespeare', options, downloadOptions);
  const found = await download(source, options);
  return readText(await found.bytes(), { file: found.name });
}
