import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import fixture from '../../fixtures/tokenizers.json' with { type: 'json' };
import { saveTokenizer } from './save-tokenizer.js';
import { trainBPE, trainWordPiece } from './train-tokenizer.js';

const python = process.env.NEURONA_PYTHON ?? '/usr/bin/python3';
const run = promisify(execFile);

const missing = await run(python, ['-c', 'import tokenizers']).then(
  () => undefined,
  () => `no tokenizers in ${python}; NEURONA_PYTHON names another interpreter`,
);

const program = `
import json, sys
from tokenizers import Tokenizer
tokenizer = Tokenizer.from_file(sys.argv[1] + '/tokenizer.json')
texts = json.load(open(sys.argv[1] + '/texts.json'))
ids = [tokenizer.encode(text).ids for text in texts]
json.dump({'ids': ids, 'texts': [tokenizer.decode(row) for row in ids]}, open(sys.argv[1] + '/ids.json', 'w'))
`;

describe('files that saveTokenizer wrote', () => {
  const title = 'give the ids of Hugging Face’s tokenizers, and its texts';
  it.skipIf(missing !== undefined).each([
    ['byte-level BPE', trainBPE(fixture.corpus)],
    ['WordPiece', trainWordPiece(fixture.corpus)],
    ['WordPiece with accents', trainWordPiece(fixture.corpus, { stripAccents: false, lowercase: false })],
  ])(missing ? `${title}: %s (skipped: ${missing})` : `${title}: %s`, async (_, tokenizer) => {
    const folder = await mkdtemp(join(tmpdir(), 'tokenizers-'));
    const texts = fixture.kinds.gpt2.cases.map(({ text }) => text);
    await saveTokenizer(tokenizer, folder);
    await writeFile(join(folder, 'texts.json'), JSON.stringify(texts));
    await run(python, ['-c', program, folder]);
    const { ids, texts: decoded } = JSON.parse(await readFile(join(folder, 'ids.json'), 'utf8'));
    expect(texts.map((text) => [...tokenizer.encode(text)])).toEqual(ids);
    expect(texts.map((text) => tokenizer.decode(tokenizer.encode(text)))).toEqual(decoded);
    await rm(folder, { recursive: true });
  });
});
