import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tatoeba } from './tatoeba.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-tatoeba-'));
  await mkdir(join(folder, 'tatoeba'));
  const files = {
    README: strToU8('Tatoeba'),
    'Tatoeba.en-es.en': strToU8("Let's try something.\nI have to go to sleep.\n"),
    'Tatoeba.en-es.es': strToU8('¡Intentemos algo!\nTengo que irme a dormir.\n'),
  };
  await writeFile(join(folder, 'tatoeba/en-es.txt.zip'), zipSync(files));
  await writeFile(
    join(folder, 'de-en.txt.zip'),
    zipSync({ 'a.de': strToU8('Ja.\nNein.'), 'a.en': strToU8('Yes.') }),
  );
});

afterAll(() => rm(folder, { recursive: true }));

describe('tatoeba', () => {
  it('gives sentences and their translations, in either direction', async () => {
    const pairs = await tatoeba('en', 'es', { folder });
    expect(pairs.length).toBe(2);
    expect(pairs.get(1)).toEqual(['I have to go to sleep.', 'Tengo que irme a dormir.']);
    expect((await tatoeba('es', 'en', { folder })).get(0)).toEqual([
      '¡Intentemos algo!',
      "Let's try something.",
    ]);
    expect(() => pairs.get(2)).toThrow('[SentencePairs] expected an index from 0 to 1, got 2.');
  });

  it('refuses files that do not belong together, and codes that are none', async () => {
    await expect(tatoeba('de', 'en', { folder })).rejects.toThrow(
      `[tatoeba] expected 2 sentences in both languages, got 1 (${join(folder, 'de-en.txt.zip')}).`,
    );
    for (const [source, target] of [
      ['en', 'en'],
      ['English', 'es'],
      ['../../en', 'es'],
    ] as const) {
      await expect(tatoeba(source, target, { folder })).rejects.toThrow(
        'expected codes of two languages, as en and es',
      );
    }
    await expect(tatoeba('en', 'es', { folder, version: '../../x' })).rejects.toThrow(
      'a version as v2023-04-12',
    );
  });
});
